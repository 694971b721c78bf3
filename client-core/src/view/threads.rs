//! Threads: answers to one message that stand apart from the conversation; and which part of a conversation is shown.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A part of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum TimelinePart {
    /// All of it but the answers in threads, from its end on.
    #[default]
    Whole,
    /// A message with the answers in its thread.
    Thread {
        /// The message.
        root: String,
    },
    /// The messages around one of them.
    Around {
        /// The message.
        event: String,
    },
}

/// What a message tells of the thread that begins with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ThreadView {
    /// How many answers.
    pub answers: u32,
    /// How many of them have not been read, as far as this device knows.
    pub unread: u32,
    /// The newest one, if it is known.
    pub last: Option<AnswerView>,
}

/// One message in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct AnswerView {
    /// Who wrote it.
    pub sender: String,
    /// One line of it; empty if it cannot be read.
    pub text: String,
    /// Milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub at_ms: u64,
}

/// A thread of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ThreadEntry {
    /// The message that it begins with.
    pub root_id: String,
    /// That message in one line.
    pub root: AnswerView,
    /// The answers.
    pub thread: ThreadView,
}
