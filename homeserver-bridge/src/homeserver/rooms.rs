//! What the bridge asks of a homeserver about rooms: who is in which, and the few acts in the name of an account whose
//! owner cannot act any more.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use super::HomeserverError;

/// Where a user stands in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Membership {
    /// In it.
    Joined,
    /// Invited.
    Invited,
    /// Asks to be let in.
    Knocking,
    /// Out of it: left, removed or banned.
    Out,
}

impl Membership {
    /// From the word in the event.
    pub fn from_word(word: &str) -> Self {
        match word {
            "join" => Self::Joined,
            "invite" => Self::Invited,
            "knock" => Self::Knocking,
            _ => Self::Out,
        }
    }

    /// The word for it in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Joined => "join",
            Self::Invited => "invite",
            Self::Knocking => "knock",
            Self::Out => "leave",
        }
    }
}

/// Rooms by their ids.
pub type Memberships = BTreeMap<String, Membership>;

/// Rooms as a homeserver knows them. Everything is idempotent as far as it changes something.
#[async_trait]
pub trait Rooms: Send + Sync {
    /// The rooms that an account of this homeserver is in, invited to, or knocks at: also rooms of others to which the
    /// homeserver itself does not belong yet.
    async fn own_rooms(&self, user_id: &str) -> Result<Memberships, HomeserverError>;
    /// What this homeserver knows of a user of any homeserver, in the rooms that it belongs to.
    async fn rooms_seen(&self, user_id: &str) -> Result<Memberships, HomeserverError>;
    /// The state events of one type in a room: `[{type, state_key, sender, content, origin_server_ts}]`.
    async fn room_state(&self, room_id: &str, kind: &str) -> Result<Vec<Value>, HomeserverError>;
    /// The changes of membership in a room that the homeserver still has, oldest first.
    async fn member_events(&self, room_id: &str) -> Result<Vec<Value>, HomeserverError>;
    /// Leaves the room, refuses the invitation or takes the knock back, in the account's name.
    async fn leave_room(&self, user_id: &str, room_id: &str) -> Result<(), HomeserverError>;
    /// Sends the room's power levels, in the account's name.
    async fn set_power_levels(&self, user_id: &str, room_id: &str, content: &Value) -> Result<(), HomeserverError>;
    /// Invites somebody, in the account's name.
    async fn invite_to_room(&self, user_id: &str, room_id: &str, target: &str) -> Result<(), HomeserverError>;
    /// Closes the account for good: nobody can sign in to it, and its id is never free again. What it wrote stays.
    async fn close_account(&self, user_id: &str) -> Result<(), HomeserverError>;
}

/// The homeserver's own pace: a pause when it says that it is asked too fast.
const TOO_FAST: Duration = Duration::from_secs(1);

/// Does it again while the homeserver says that it is asked too fast, a few times.
///
/// # Errors
/// What the last try came to.
pub async fn patiently<F, T>(act: impl Fn() -> F) -> Result<T, HomeserverError>
where
    F: Future<Output = Result<T, HomeserverError>>,
{
    for _ in 0..5 {
        match act().await {
            Err(HomeserverError::Refused { status: 429, .. }) => tokio::time::sleep(TOO_FAST).await,
            other => return other,
        }
    }
    act().await
}
