//! People from outside, as the colleague sees them who answers for them.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What became of an address that was invited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ExternalLine {
    /// The address as it was given.
    pub email: String,
    /// What became of it.
    pub outcome: ExternalOutcome,
}

/// What became of an address that was invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExternalOutcome {
    /// Somebody new: a mail is on its way.
    Mailed,
    /// Somebody who has an account already: the invitation is in their client.
    Invited,
    /// In the room already, or invited before.
    AlreadyThere,
    /// No mail address.
    BadEmail,
    /// The address is that of an organisation inside: to be found in the directory.
    Internal,
    /// The address twice in one list.
    Twice,
    /// Their account has ended or is suspended: it must be renewed first.
    Ended,
    /// As many as one may invite on one day.
    TooMany,
    /// It did not work now.
    Failed,
}

/// Somebody from outside whom the person here answers for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ExternalView {
    /// Stands for them when their time is renewed or ended.
    pub id: String,
    /// Their address.
    pub email: String,
    /// Their name; empty if they have not given one.
    pub name: String,
    /// How it stands.
    pub state: ExternalStanding,
    /// When the account ends, in milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub until_ms: u64,
    /// The names of the rooms that they were invited to, as far as the person here is in them.
    pub rooms: Vec<String>,
}

/// How somebody from outside stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExternalStanding {
    /// Has not signed up yet.
    Invited,
    /// Takes part.
    Active,
    /// Has ended; may be renewed.
    Ended,
}
