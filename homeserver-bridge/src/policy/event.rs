//! The events that a rule looks at, read from their wire form.

use bridge_api::events::{ACCESS_RULES, ROOM_LABEL};
use serde_json::Value;

/// Something that is about to happen in a room.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A message that anybody on the way can read.
    Plaintext,
    /// A change of the room's rules.
    State(StateChange),
    /// Somebody is invited.
    Invite {
        /// Whether the invited person comes from outside.
        external: bool,
    },
    /// The actor enters.
    Join {
        /// Whether an invitation brought them here.
        invited: bool,
    },
    /// No rule looks at this.
    Other,
}

/// A change of the room's rules: the new content.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum StateChange {
    Encryption(Value),
    JoinRules(Value),
    HistoryVisibility(Value),
    GuestAccess(Value),
    AccessRules(Value),
    Label(Value),
    PowerLevels,
}

impl Event {
    /// From an event as the homeserver sends it. Whatever is no state and not encrypted is text in clear, also types that
    /// nobody knows yet; reactions and redactions alone are in clear by design of the protocol, and hold no text.
    pub fn from_wire(event: &Value) -> Self {
        let content = || event["content"].clone();
        let kind = event["type"].as_str().unwrap_or_default();
        if event["state_key"].is_null() {
            let by_design = matches!(kind, "m.room.encrypted" | "m.reaction" | "m.room.redaction");
            return if by_design { Self::Other } else { Self::Plaintext };
        }
        if event["state_key"] != "" {
            return Self::Other;
        }
        Self::State(match kind {
            "m.room.encryption" => StateChange::Encryption(content()),
            "m.room.join_rules" => StateChange::JoinRules(content()),
            "m.room.history_visibility" => StateChange::HistoryVisibility(content()),
            "m.room.guest_access" => StateChange::GuestAccess(content()),
            ACCESS_RULES => StateChange::AccessRules(content()),
            ROOM_LABEL => StateChange::Label(content()),
            "m.room.power_levels" => StateChange::PowerLevels,
            _ => return Self::Other,
        })
    }
}
