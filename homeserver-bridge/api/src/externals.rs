//! People from outside the administration: what an agent's client asks of the bridge. All routes want the access token of
//! somebody inside, and answer others with 403.

use serde::{Deserialize, Serialize};

/// The most addresses that one [`InviteExternals`] holds.
pub const MAX_INVITED: usize = 100;

/// Body of `POST /_depesha/v1/externals/invite`: invites people into one room, which must be open to externals and in
/// which the caller may invite. The caller becomes the sponsor of those who are new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteExternals {
    /// The room.
    pub room_id: String,
    /// Their addresses as they were typed or pasted, at most [`MAX_INVITED`].
    pub emails: Vec<String>,
    /// When their accounts end, in milliseconds since the Unix epoch; the configured time from now on if absent.
    #[serde(default)]
    pub until_ms: Option<u64>,
}

/// Answer: one line for each address, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedExternals {
    /// The lines.
    pub lines: Vec<InvitedLine>,
}

/// What became of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedLine {
    /// The address as it was given.
    pub email: String,
    /// What became of it.
    pub outcome: InviteOutcome,
}

/// What became of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InviteOutcome {
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
    /// The address twice in one request.
    Twice,
    /// Their account has ended or is suspended: it must be renewed first.
    Ended,
    /// The caller has invited as many today as one may.
    TooMany,
    /// It did not work now.
    Failed,
}

/// Answer of `GET /_depesha/v1/externals`: the people that the caller is sponsor of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SponsoredExternals {
    /// The next to end first.
    pub externals: Vec<SponsoredExternal>,
}

/// Somebody from outside, as the sponsor sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SponsoredExternal {
    /// Stands for them in the routes below.
    pub id: String,
    /// Their address.
    pub email: String,
    /// Their account, once they have signed up.
    pub user_id: Option<String>,
    /// Their name, once they have given one.
    pub name: Option<String>,
    /// How it stands.
    pub state: ExternalState,
    /// When the account ends, in milliseconds since the Unix epoch.
    pub until_ms: u64,
    /// The rooms that they were invited to.
    pub rooms: Vec<String>,
}

/// How somebody from outside stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExternalState {
    /// Has not signed up yet.
    Invited,
    /// Takes part.
    Active,
    /// The end date has passed, or somebody has ended it; the sponsor may renew it.
    Ended,
}

/// Body of `POST /_depesha/v1/externals/{id}/renew`. `POST …/{id}/end` has none. Both answer a [`SponsoredExternal`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewExternal {
    /// The new end, in milliseconds since the Unix epoch, at most the configured time from now on.
    pub until_ms: u64,
}
