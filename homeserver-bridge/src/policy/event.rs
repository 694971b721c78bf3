//! The events that a rule looks at, read from their wire form.

use bridge_api::events::{ACCESS_RULES, ROOM_LABEL};
use serde_json::Value;

use super::administration::{Administration, Origin};
use super::facts::old_version;

/// Something that is about to happen in a room.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A message that anybody on the way can read.
    Plaintext,
    /// A message that only the members' devices can read.
    Encrypted,
    /// A sign under a message; in clear by design of the protocol, and holds no text.
    Reaction,
    /// The room's rules or its looks change.
    State(StateChange),
    /// The actor invites somebody.
    Invite {
        /// Who is invited.
        target: String,
        /// Where from.
        origin: Origin,
        /// The bridge asks, for the new account of somebody who has moved.
        moves: bool,
    },
    /// An invitation comes from another homeserver; the room is not known here yet.
    InviteFromAfar {
        /// Where the invited person is from.
        origin: Origin,
    },
    /// Somebody is invited by an address, which may be anybody's.
    InviteByAddress,
    /// The actor enters.
    Join {
        /// Whether an invitation brought them here.
        invited: bool,
    },
    /// The actor asks to be let in.
    Knock,
    /// The actor goes.
    Leave,
    /// The actor removes or bans somebody else.
    Remove,
    /// The actor puts the room into the list that everybody sees, or takes it out.
    List,
    /// The actor gives a room an address that everybody can read.
    Alias,
    /// No rule looks at this.
    Other,
}

/// A change of the room's rules: the new content.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum StateChange {
    /// The first event of a room.
    Create {
        /// Its version is one in which creators stand among the levels.
        old_version: bool,
        /// Somebody who is not from inside would be a creator.
        outsiders_create: bool,
    },
    Encryption(Value),
    JoinRules(Value),
    HistoryVisibility(Value),
    GuestAccess(Value),
    AccessRules(Value),
    Label(Value),
    PowerLevels {
        content: Value,
        /// Those among the named who are not from inside.
        outsiders: Vec<String>,
    },
    Retention {
        content: Value,
        /// How long messages of public rooms may be kept, in milliseconds.
        at_most: Option<u64>,
    },
    ServerAcl {
        /// A ministry could not take part any more.
        shuts_out: bool,
    },
    Tombstone,
    /// Name, topic and whatever else no rule but the room's own levels is for.
    Looks,
}

impl Event {
    /// From an event as the homeserver sends it, and the state of the room as far as a rule needs it. Whatever is no state
    /// and not encrypted is text in clear, also types that nobody knows yet.
    pub fn from_wire(event: &Value, state: &[Value], administration: &Administration<'_>) -> Self {
        let kind = event["type"].as_str().unwrap_or_default();
        let Some(key) = event.get("state_key").filter(|key| !key.is_null()) else {
            return match kind {
                "m.room.encrypted" => Self::Encrypted,
                "m.reaction" => Self::Reaction,
                "m.room.redaction" => Self::Other,
                _ => Self::Plaintext,
            };
        };
        let (key, sender) = (key.as_str().unwrap_or("\0"), event["sender"].as_str().unwrap_or_default());
        match kind {
            "m.room.member" => membership(event, key, sender, state),
            "m.room.third_party_invite" => Self::InviteByAddress,
            _ if key.is_empty() => Self::State(StateChange::from_wire(kind, &event["content"], administration)),
            // What everybody says of themselves, such as that they take part in a call.
            _ if !sender.is_empty() && key.contains(sender) => Self::Other,
            _ => Self::State(StateChange::Looks),
        }
    }
}

fn membership(event: &Value, of: &str, sender: &str, state: &[Value]) -> Event {
    let own = of == sender;
    match event["content"]["membership"].as_str() {
        Some("join") => {
            let was = state.iter().find(|one| one["type"] == "m.room.member" && one["state_key"] == of);
            match was.and_then(|one| one["content"]["membership"].as_str()) {
                // A new name or picture of somebody who is there already.
                Some("join") if own => Event::Other,
                was => Event::Join { invited: was == Some("invite") },
            }
        }
        Some("knock") => Event::Knock,
        Some("leave") if own => Event::Leave,
        Some("leave" | "ban") => Event::Remove,
        _ => Event::Other,
    }
}

impl StateChange {
    fn from_wire(kind: &str, content: &Value, administration: &Administration<'_>) -> Self {
        let taken = || content.clone();
        match kind {
            "m.room.create" => {
                let creators = content["additional_creators"].as_array().into_iter().flatten();
                let outsider = |one: &Value| !one.as_str().is_some_and(|user| administration.is_internal(user));
                let outsiders_create = creators.into_iter().any(outsider);
                Self::Create { old_version: old_version(content), outsiders_create }
            }
            "m.room.encryption" => Self::Encryption(taken()),
            "m.room.join_rules" => Self::JoinRules(taken()),
            "m.room.history_visibility" => Self::HistoryVisibility(taken()),
            "m.room.guest_access" => Self::GuestAccess(taken()),
            ACCESS_RULES => Self::AccessRules(taken()),
            ROOM_LABEL => Self::Label(taken()),
            "m.room.power_levels" => {
                let users = content["users"].as_object().into_iter().flatten().map(|(user, _)| user);
                let outsiders = users.filter(|user| !administration.is_internal(user)).cloned().collect();
                Self::PowerLevels { content: taken(), outsiders }
            }
            "m.room.retention" => Self::Retention { content: taken(), at_most: administration.public_retention_ms() },
            "m.room.server_acl" => Self::ServerAcl { shuts_out: administration.is_shut_out_by(content) },
            "m.room.tombstone" => Self::Tombstone,
            _ => Self::Looks,
        }
    }
}
