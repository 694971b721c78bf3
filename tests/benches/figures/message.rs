//! From sending a message to its being shown at a client of the other ministry, against the bare HTTP pair: an event of
//! the same size sent and awaited by two clients that do nothing else.

use std::pin::pin;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use client_core::view::{Draft, ItemContent, ListDiff, TimelineItemView};
use futures_util::StreamExt;
use reqwest::Method;
use serde_json::{Value, json};
use stack::{FINANCE, INTERIOR};
use system_tests::figure::Figure;
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;

pub(crate) async fn figure(system: &System, anna: &Person, petro: &Person) -> Result<Figure> {
    let room = anna.messenger.start_direct(&petro.session.user_id).await?;
    petro.accept(&room).await?;
    let _screen = anna.open(&room).await?;
    let pair = Pair::new(system, anna, petro).await?;
    let (room, pair) = (&room, &pair);
    Figure::measure(
        "message_shown",
        "the same event between two bare HTTP clients",
        |number| ours(anna, petro, room, number),
        |number| pair.send_and_await(number),
    )
    .await
}

async fn ours(anna: &Person, petro: &Person, room: &str, number: usize) -> Result<Duration> {
    let mut items = pin!(petro.messenger.open_timeline(room).await?);
    let words = format!("message number {number}");
    let start = Instant::now();
    anna.messenger.send(room, &Draft { markdown: words.clone(), reply_to: None, mentions: Vec::new() }).await?;
    while let Some(batch) = items.next().await {
        if batch.iter().any(|diff| holds(diff, &words)) {
            return Ok(start.elapsed());
        }
    }
    anyhow::bail!("the timeline ended")
}

fn holds(diff: &ListDiff<TimelineItemView>, words: &str) -> bool {
    let shows = |item: &TimelineItemView| match &item.content {
        ItemContent::Message(message) => {
            matches!(&message.body, client_core::view::BodyView::Text(said) if said.plain == words)
        }
        _ => false,
    };
    match diff {
        ListDiff::Reset { values } | ListDiff::Append { values } => values.iter().any(shows),
        ListDiff::Insert { value, .. } | ListDiff::Set { value, .. } => shows(value),
        _ => false,
    }
}

/// Two bare clients in a room of their own.
struct Pair {
    sender: StockClient,
    receiver: StockClient,
    room: String,
    since: tokio::sync::Mutex<String>,
}

impl Pair {
    async fn new(system: &System, anna: &Person, petro: &Person) -> Result<Self> {
        let stack = system.stack();
        let sender = StockClient::sign_in(&stack.upstream(INTERIOR), &anna.sample.email, PASSWORD).await?;
        let receiver = StockClient::sign_in(&stack.upstream(FINANCE), &petro.sample.email, PASSWORD).await?;
        let content = json!({"preset": "private_chat", "invite": [receiver.user_id]});
        let (status, answer) = sender.json(Method::POST, "/_matrix/client/v3/createRoom", Some(content)).await?;
        ensure!(status.is_success(), "no room: {answer}");
        let room = answer["room_id"].as_str().context("a room id")?.to_owned();
        let path = format!("/_matrix/client/v3/join/{room}?server_name={}", anna.sample.server_name);
        system_tests::until::until("the bare receiver in the room", || async {
            Ok(receiver.json(Method::POST, &path, Some(json!({}))).await?.0.is_success().then_some(()))
        })
        .await?;
        let pair = Self { sender, receiver, room, since: tokio::sync::Mutex::default() };
        pair.sync(0).await?;
        Ok(pair)
    }

    async fn sync(&self, timeout_ms: u32) -> Result<Value> {
        let mut since = self.since.lock().await;
        let mut path = format!("/_matrix/client/v3/sync?timeout={timeout_ms}");
        if !since.is_empty() {
            path.push_str(&format!("&since={since}"));
        }
        let (status, answer) = self.receiver.json(Method::GET, &path, None).await?;
        ensure!(status.is_success(), "no sync: {answer}");
        *since = answer["next_batch"].as_str().context("next_batch")?.to_owned();
        Ok(answer)
    }

    async fn send_and_await(&self, number: usize) -> Result<Duration> {
        let path = format!("/_matrix/client/v3/rooms/{}/send/m.room.encrypted/bare{number}", self.room);
        let content = json!({
            "algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "A".repeat(400), "session_id": format!("bare{number}"),
        });
        let start = Instant::now();
        let (status, answer) = self.sender.json(Method::PUT, &path, Some(content)).await?;
        ensure!(status.is_success(), "not sent: {answer}");
        let event_id = answer["event_id"].as_str().context("event_id")?.to_owned();
        for _ in 0..100 {
            let answer = self.sync(10_000).await?;
            let events = answer["rooms"]["join"][&self.room]["timeline"]["events"].as_array();
            if events.is_some_and(|events| events.iter().any(|event| event["event_id"] == event_id.as_str())) {
                return Ok(start.elapsed());
            }
        }
        anyhow::bail!("the bare event did not arrive")
    }
}
