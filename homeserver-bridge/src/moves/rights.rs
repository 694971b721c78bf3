//! Whether an account may invite its successor to a room, and which rights the successor gets there: a pure function of the
//! room's state, tested as a table.

use serde_json::{Value, json};

use crate::policy::{administers, power_level};

const ADMINISTRATOR: i64 = 100;

/// What has to be done about the successor's rights.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Rights {
    /// They have them, as everybody has or because somebody gave them.
    NotNeeded,
    /// These are the room's new power levels.
    Give(Value),
    /// The old account may not give them.
    NotAllowed,
}

/// Whether the account may invite people to the room.
pub(super) fn may_invite(user: &str, state: &[Value]) -> bool {
    level(user, state) >= required(state, |content| content.get("invite"), 0)
}

/// What the successor needs to have the same rights as the account. A creator who stands above all levels has no equal:
/// the successor becomes administrator.
pub(super) fn rights(from: &str, to: &str, state: &[Value]) -> Rights {
    let wanted = level(from, state).min(ADMINISTRATOR.max(power_level(from, state)));
    if level(to, state) >= wanted {
        return Rights::NotNeeded;
    }
    let default = |content: &Value| content.get("state_default").cloned();
    let needed = levels(state).and_then(default).and_then(|value| number(&value)).unwrap_or(50);
    let needed = required(state, |content| content.get("events")?.get("m.room.power_levels"), needed);
    if level(from, state) < needed {
        return Rights::NotAllowed;
    }
    let mut content = levels(state).cloned().filter(Value::is_object).unwrap_or_else(|| json!({}));
    if !content["users"].is_object() {
        content["users"] = json!({});
    }
    content["users"][to] = json!(wanted);
    Rights::Give(content)
}

/// A level to compare with; creators above levels have the highest.
fn level(user: &str, state: &[Value]) -> i64 {
    let own = power_level(user, state);
    if administers(user, state) && own < ADMINISTRATOR { i64::MAX } else { own }
}

fn levels(state: &[Value]) -> Option<&Value> {
    let mut found = state.iter().filter(|event| event["type"] == "m.room.power_levels" && event["state_key"] == "");
    found.next().map(|event| &event["content"])
}

fn required<'a>(state: &'a [Value], find: impl Fn(&'a Value) -> Option<&'a Value>, otherwise: i64) -> i64 {
    levels(state).and_then(find).and_then(number).unwrap_or(otherwise)
}

/// Old rooms may hold levels as text.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "@old:x";
    const NEW: &str = "@new:y";

    fn room(version: &str, creator: &str, content: Value) -> Vec<Value> {
        vec![
            json!({"type": "m.room.create", "state_key": "", "sender": creator, "content": {"room_version": version}}),
            json!({"type": "m.room.power_levels", "state_key": "", "content": content}),
        ]
    }

    #[test]
    fn who_may_invite() {
        for (what, state, may) in [
            ("everybody by default", room("12", "@c:x", json!({})), true),
            ("a level that they have", room("12", "@c:x", json!({"invite": 50, "users": {OLD: 50}})), true),
            ("a level that they have not", room("12", "@c:x", json!({"invite": 50, "users": {OLD: 49}})), false),
            ("as text", room("9", "@c:x", json!({"invite": "50", "users": {OLD: "50"}})), true),
            ("the creator of today", room("12", OLD, json!({"invite": 101})), true),
            ("the creator of old", room("11", OLD, json!({"invite": 101, "users": {OLD: 100}})), false),
            ("a default for all", room("12", "@c:x", json!({"invite": 10, "users_default": 10})), true),
        ] {
            assert_eq!(may_invite(OLD, &state), may, "{what}");
        }
    }

    #[test]
    fn which_rights() {
        let give = |mut content: Value, level: i64| {
            content["users"][NEW] = json!(level);
            Rights::Give(content)
        };
        let admin = json!({"users": {OLD: 100}, "ban": 75});
        let moderator = json!({"users": {OLD: 50}});
        let helper = json!({"users": {OLD: 10}});
        let strict = json!({"users": {OLD: 50}, "events": {"m.room.power_levels": 100}});
        let above = json!({"users": {OLD: 150}});
        for (what, state, expected) in [
            ("a member", room("12", "@c:x", json!({})), Rights::NotNeeded),
            ("an administrator", room("12", "@c:x", admin.clone()), give(admin, 100)),
            ("a moderator", room("12", "@c:x", moderator.clone()), give(moderator, 50)),
            ("a little more than a member", room("12", "@c:x", helper), Rights::NotAllowed),
            ("a moderator of a strict room", room("12", "@c:x", strict), Rights::NotAllowed),
            ("more than an administrator", room("12", "@c:x", above.clone()), give(above, 150)),
            ("a creator of today", room("12", OLD, json!({})), give(json!({"users": {}}), 100)),
            ("the successor has them", room("12", "@c:x", json!({"users": {OLD: 50, NEW: 50}})), Rights::NotNeeded),
            ("the successor has more", room("12", NEW, json!({"users": {OLD: 100}})), Rights::NotNeeded),
            ("as everybody", room("12", "@c:x", json!({"users_default": 50, "users": {}})), Rights::NotNeeded),
        ] {
            assert_eq!(rights(OLD, NEW, &state), expected, "{what}");
        }
    }
}
