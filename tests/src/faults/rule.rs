//! What a proxy does to which requests: a rule selects by method, path and count, and names one fault.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// On which side of the server's work something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// The server has not heard of the request.
    Before,
    /// The server has answered, the client has not heard it.
    After,
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The connection closes; the server hears nothing.
    DropRequest,
    /// The server does it; the connection closes instead of an answer.
    DropAnswer,
    /// It takes this many milliseconds longer to reach the server.
    Delay(u64),
    /// The server hears nothing; this status is answered, with a pause to make in milliseconds for 429.
    Status(u16, Option<u64>),
    /// The server does it; the connection closes in the middle of its answer.
    CutAnswer,
    /// The server gets it twice; the second answer counts.
    Replay,
    /// It waits until the rule is lifted.
    Hold(Stage),
    /// What the answer of a sync brings from devices to this one is changed.
    ToDevice(ToDevice),
    /// Events that a sync brings from one person are shown as from another.
    Sender {
        /// Whose events.
        from: String,
        /// Who is named instead.
        to: String,
    },
}

/// What happens to messages from devices in the answer of a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToDevice {
    /// Last first.
    Reorder,
    /// All of them twice.
    Duplicate,
    /// They come with a later answer.
    Delay,
}

/// Which requests, how often, and what happens to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Parts of the path in this order, with `*` between them: `/rooms/*/send/`. Empty means every path.
    pub path: String,
    /// Only this method.
    pub method: Option<String>,
    /// So many requests that fit are let through first.
    pub after: u32,
    /// So many are hit; without a number all until the rule is lifted.
    pub times: Option<u32>,
    /// What happens.
    pub fault: Fault,
}

impl Rule {
    /// A rule for all requests to such a path until it is lifted.
    pub fn new(path: &str, fault: Fault) -> Self {
        Self { path: path.to_owned(), method: None, after: 0, times: None, fault }
    }

    /// Only so often.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times: Some(times), ..self }
    }

    /// Lets so many through first.
    #[must_use]
    pub fn after(self, after: u32) -> Self {
        Self { after, ..self }
    }

    /// Only requests of this method.
    #[must_use]
    pub fn method(self, method: &str) -> Self {
        Self { method: Some(method.to_owned()), ..self }
    }

    /// Whether a request is meant.
    pub fn fits(&self, method: &str, path: &str) -> bool {
        if self.method.as_deref().is_some_and(|wanted| !wanted.eq_ignore_ascii_case(method)) {
            return false;
        }
        let mut rest = path;
        for part in self.path.split('*').filter(|part| !part.is_empty()) {
            let Some(at) = rest.find(part) else { return false };
            rest = &rest[at + part.len()..];
        }
        true
    }
}

impl Fault {
    /// How long a request waits before it goes on.
    pub(super) fn delay(&self) -> Option<Duration> {
        match self {
            Self::Delay(millis) => Some(Duration::from_millis(*millis)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_takes_the_parts_of_a_path_in_their_order() {
        let rule = Rule::new("/rooms/*/send/", Fault::DropRequest).method("PUT");
        assert!(rule.fits("PUT", "/_matrix/client/v3/rooms/!a/send/m.room.encrypted/1"));
        assert!(!rule.fits("GET", "/_matrix/client/v3/rooms/!a/send/m.room.encrypted/1"));
        assert!(!rule.fits("PUT", "/_matrix/client/v3/send/rooms/!a"));
        assert!(Rule::new("", Fault::DropRequest).fits("GET", "/"));
    }
}
