//! What a ruling depends on: facts of a room, read from its state, and facts of who acts.

use bridge_api::events::{ACCESS_RULES, ROOM_LABEL};
use serde_json::Value;

/// Who may enter a room (contract, section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Staff only.
    Restricted,
    /// External people too, by invitation.
    Unrestricted,
    /// The people of a direct conversation.
    Direct,
}

impl Rule {
    /// From the word in the event.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "restricted" => Some(Self::Restricted),
            "unrestricted" => Some(Self::Unrestricted),
            "direct" => Some(Self::Direct),
            _ => None,
        }
    }

    /// The word in the event.
    pub fn word(self) -> &'static str {
        match self {
            Self::Restricted => "restricted",
            Self::Unrestricted => "unrestricted",
            Self::Direct => "direct",
        }
    }
}

/// What the state of a room says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomFacts {
    /// The homeserver is still writing the room's first events, which were judged when it was asked for.
    pub being_created: bool,
    /// Everybody of the administration may enter and read.
    pub public: bool,
    /// Content of `m.room.encryption`, if the room has it.
    pub encryption: Option<Value>,
    /// The access rule, if the room has one.
    pub rule: Option<Rule>,
    /// Labelled restricted.
    pub labelled_restricted: bool,
}

impl RoomFacts {
    /// From state events, `[{type, state_key, content}]`.
    pub fn from_state(state: &[Value]) -> Self {
        let find = |kind: &str| {
            let mut found = state.iter().filter(|event| event["type"] == kind && event["state_key"] == "");
            found.next().map(|event| &event["content"])
        };
        let access = find(ACCESS_RULES);
        let join_rules = find("m.room.join_rules");
        let public_join = join_rules.is_some_and(|content| content["join_rule"] == "public");
        // The access rule's visibility never changes, so it outweighs a join rule; without one (a room made by an
        // upgrade) the join rule tells.
        let public = access.and_then(|content| content["visibility"].as_str()).map_or(public_join, |v| v == "public");
        Self {
            being_created: access.is_none() && join_rules.is_none(),
            public,
            encryption: find("m.room.encryption").cloned(),
            rule: access.and_then(|content| content["rule"].as_str()).and_then(Rule::from_word),
            labelled_restricted: find(ROOM_LABEL).is_some_and(|content| content["label"] == "restricted"),
        }
    }
}

/// What is known of who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorFacts {
    /// Comes from outside the administration, or nobody knows from where.
    pub external: bool,
    /// Administers the room in question.
    pub administers: bool,
}

impl ActorFacts {
    /// Of a user in a room with this state.
    pub fn in_room(user_id: &str, external: bool, state: &[Value]) -> Self {
        Self { external, administers: administers(user_id, state) }
    }
}

/// Whether the user has the power of a room's administrator: power level 100, or creator where creators stand above
/// levels (room version 12 and later).
pub fn administers(user_id: &str, state: &[Value]) -> bool {
    is_creator_above_levels(user_id, state) || power_level(user_id, state) >= 100
}

/// Whether the user is a creator of a room in which creators stand above levels, and may not stand among them.
fn is_creator_above_levels(user_id: &str, state: &[Value]) -> bool {
    let create = state.iter().find(|event| event["type"] == "m.room.create" && event["state_key"] == "");
    let version = create.and_then(|event| event["content"]["room_version"].as_str()).unwrap_or("1");
    if matches!(version, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "10" | "11") {
        return false;
    }
    let created = create.is_some_and(|event| event["sender"] == user_id);
    let named = create.and_then(|event| event["content"]["additional_creators"].as_array());
    created || named.is_some_and(|creators| creators.iter().any(|creator| creator == user_id))
}

/// The user's power level as the room's power levels state it; old rooms may hold it as text.
pub fn power_level(user_id: &str, state: &[Value]) -> i64 {
    let mut found = state.iter().filter(|event| event["type"] == "m.room.power_levels" && event["state_key"] == "");
    let Some(levels) = found.next().map(|event| &event["content"]) else { return 0 };
    let own = levels["users"].get(user_id).or_else(|| levels.get("users_default"));
    own.and_then(|level| level.as_i64().or_else(|| level.as_str()?.trim().parse().ok())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_access_rule_outweighs_the_join_rule() {
        let join = json!({"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "public"}});
        assert!(RoomFacts::from_state(std::slice::from_ref(&join)).public);
        let access = json!({"type": ACCESS_RULES, "state_key": "",
            "content": {"rule": "restricted", "visibility": "private"}});
        let facts = RoomFacts::from_state(&[join, access]);
        assert!(!facts.public);
        assert_eq!(facts.rule, Some(Rule::Restricted));
        assert!(RoomFacts::from_state(&[]).being_created);
    }

    #[test]
    fn a_creator_administers_from_room_version_12_on() {
        let create = |version: &str| {
            json!({"type": "m.room.create", "state_key": "", "sender": "@a:x",
                "content": {"room_version": version, "additional_creators": ["@b:x"]}})
        };
        let levels = json!({"type": "m.room.power_levels", "state_key": "", "content": {"users": {"@c:x": 100}}});
        let table = [("12", "@a:x", true), ("12", "@b:x", true), ("11", "@a:x", false), ("12", "@d:x", false)];
        for (version, user, expected) in table {
            assert_eq!(administers(user, &[create(version), levels.clone()]), expected, "{version} {user}");
        }
        assert!(administers("@c:x", &[levels]));
    }
}
