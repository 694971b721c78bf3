//! What goes on while somebody writes: what others see of it, and what was begun.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::timeline::RichNode;

/// What others see of the person here at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TracesView {
    /// That they type.
    pub typing: bool,
    /// How far they have read.
    pub reading: bool,
}

impl Default for TracesView {
    fn default() -> Self {
        Self { typing: true, reading: true }
    }
}

/// Somebody who is named in a message: where the words have `@` and the name, it leads to the person, who is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Mention {
    /// The Matrix id.
    pub user_id: String,
    /// The name, as it stands behind the `@`.
    pub name: String,
}

/// What was begun in a room, or in one of its threads, and not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RoomDraft {
    /// The room's id.
    pub room_id: String,
    /// The message that the thread begins with.
    pub thread: Option<String>,
    /// Markdown.
    pub markdown: String,
    /// Who is named in it.
    pub mentions: Vec<Mention>,
}

/// What a message said at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct VersionView {
    /// When it was sent or changed, milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub at_ms: u64,
    /// The words.
    pub nodes: Vec<RichNode>,
}
