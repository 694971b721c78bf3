//! A room with many members, several of whom write at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use futures_util::future::try_join_all;
use serde_json::{Value, json};

use super::homeserver::Homeserver;

/// Members who write.
const WRITERS: usize = 8;
/// Messages of each of them in one measurement.
const MESSAGES: usize = 25;

/// State that a homeserver makes by itself for every new room, or that names people.
const BY_ITSELF: [&str; 3] = ["m.room.create", "m.room.member", "m.room.power_levels"];

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Events as an encrypting client sends them: the module asks nothing.
    Encrypted,
    /// Plain text in a public room: the module asks about each.
    Public,
}

/// A room on a homeserver.
pub(crate) struct Room<'a> {
    homeserver: &'a Homeserver,
    id: String,
    kind: Kind,
    creator: String,
    writers: Vec<String>,
    sent: AtomicUsize,
}

impl<'a> Room<'a> {
    /// Makes a room as a client does.
    pub(crate) async fn make(homeserver: &'a Homeserver, kind: Kind, members: usize) -> Result<Self> {
        let encryption = json!([{
            "type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"},
        }]);
        let request = match kind {
            Kind::Encrypted => json!({"preset": "private_chat", "initial_state": encryption}),
            Kind::Public => json!({"preset": "public_chat", "visibility": "public"}),
        };
        Self::with(homeserver, kind, members, request).await
    }

    /// Makes a room with the state of another one.
    pub(crate) async fn like(homeserver: &'a Homeserver, other: &Room<'_>, kind: Kind, members: usize) -> Result<Self> {
        let state = other.state().await?;
        let kept = state.iter().filter(|event| !BY_ITSELF.iter().any(|kind| event["type"] == *kind));
        let initial: Vec<Value> = kept
            .map(|event| json!({"type": event["type"], "state_key": event["state_key"], "content": event["content"]}))
            .collect();
        let preset = if kind == Kind::Public { "public_chat" } else { "private_chat" };
        let room = Self::with(homeserver, kind, members, json!({"preset": preset, "initial_state": initial})).await?;
        let (theirs, ours) = (state.len(), room.state().await?.len());
        ensure!(theirs == ours, "the rooms differ: {theirs} and {ours} pieces of state");
        Ok(room)
    }

    async fn with(homeserver: &'a Homeserver, kind: Kind, members: usize, mut request: Value) -> Result<Self> {
        let mark = if kind == Kind::Public { "public" } else { "private" };
        let mut people = Vec::new();
        for number in 0..members {
            people.push(homeserver.register(&format!("{mark}{members}.{number}")).await?);
        }
        let [(creator, _), guests @ ..] = people.as_slice() else { anyhow::bail!("a room of nobody") };
        if kind == Kind::Encrypted {
            request["invite"] = guests.iter().map(|(_, id)| json!(id)).collect();
        }
        let room = homeserver.ask(Some(creator), "POST", "createRoom", &request).await?;
        let id = room["room_id"].as_str().context("a room without an id")?.to_owned();
        for (token, _) in guests {
            homeserver.ask(Some(token), "POST", &format!("rooms/{id}/join"), &json!({})).await?;
        }
        let (creator, writers) = (creator.clone(), people.into_iter().take(WRITERS).map(|(token, _)| token).collect());
        Ok(Self { homeserver, id, kind, creator, writers, sent: AtomicUsize::new(0) })
    }

    async fn state(&self) -> Result<Vec<Value>> {
        let state =
            self.homeserver.ask(Some(&self.creator), "GET", &format!("rooms/{}/state", self.id), &Value::Null).await?;
        state.as_array().cloned().context("state that is no list")
    }

    /// All writers send their messages at once, each one after the other; answers how long it took.
    pub(crate) async fn sends(&self) -> Result<Duration> {
        let start = Instant::now();
        try_join_all(self.writers.iter().map(|token| async move {
            for _ in 0..MESSAGES {
                let number = self.sent.fetch_add(1, Ordering::Relaxed);
                let (kind, content) = self.message(number);
                let path = format!("rooms/{}/send/{kind}/{number}", self.id);
                self.homeserver.ask(Some(token), "PUT", &path, &content).await?;
            }
            anyhow::Ok(())
        }))
        .await?;
        Ok(start.elapsed())
    }

    fn message(&self, number: usize) -> (&'static str, Value) {
        match self.kind {
            // As long as a sentence becomes. The homeserver does not look into it.
            Kind::Encrypted => (
                "m.room.encrypted",
                json!({
                    "algorithm": "m.megolm.v1.aes-sha2", "session_id": "c2Vzc2lvbg", "device_id": "DEVICE",
                    "sender_key": "a2V5", "ciphertext": format!("{number:0>400}"),
                }),
            ),
            Kind::Public => (
                "m.room.message",
                json!({"msgtype": "m.text", "body": format!("A sentence of some length, {number}.")}),
            ),
        }
    }
}
