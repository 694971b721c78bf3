//! Power levels: who stands where, and whether those at the default could rule a room.

use serde_json::Value;

/// What changes a room for everybody. Reactions, calls and the like are not among it.
const RULING: [&str; 18] = [
    "m.room.name",
    "m.room.topic",
    "m.room.avatar",
    "m.room.power_levels",
    "m.room.history_visibility",
    "m.room.canonical_alias",
    "m.room.tombstone",
    "m.room.server_acl",
    "m.room.encryption",
    "m.room.join_rules",
    "m.room.guest_access",
    "m.room.third_party_invite",
    "m.room.pinned_events",
    "m.room.retention",
    "m.space.child",
    "m.space.parent",
    bridge_api::events::ACCESS_RULES,
    bridge_api::events::ROOM_LABEL,
];

/// What counts where an event names nothing (Client-Server API, `m.room.power_levels`).
const RULING_DEFAULT: i64 = 50;

/// The content of `m.room.power_levels`, read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Levels<'a>(&'a Value);

impl<'a> Levels<'a> {
    /// Reads; nothing if a level is no number, or a list no list.
    pub(super) fn read(content: &'a Value) -> Option<Self> {
        let content_is = content.as_object()?;
        for (key, value) in content_is {
            let fits = match key.as_str() {
                "users" | "events" | "notifications" => {
                    value.as_object().is_some_and(|all| all.values().all(|level| number(level).is_some()))
                }
                "users_default" | "events_default" | "state_default" | "ban" | "kick" | "redact" | "invite" => {
                    number(value).is_some()
                }
                _ => true,
            };
            if !fits {
                return None;
            }
        }
        Some(Self(content))
    }

    /// The level of those who are not named.
    pub(super) fn users_default(self) -> i64 {
        self.level("users_default", 0)
    }

    /// The level of a user.
    pub(super) fn of(self, user_id: &str) -> i64 {
        self.0["users"].get(user_id).and_then(number).unwrap_or_else(|| self.users_default())
    }

    /// Those who are named.
    pub(super) fn named(self) -> impl Iterator<Item = &'a str> {
        self.0["users"].as_object().into_iter().flatten().map(|(user, _)| user.as_str())
    }

    /// Whether who is not named could change the room, or remove people or what they wrote.
    pub(super) fn default_rules(self) -> bool {
        let default = self.users_default();
        let acts = ["state_default", "ban", "kick", "redact"].map(|key| self.level(key, RULING_DEFAULT));
        let types = RULING.iter().filter_map(|kind| self.0["events"].get(*kind).and_then(number));
        acts.into_iter().chain(types).any(|needed| needed <= default)
    }

    fn level(self, key: &str, otherwise: i64) -> i64 {
        self.0.get(key).and_then(number).unwrap_or(otherwise)
    }
}

/// A level; old rooms may hold it as text.
fn number(level: &Value) -> Option<i64> {
    level.as_i64().or_else(|| level.as_str()?.trim().parse().ok())
}

/// The user's power level as the room's state has it.
pub fn power_level(user_id: &str, state: &[Value]) -> i64 {
    let mut found = state.iter().filter(|event| event["type"] == "m.room.power_levels" && event["state_key"] == "");
    found.next().map_or(0, |event| Levels(&event["content"]).of(user_id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn who_could_rule() {
        for (content, rules) in [
            (json!({}), false),
            (json!({"users_default": 49}), false),
            (json!({"users_default": 50}), true),
            (json!({"state_default": 0}), true),
            (json!({"kick": 0}), true),
            (json!({"redact": "0"}), true),
            (json!({"invite": 0, "events_default": 0}), false),
            (json!({"events": {"m.room.topic": 0}}), true),
            (json!({"events": {"m.reaction": 0, "m.call.member": 0}}), false),
            (json!({"users_default": -1, "state_default": 0}), false),
        ] {
            assert_eq!(Levels::read(&content).map(Levels::default_rules), Some(rules), "{content}");
        }
    }

    #[test]
    fn what_is_no_level_is_not_read() {
        for content in
            [json!(null), json!([]), json!({"ban": 1.5}), json!({"users": {"@a:x": true}}), json!({"events": 7})]
        {
            assert!(Levels::read(&content).is_none(), "{content}");
        }
        let content = json!({"users": {"@a:x": 100, "@b:x": " 50 "}, "users_default": 1, "events_default": 25});
        let levels = Levels::read(&content).unwrap();
        assert_eq!([levels.of("@a:x"), levels.of("@b:x"), levels.of("@c:x")], [100, 50, 1]);
    }
}
