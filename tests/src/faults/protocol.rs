//! What a client runner is told and what it says: one JSON object a line.

use client_core::view::ProblemView;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A line to a runner.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    /// Comes back with the answer.
    pub id: u64,
    /// What to do.
    #[serde(rename = "do")]
    pub command: Command,
}

/// What a person does with a client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Opens the data folder; answers how it begins.
    Start,
    /// Asks for a code by mail.
    SignUp {
        /// Work email.
        email: String,
    },
    /// Makes the account and signs in; answers the session.
    Confirm {
        /// Work email.
        email: String,
        /// The mailed code.
        code: String,
        /// The password.
        password: String,
    },
    /// Signs in; answers the session.
    SignIn {
        /// Work email.
        email: String,
        /// The password.
        password: String,
    },
    /// Makes a private room; answers its id.
    CreateRoom {
        /// Its name.
        name: String,
        /// Who is invited.
        invite: Vec<String>,
    },
    /// Invites somebody.
    Invite {
        /// The room.
        room: String,
        /// Who.
        user: String,
    },
    /// Accepts an invitation.
    Accept {
        /// The room.
        room: String,
    },
    /// Leaves a room.
    Leave {
        /// The room.
        room: String,
    },
    /// Who is in a room; answers their ids, without those who are only invited.
    Members {
        /// The room.
        room: String,
    },
    /// Writes. Answers when the client has taken it: from then on it may not be lost.
    Send {
        /// The room.
        room: String,
        /// The words.
        text: String,
    },
    /// Answers a [`Reading`].
    Read {
        /// The room.
        room: String,
        /// Loads older messages until the beginning first.
        whole: bool,
    },
    /// Turns away from a room, so that the next reading shows it anew; with `closed` the conversation itself is closed.
    LookAway {
        /// The room.
        room: String,
        /// Closes the conversation too.
        closed: bool,
    },
    /// Presses "send again" at every message that has failed.
    SendAgain {
        /// The room.
        room: String,
    },
    /// Answers a [`Standing`].
    Standing,
    /// Makes the recovery key; answers it.
    MakeRecoveryKey,
    /// Enters the recovery key.
    Recover {
        /// The key.
        key: String,
    },
    /// Signs out.
    SignOut,
    /// Ends the program as closing it does.
    Stop,
}

/// A line from a runner.
#[derive(Debug, Serialize, Deserialize)]
pub struct Line {
    /// Which order it is about.
    pub id: u64,
    /// What it says.
    pub said: Said,
}

/// What a runner says about an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// It is being done.
    Begun,
    /// It is done.
    Done(Value),
    /// It cannot be done, as a person is told.
    Problem(ProblemView),
}

/// What somebody sees in a room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Messages with words, in order.
    pub messages: Vec<ReadMessage>,
    /// Messages that cannot be read: the event's id, and why.
    pub undecryptable: Vec<(String, String)>,
    /// Whether the beginning of the room is loaded.
    pub complete: bool,
}

/// A message that can be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadMessage {
    /// The event's id, once the server has it.
    pub event_id: Option<String>,
    /// The words.
    pub text: String,
    /// The Matrix id of whom it is shown as from.
    pub sender: String,
    /// Whether the person here wrote it.
    pub own: bool,
    /// How far it is: the name of a state of delivery.
    pub delivery: String,
    /// The name of the warning that stands beside it, if any.
    pub warning: Option<String>,
}

/// How a client stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The name of the state of the account's trust.
    pub trust: String,
    /// The name of the connection's state.
    pub connection: String,
}
