//! Messages that are to be sent at a time.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::account::ProblemView;
use super::timeline::Draft;

/// A message that is to be sent at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct LaterView {
    /// Names it.
    pub id: String,
    /// The room's id.
    pub room_id: String,
    /// The message that the thread begins with.
    pub thread: Option<String>,
    /// What is to be sent.
    pub draft: Draft,
    /// When, milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub at_ms: u64,
    /// How it stands.
    pub state: LaterState,
}

/// How it stands with a message that is to be sent at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum LaterState {
    /// It goes at its time, or as soon as there is a connection after it.
    Waiting,
    /// It is on its way and cannot be changed.
    Sending,
    /// Nobody knows whether it has arrived, and it is too long ago to ask: the person looks, and decides.
    Unsure,
    /// It has not gone.
    Held {
        /// Why.
        problem: ProblemView,
    },
}
