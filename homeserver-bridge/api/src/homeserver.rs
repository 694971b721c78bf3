//! What our Synapse module asks the bridge: `/_depesha/homeserver/v1/<callback>` (contract, section 8).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::ServerName;

/// Body of `on_create_room`: a local user asks for a new room.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateRoomRequest {
    /// Who asks.
    pub user_id: String,
    /// The body of `POST /createRoom` as the client sent it.
    pub content: Value,
    /// Whether the homeserver holds the user for a server administrator.
    pub is_admin: bool,
}

/// Answer: either refused, or the content to create the room with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateRoomResponse {
    /// Whether the room may be created.
    pub allow: bool,
    /// Why not: one sentence for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The content to use instead, if the policy changed something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Value>,
}

/// Body of `check_event_allowed`: an event is about to enter a room.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CheckEventRequest {
    /// The event (type, sender, content, state_key, room_id).
    pub event: Value,
    /// The current state that a rule may need: `[{type, state_key, sender, content}]`. For a room that replaces another
    /// and has no rules of its own yet, with that one's rules.
    pub state: Vec<Value>,
}

/// Body of `user_may_invite`, `user_may_join_room` and the like.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MembershipRequest {
    /// Who acts.
    pub user_id: String,
    /// The room.
    pub room_id: String,
    /// Whom it concerns, if somebody else.
    #[serde(default)]
    pub target: Option<String>,
    /// Whether an invitation brought the user here.
    #[serde(default)]
    pub invited: bool,
    /// Whether the bridge itself acts in the user's name, because they move to another account.
    #[serde(default)]
    pub by_bridge: bool,
    /// The room's state that a rule may need, as in [`CheckEventRequest`]; without it a room counts as one that nobody
    /// from outside may enter.
    #[serde(default)]
    pub state: Vec<Value>,
}

/// Body of `check_login`: a local user is about to get a session, whatever the way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignInRequest {
    /// Who.
    pub user_id: String,
    /// The identity provider that brought them, as the homeserver calls it; none for a password.
    #[serde(default)]
    pub auth_provider: Option<String>,
}

/// Body of `sign_in_with_provider`: an identity provider has vouched for somebody.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProviderSignInRequest {
    /// The provider's key in the configuration.
    pub provider: String,
    /// What the provider calls the person, for good.
    pub subject: String,
    /// Those of its claims that the configuration asks for.
    pub claims: serde_json::Map<String, Value>,
}

/// Answer to it. When it is allowed, the homeserver's account already leads back from the subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderSignInResponse {
    /// Whether the person may go on.
    pub allow: bool,
    /// The account that they get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Why not, and what to do: the same sentences in English, French and Ukrainian, a line each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Answer of `GET /_depesha/homeserver/v1/admitted`: whose events our module takes. It asks every few seconds, so that an
/// event costs no question for that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admitted {
    /// The homeservers; what another one sends is dropped.
    pub servers: Vec<ServerName>,
}

/// Answer of every callback but the one for new rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Whether it may happen.
    pub allow: bool,
    /// Why not: one sentence for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// For an event: the content that it shall have instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Value>,
}
