//! What can be told of an Olm session from outside: how far it has received, how far it has sent, and from that, whether it
//! may be written down now.
//!
//! A session that has received a message must not be written before what the message brought: after a crash the server gives
//! the message out again, and the session on disk could not read it a second time. The room key in it would be lost for good.

use std::collections::HashMap;

use matrix_sdk_base::crypto::Session;
use matrix_sdk_base::crypto::olm::PickledSession;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// More than a session needs, so that no copy of it is left behind when the buffer grows.
const ROOM: usize = 64 << 10;

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    received: [u8; 32],
    sent: [u8; 32],
    /// Whether it has received anything.
    has_received: bool,
    /// Whether it has sent anything since it received last.
    has_sent: bool,
}

/// What is to be done with a session that somebody wants written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Written as it is now.
    Write,
    /// Not now: it comes again with what it has received, and nothing depends on it before.
    Leave,
    /// Not before what it has received is written. `unsure` if it may be the receiving itself that asks.
    Wait {
        /// It should not be waited for long.
        unsure: bool,
    },
}

#[derive(Deserialize)]
struct Shape<'a> {
    #[serde(borrow)]
    sending_ratchet: &'a RawValue,
    #[serde(borrow)]
    receiving_chains: &'a RawValue,
}

#[derive(Deserialize)]
struct Chains {
    inner: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
struct Ratchet<'a> {
    #[serde(rename = "type")]
    state: &'a str,
}

impl Mark {
    /// Of a session as it would be written; nothing if it does not look as we know it.
    pub(super) fn of(pickled: &PickledSession) -> Option<Self> {
        let mut text = Zeroizing::new(Vec::with_capacity(ROOM));
        serde_json::to_writer(&mut *text, &pickled.pickle).ok()?;
        let shape: Shape<'_> = serde_json::from_slice(&text).ok()?;
        let chains: Chains = serde_json::from_str(shape.receiving_chains.get()).ok()?;
        let ratchet: Ratchet<'_> = serde_json::from_str(shape.sending_ratchet.get()).ok()?;
        Some(Self {
            received: Sha256::digest(shape.receiving_chains.get()).into(),
            sent: Sha256::digest(shape.sending_ratchet.get()).into(),
            has_received: !chains.inner.is_empty(),
            has_sent: ratchet.state == "active",
        })
    }

    /// Whether a session, known on disk as `known`, may be written as it is now by anybody but the sync. `alone` if nothing
    /// else is to be written with it.
    pub(super) fn judge(self, known: Option<&Self>, alone: bool) -> Verdict {
        match known {
            Some(known) if known.received == self.received => Verdict::Write,
            None if !self.has_received => Verdict::Write,
            // Made of a first message a moment ago, by the sync, which writes it again at its end.
            None if !self.has_sent => Verdict::Leave,
            // Nobody wants to send with it: a message was received and refused. It does not come again.
            Some(known) if alone && known.sent == self.sent => Verdict::Write,
            _ => Verdict::Wait { unsure: alone && !self.has_sent },
        }
    }
}

/// How far the sessions on disk are, by their ids.
#[derive(Debug, Default)]
pub(super) struct Marks {
    on_disk: HashMap<String, Mark>,
    left: HashMap<String, Mark>,
}

impl Marks {
    /// A session on disk; what is known of it already is newer.
    pub(super) fn read(&mut self, session: &Session, mark: Mark) {
        self.on_disk.entry(session.session_id().to_owned()).or_insert(mark);
    }

    pub(super) fn get(&self, session: &Session) -> Option<&Mark> {
        self.on_disk.get(session.session_id())
    }

    /// A session has been written.
    pub(super) fn written(&mut self, id: String, mark: Mark) {
        self.left.remove(&id);
        self.on_disk.insert(id, mark);
    }

    /// A session has been left for the sync to write.
    pub(super) fn left(&mut self, id: String, mark: Mark) {
        self.left.insert(id, mark);
    }

    /// A sync has written everything that it had. What it has left out is not waited for.
    pub(super) fn synced(&mut self) {
        for (id, mark) in std::mem::take(&mut self.left) {
            self.on_disk.entry(id).or_insert(mark);
        }
    }
}
