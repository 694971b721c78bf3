//! Whether a message may go on to another conversation.

use serde::{Deserialize, Serialize};
use specta::Type;

/// How what was said in one conversation may go to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PassageView {
    /// Freely.
    Free,
    /// Once the person knows that people from outside read it there.
    Externals,
    /// Once the person knows that everybody reads it there, and that it is not encrypted.
    Public,
    /// Once the person knows that it leaves a room that is labelled restricted.
    Unlabelled,
    /// Not at all: it stands in a room that is labelled restricted.
    Closed,
}
