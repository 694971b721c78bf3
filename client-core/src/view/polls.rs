//! Polls: a question with answers to choose from.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A poll as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PollView {
    /// The question.
    pub question: String,
    /// The answers, in the order of who asks.
    pub answers: Vec<PollAnswer>,
    /// How many answers one may choose.
    pub most: u32,
    /// How many have voted; none while the results are kept back.
    pub voters: Option<u32>,
    /// Whether nobody votes any more.
    pub ended: bool,
}

/// An answer of a poll.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PollAnswer {
    /// Names it in a vote.
    pub id: String,
    /// The words.
    pub text: String,
    /// How many chose it; none while the results are kept back.
    pub votes: Option<u32>,
    /// Whether the person here chose it.
    pub own: bool,
}

/// A poll to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct NewPoll {
    /// The question.
    pub question: String,
    /// Two to twenty answers.
    pub answers: Vec<String>,
    /// Whether one may choose several.
    pub several: bool,
    /// Whether the results show only when it has ended.
    pub at_end: bool,
}
