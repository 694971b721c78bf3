//! Who administers a room after somebody has left: a pure function of the room's facts, tested as a table.
//!
//! Only people of the administration whose account is in use count, as administrators and as successors: never people
//! from outside, nor somebody who is leaving too.

use std::collections::{BTreeMap, HashSet};

use bridge_api::events::ACCESS_RULES;
use serde_json::{Value, json};

use crate::policy::{ADMINISTRATOR, MODERATOR, administers, power_level};

/// What is known of a room.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// Create event, power levels and access rule.
    pub(super) state: Vec<Value>,
    /// Who is in it besides the leaver, of those who count.
    pub(super) members: HashSet<String>,
    /// Since when, milliseconds since the Unix epoch; asked for only when nobody keeps order.
    pub(super) since: Option<BTreeMap<String, i64>>,
}

/// What has to be done before somebody leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Handover {
    /// Nothing: somebody else administers the room too, or it is a conversation of two.
    NotNeeded,
    /// These become administrators.
    Promote(Vec<String>),
    /// It is not known yet who has been there longest.
    AskSince,
    /// Nobody who counts is left.
    Nobody,
}

/// Judges who follows an administrator who goes or steps down; what the levels still say of them does not count.
pub(super) fn decide(leaver: &str, facts: &Facts) -> Handover {
    let direct = |event: &Value| event["type"] == ACCESS_RULES && event["content"]["rule"] == "direct";
    if facts.state.iter().any(direct) {
        return Handover::NotNeeded;
    }
    let members = || facts.members.iter().filter(|member| *member != leaver);
    if members().any(|member| administers(member, &facts.state)) {
        return Handover::NotNeeded;
    }
    let mut moderators: Vec<String> =
        members().filter(|member| power_level(member, &facts.state) >= MODERATOR).cloned().collect();
    if !moderators.is_empty() {
        moderators.sort();
        return Handover::Promote(moderators);
    }
    if members().next().is_none() {
        return Handover::Nobody;
    }
    let Some(since) = &facts.since else { return Handover::AskSince };
    let longest = members().min_by_key(|member| (since.get(*member).copied().unwrap_or(i64::MAX), *member));
    longest.map_or(Handover::Nobody, |member| Handover::Promote(vec![member.clone()]))
}

/// The room's power levels with these administrators in it.
pub(super) fn promoted(facts: &Facts, successors: &[String]) -> Value {
    let found = facts.state.iter().find(|event| event["type"] == "m.room.power_levels");
    let mut content = found.map(|event| event["content"].clone()).filter(Value::is_object).unwrap_or_else(|| json!({}));
    if !content["users"].is_object() {
        content["users"] = json!({});
    }
    for successor in successors {
        content["users"][successor.as_str()] = json!(ADMINISTRATOR);
    }
    content
}

