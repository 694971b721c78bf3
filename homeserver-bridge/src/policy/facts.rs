//! What a ruling depends on: facts of a room, read from its state, and facts of who acts.

use std::collections::BTreeSet;

use bridge_api::events::{ACCESS_RULES, ROOM_LABEL};
use serde_json::Value;

use super::administration::{Administration, Origin};
use super::levels::{Levels, power_level};

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
    /// Content of `m.room.power_levels`, if the room has it.
    pub levels: Option<Value>,
    /// Who is in the room or invited, as far as the state tells: all of them in a direct conversation.
    pub people: BTreeSet<String>,
}

impl RoomFacts {
    /// From state events, `[{type, state_key, content}]`. What a room has from the one that it replaces counts as its own.
    pub fn from_state(state: &[Value]) -> Self {
        let find = |kind: &str| {
            let mut found = state.iter().filter(|event| event["type"] == kind && event["state_key"] == "");
            found.next().map(|event| &event["content"])
        };
        let access = find(ACCESS_RULES);
        let join_rules = find("m.room.join_rules");
        let public_join = join_rules.is_some_and(|content| content["join_rule"] == "public");
        // The access rule's visibility never changes, so it outweighs a join rule; without one (a room older than the
        // rules) the join rule tells.
        let public = access.and_then(|content| content["visibility"].as_str()).map_or(public_join, |v| v == "public");
        let there = |event: &&Value| {
            let membership = event["content"]["membership"].as_str();
            event["type"] == "m.room.member" && matches!(membership, Some("join" | "invite"))
        };
        let people = state.iter().filter(there).filter_map(|event| event["state_key"].as_str());
        Self {
            being_created: access.is_none() && join_rules.is_none(),
            public,
            encryption: find("m.room.encryption").cloned(),
            rule: access.and_then(|content| content["rule"].as_str()).and_then(Rule::from_word),
            labelled_restricted: find(ROOM_LABEL).is_some_and(|content| content["label"] == "restricted"),
            levels: find("m.room.power_levels").cloned(),
            people: people.map(str::to_owned).collect(),
        }
    }

    /// Whether people from outside may be in the room.
    pub fn admits_externals(&self) -> bool {
        !self.public && matches!(self.rule, Some(Rule::Unrestricted | Rule::Direct))
    }
}

/// What is known of who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorFacts {
    /// Where they come from.
    pub origin: Origin,
    /// Administers the room in question.
    pub administers: bool,
    /// Administers it or keeps order in it.
    pub manages: bool,
}

impl ActorFacts {
    /// Of a user in a room with this state.
    pub fn in_room(user_id: &str, administration: &Administration<'_>, state: &[Value]) -> Self {
        let administers = administers(user_id, state);
        let manages = administers || power_level(user_id, state) >= MODERATOR;
        Self { origin: administration.origin(user_id), administers, manages }
    }

    /// Whether they come from outside the administration, or nobody knows from where.
    pub fn is_outsider(&self) -> bool {
        self.origin != Origin::Ministry
    }
}

/// From this level on somebody keeps order in a room.
pub const MODERATOR: i64 = 50;
/// From this level on somebody administers it.
pub const ADMINISTRATOR: i64 = 100;

/// Whether the user has the power of a room's administrator: power level 100, or creator where creators stand above
/// levels (room version 12 and later).
pub fn administers(user_id: &str, state: &[Value]) -> bool {
    creators(state).any(|creator| creator == user_id) || power_level(user_id, state) >= ADMINISTRATOR
}

/// All who administer a room with this state, whether they are in it or not.
pub fn administrators(state: &[Value]) -> BTreeSet<String> {
    let levels = state.iter().find(|event| event["type"] == "m.room.power_levels" && event["state_key"] == "");
    let levels = levels.and_then(|event| Levels::read(&event["content"]));
    let named = levels.into_iter().flat_map(Levels::named).filter(|user| administers(user, state));
    creators(state).chain(named).map(str::to_owned).collect()
}

/// The creators of a room in which they stand above levels, and may not stand among them.
fn creators(state: &[Value]) -> impl Iterator<Item = &str> {
    let create = state.iter().find(|event| event["type"] == "m.room.create" && event["state_key"] == "");
    let create = create.filter(|event| !old_version(&event["content"]));
    let named = create.and_then(|event| event["content"]["additional_creators"].as_array()).into_iter().flatten();
    create.and_then(|event| event["sender"].as_str()).into_iter().chain(named.filter_map(Value::as_str))
}

/// Whether creators stand among the levels in a room whose first event has this content.
pub(super) fn old_version(create: &Value) -> bool {
    let version = create["room_version"].as_str().unwrap_or("1");
    matches!(version, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "10" | "11")
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
        assert!(administers("@c:x", std::slice::from_ref(&levels)));
        let all = administrators(&[create("12"), levels.clone()]);
        assert_eq!(all.iter().map(String::as_str).collect::<Vec<_>>(), ["@a:x", "@b:x", "@c:x"]);
        assert_eq!(administrators(&[create("11"), levels]).len(), 1);
    }
}
