//! Search over what was written, and the files of a conversation.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::account::ProblemView;
use super::media::FileView;

/// What is searched for. Everything that is given must fit; words alone, or a filter alone, will do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MessageQuery {
    /// Words; each must be there in some form. The last may be a beginning.
    pub words: String,
    /// Only in this conversation.
    pub room_id: Option<String>,
    /// Only by this person.
    pub sender_id: Option<String>,
    /// Not before, milliseconds since the Unix epoch.
    #[specta(type = Option<u32>)]
    pub from_ms: Option<u64>,
    /// Not after, milliseconds since the Unix epoch.
    #[specta(type = Option<u32>)]
    pub until_ms: Option<u64>,
    /// Only what has a file.
    pub files_only: bool,
    /// Where an answer ended that had more.
    pub behind: Option<String>,
}

/// A part of a line; the words that were searched for are marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MarkedText {
    /// The words.
    pub text: String,
    /// Whether they were searched for.
    pub marked: bool,
}

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FoundMessage {
    /// The conversation.
    pub room_id: String,
    /// The event.
    pub event_id: String,
    /// The sender's name.
    pub sender: String,
    /// The sender's organisation.
    pub organisation: String,
    /// Milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub at_ms: u64,
    /// One line of what it says.
    pub line: Vec<MarkedText>,
    /// The name of its file, if it has one.
    pub file: Option<Vec<MarkedText>>,
}

/// How far back is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CoverageView {
    /// Not everything that is here has been looked through yet.
    pub building: bool,
    /// To the beginning of every conversation that is searched.
    pub whole: bool,
    /// Else from here on in all of them, milliseconds since the Unix epoch.
    #[specta(type = Option<u32>)]
    pub from_ms: Option<u64>,
    /// Something of that cannot be read here, and so is not found.
    pub unreadable: bool,
    /// In so many conversations.
    pub conversations: u32,
}

/// What was found, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FoundMessages {
    /// The messages.
    pub messages: Vec<FoundMessage>,
    /// Where to go on from, if there are more.
    pub behind: Option<String>,
    /// How far back was searched.
    pub coverage: CoverageView,
}

/// Somebody who has written something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WriterView {
    /// The Matrix id.
    pub user_id: String,
    /// The name.
    pub name: String,
    /// The organisation.
    pub organisation: String,
}

/// How far fetching older messages is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OlderView {
    /// Going on.
    Fetching {
        /// So many steps are done.
        done: u32,
        /// So many there are.
        total: u32,
    },
    /// Done for now; there may be more to fetch.
    Done {
        /// How far back is searched now.
        coverage: CoverageView,
    },
    /// It did not go on.
    Failed {
        /// Why.
        problem: ProblemView,
    },
}

/// A file of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SharedFile {
    /// The event that has it.
    pub event_id: String,
    /// Who shared it.
    pub sender: String,
    /// Whether the person here did.
    pub own: bool,
    /// When, milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub at_ms: u64,
    /// The file.
    pub file: FileView,
}

/// Files of a conversation, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SharedFiles {
    /// The files.
    pub files: Vec<SharedFile>,
    /// Where to go on from, if there are more.
    pub behind: Option<String>,
    /// How far back was looked.
    pub coverage: CoverageView,
}
