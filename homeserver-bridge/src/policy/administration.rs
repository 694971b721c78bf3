//! What the rules know of the whole administration: its homeservers, and what is configured for public rooms.

use std::collections::BTreeSet;
use std::sync::Arc;

use bridge_api::ServerName;
use serde_json::Value;

/// Where somebody comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// From inside: an account at a ministry's homeserver.
    Ministry,
    /// From outside: an account at the homeserver of externals.
    Externals,
    /// Nobody knows: a homeserver that is not listed, or no Matrix id.
    Unlisted,
}

/// The administration.
#[derive(Debug, Clone, Default)]
pub struct Administration<'a> {
    homeservers: Vec<(&'a str, Origin)>,
    partners: Arc<BTreeSet<ServerName>>,
    public_retention_ms: Option<u64>,
}

impl<'a> Administration<'a> {
    /// Of these homeservers, with this limit to how long messages of public rooms are kept, in milliseconds.
    pub fn new(homeservers: impl IntoIterator<Item = (&'a str, Origin)>, public_retention_ms: Option<u64>) -> Self {
        Self { homeservers: homeservers.into_iter().collect(), partners: Arc::default(), public_retention_ms }
    }

    /// With these homeservers of partners, whose people come from outside.
    pub fn with_partners(self, partners: Arc<BTreeSet<ServerName>>) -> Self {
        Self { partners, ..self }
    }

    /// Where a user comes from.
    pub fn origin(&self, user_id: &str) -> Origin {
        let Some(home) = ServerName::of_user(user_id) else { return Origin::Unlisted };
        match self.homeservers.iter().find(|(name, _)| *name == home.as_str()) {
            Some((_, origin)) => *origin,
            None if self.partners.contains(&home) => Origin::Externals,
            None => Origin::Unlisted,
        }
    }

    /// Whether a user works for the administration.
    pub fn is_internal(&self, user_id: &str) -> bool {
        self.origin(user_id) == Origin::Ministry
    }

    /// How long messages of public rooms may be kept, in milliseconds; nothing: for ever.
    pub fn public_retention_ms(&self) -> Option<u64> {
        self.public_retention_ms
    }

    /// Whether `m.room.server_acl` with this content would keep a ministry out of a room, or everybody.
    pub(super) fn is_shut_out_by(&self, acl: &Value) -> bool {
        let patterns = |key: &str| match acl.get(key) {
            None => Some(Vec::new()),
            Some(Value::Array(all)) => all.iter().map(Value::as_str).collect::<Option<Vec<_>>>(),
            Some(_) => None,
        };
        let (Some(allow), Some(deny)) = (patterns("allow"), patterns("deny")) else { return true };
        let matched = |list: &[&str], name: &str| list.iter().any(|pattern| matches(pattern, name));
        let ministries = self.homeservers.iter().filter(|(_, origin)| *origin == Origin::Ministry);
        ministries.map(|(name, _)| without_port(name)).any(|name| matched(&deny, name) || !matched(&allow, name))
    }
}

/// Access lists look at names without a port (Client-Server API, "Server Access Control Lists").
fn without_port(name: &str) -> &str {
    match name.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => name,
    }
}

/// Whether a pattern with `*` and `?` matches a name; case does not matter.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_ascii_lowercase().into_bytes(), name.to_ascii_lowercase().into_bytes());
    // Where to go on when what follows the last star did not fit.
    let (mut at, mut read, mut star) = (0, 0, None);
    while read < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(one) if *one == b'?' || *one == name[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((star_at, star_read)) = star else { return false };
                star = Some((star_at, star_read + 1));
                at = star_at + 1;
                read = star_read + 1;
            }
        }
    }
    pattern[at..].iter().all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn administration() -> Administration<'static> {
        let servers =
            [("a.gov", Origin::Ministry), ("b.gov:8448", Origin::Ministry), ("guests.gov", Origin::Externals)];
        Administration::new(servers, None)
    }

    #[test]
    fn who_is_from_where() {
        for (user, origin) in [
            ("@x:a.gov", Origin::Ministry),
            ("@x:b.gov:8448", Origin::Ministry),
            ("@x:b.gov", Origin::Unlisted),
            ("@x:guests.gov", Origin::Externals),
            ("@x:a.gov.evil.example", Origin::Unlisted),
            ("@x:evil.example:a.gov", Origin::Unlisted),
            ("x:a.gov", Origin::Unlisted),
            ("@x", Origin::Unlisted),
            ("", Origin::Unlisted),
        ] {
            assert_eq!(administration().origin(user), origin, "{user}");
        }
    }

    #[test]
    fn people_at_partners_come_from_outside_and_never_make_ours_theirs() {
        let partners = ["p.example:8448", "a.gov"].map(|name| name.parse().unwrap());
        let administration = administration().with_partners(Arc::new(partners.into()));
        assert_eq!(administration.origin("@x:p.example:8448"), Origin::Externals);
        assert_eq!(administration.origin("@x:p.example"), Origin::Unlisted);
        assert_eq!(administration.origin("@x:a.gov"), Origin::Ministry);
    }

    #[test]
    fn access_lists_keep_no_ministry_out() {
        for (acl, shut_out) in [
            (json!({"allow": ["*"]}), false),
            (json!({"allow": ["*"], "deny": ["*.example", "guests.gov"], "allow_ip_literals": false}), false),
            (json!({"allow": ["?.gov"]}), false),
            (json!({"allow": ["A.GOV", "b.gov"]}), false),
            (json!({"allow": ["*"], "deny": ["b.*"]}), true),
            (json!({"allow": ["a.gov"]}), true),
            (json!({}), true),
            (json!({"allow": []}), true),
            (json!({"allow": "*"}), true),
            (json!({"allow": ["*"], "deny": [7]}), true),
            (json!(null), true),
        ] {
            assert_eq!(administration().is_shut_out_by(&acl), shut_out, "{acl}");
        }
    }
}