/// Since when each member has been in the room without a break: from the changes of membership, oldest first, and for
/// those whose entry is no longer known from the state.
pub(super) fn since(events: &[Value], state: &[Value]) -> BTreeMap<String, i64> {
    let mut since = BTreeMap::new();
    for event in events {
        let (Some(user), Some(at)) = (event["state_key"].as_str(), event["origin_server_ts"].as_i64()) else {
            continue;
        };
        if event["content"]["membership"] == "join" {
            since.entry(user.to_owned()).or_insert(at);
        } else {
            since.remove(user);
        }
    }
    for event in state.iter().filter(|event| event["content"]["membership"] == "join") {
        if let (Some(user), Some(at)) = (event["state_key"].as_str(), event["origin_server_ts"].as_i64()) {
            since.entry(user.to_owned()).or_insert(at);
        }
    }
    since
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAVER: &str = "@l:x";

    fn room(version: &str, creator: &str, users: Value, members: &[&str]) -> Facts {
        Facts {
            state: vec![
                json!({"type": "m.room.create", "state_key": "", "sender": creator,
                    "content": {"room_version": version, "additional_creators": ["@second:x"]}}),
                json!({"type": "m.room.power_levels", "state_key": "", "content": {"users": users}}),
            ],
            members: members.iter().map(|m| (*m).to_owned()).collect(),
            since: Some([("@b:x".to_owned(), 1), ("@a:x".to_owned(), 2)].into()),
        }
    }

    #[test]
    fn who_follows() {
        let promote = |users: &[&str]| Handover::Promote(users.iter().map(|u| (*u).to_owned()).collect());
        let none = || json!({});
        for (what, facts, expected) in [
            ("a creator of today", room("12", LEAVER, none(), &["@a:x"]), promote(&["@a:x"])),
            ("the second creator stays", room("12", LEAVER, none(), &["@second:x"]), Handover::NotNeeded),
            ("a creator who is gone", room("12", "@c:x", json!({LEAVER: 100}), &["@a:x"]), promote(&["@a:x"])),
            ("a creator who is there", room("12", "@c:x", json!({LEAVER: 100}), &["@c:x"]), Handover::NotNeeded),
            ("another one", room("11", "@c:x", json!({LEAVER: 100, "@a:x": 100}), &["@a:x"]), Handover::NotNeeded),
            (
                "another one who left",
                room("11", "@c:x", json!({LEAVER: 100, "@a:x": 100}), &["@b:x"]),
                promote(&["@b:x"]),
            ),
            ("as text", room("9", "@c:x", json!({LEAVER: "100", "@a:x": "50"}), &["@a:x", "@b:x"]), promote(&["@a:x"])),
            (
                "moderators before members",
                room("12", LEAVER, json!({"@m:x": 50, "@n:x": 75}), &["@n:x", "@b:x", "@m:x"]),
                promote(&["@m:x", "@n:x"]),
            ),
            ("the longest-standing member", room("12", LEAVER, none(), &["@a:x", "@b:x"]), promote(&["@b:x"])),
            ("who came unseen comes last", room("12", LEAVER, none(), &["@0:x", "@a:x"]), promote(&["@a:x"])),
            ("nobody who counts", room("12", LEAVER, json!({"@extern:y": 100}), &[]), Handover::Nobody),
            ("the leaver does not count", room("12", LEAVER, none(), &[LEAVER]), Handover::Nobody),
        ] {
            assert_eq!(decide(LEAVER, &facts), expected, "{what}");
        }
        let mut unknown = room("12", LEAVER, none(), &["@a:x"]);
        unknown.since = None;
        assert_eq!(decide(LEAVER, &unknown), Handover::AskSince);
        let mut direct = room("12", LEAVER, none(), &["@a:x"]);
        direct.state.push(json!({"type": ACCESS_RULES, "state_key": "", "content": {"rule": "direct"}}));
        assert_eq!(decide(LEAVER, &direct), Handover::NotNeeded);
    }

    #[test]
    fn everything_else_in_the_power_levels_stays_and_creators_do_not_come_into_them() {
        let mut facts = room("12", LEAVER, json!({"@a:x": 50}), &["@a:x"]);
        facts.state[1]["content"]["ban"] = json!(75);
        let content = promoted(&facts, &["@a:x".to_owned()]);
        assert_eq!(content, json!({"ban": 75, "users": {"@a:x": 100}}));
        facts.state.truncate(1);
        let content = promoted(&facts, &["@a:x".to_owned()]);
        assert_eq!(content, json!({"users": {"@a:x": 100}}));
    }

    #[test]
    fn a_new_display_name_is_no_new_entry_but_a_return_is() {
        let event = |user: &str, membership: &str, at: i64| json!({"state_key": user, "origin_server_ts": at, "content": {"membership": membership}});
        let events = [
            event("@a:x", "invite", 0),
            event("@a:x", "join", 1),
            event("@a:x", "join", 9),
            event("@b:x", "join", 2),
            event("@b:x", "leave", 3),
            event("@b:x", "join", 4),
        ];
        let state = [event("@a:x", "join", 9), event("@c:x", "join", 5), event("@d:x", "leave", 1)];
        let expected = [("@a:x".to_owned(), 1), ("@b:x".to_owned(), 4), ("@c:x".to_owned(), 5)];
        assert_eq!(since(&events, &state), expected.into());
    }
}
