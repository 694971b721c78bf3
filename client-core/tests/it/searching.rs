//! Searching what was written, over the wire: what comes, is changed, is deleted, and what is fetched for it.

use std::time::Duration;

use client_core::view::{FoundMessages, MessageQuery, OlderView};
use futures_util::StreamExt;
use serde_json::{Value, json};

use crate::stage::{OWN, Stage, answer, member, room, state};

const ROOM: &str = "!room:interior.example";
const ANNA: &str = "@anna:interior.example";
const NOON: u64 = 1_700_000_000_000;

fn event(id: &str, at: u64, kind: &str, content: Value) -> Value {
    json!({"type": kind, "event_id": id, "sender": ANNA, "origin_server_ts": NOON + at, "content": content})
}

fn said(id: &str, at: u64, words: &str) -> Value {
    event(id, at, "m.room.message", json!({"msgtype": "m.text", "body": words}))
}

fn brought(events: &[Value]) -> Value {
    json!({"rooms": {ROOM: {"timeline": events}}})
}

/// A public room in which Anna has said these things.
async fn in_a_room(events: &[Value]) -> Stage {
    let stage = Stage::inside().await;
    let mut content = room(OWN, true, json!({}), vec![member(ANNA, "Anna KOVALENKO [Interior]", "join")]);
    content["timeline"] = json!(events);
    content["prev_batch"] = json!("earlier");
    content["limited"] = json!(true);
    stage.has(ROOM, content, |_| true).await;
    stage
}

fn words(words: &str) -> MessageQuery {
    MessageQuery { words: words.into(), ..MessageQuery::default() }
}

fn ids(found: &FoundMessages) -> Vec<&str> {
    found.messages.iter().map(|message| message.event_id.as_str()).collect()
}

/// Waits until a search finds these.
async fn finds(stage: &Stage, query: &MessageQuery, wanted: &[&str]) -> FoundMessages {
    let mut last = None;
    for _ in 0..300 {
        let found = stage.messenger.search_messages(query).await.expect("searched");
        if ids(&found) == wanted && !found.coverage.building {
            return found;
        }
        last = Some(found);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{query:?} finds {last:?}");
}

#[tokio::test]
async fn what_is_said_changed_and_deleted_is_searched_as_it_stands_also_after_a_restart() {
    let stage = in_a_room(&[said("$a", 1, "Рішення комісії"), said("$b", 2, "Les réunions de l’équipe")]).await;
    let found = finds(&stage, &words("комісія"), &["$a"]).await;
    let message = &found.messages[0];
    assert_eq!((message.sender.as_str(), message.organisation.as_str()), ("Anna KOVALENKO", "Interior"));
    let marked: Vec<_> = message.line.iter().map(|part| (part.text.as_str(), part.marked)).collect();
    assert_eq!(marked, [("Рішення ", false), ("комісії", true)]);
    finds(&stage, &words("equipe reunion"), &["$b"]).await;

    let new = json!({"msgtype": "m.text", "body": "Рішення ради"});
    let change = json!({"msgtype": "m.text", "body": "* Рішення ради", "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$a"}});
    let mut gone = event("$gone", 4, "m.room.redaction", json!({"redacts": "$b"}));
    gone["redacts"] = json!("$b");
    stage.tells(brought(&[event("$change", 3, "m.room.message", change), gone]));
    finds(&stage, &words("рада"), &["$a"]).await;
    finds(&stage, &words("комісія"), &[]).await;
    finds(&stage, &words("réunion"), &[]).await;

    stage.messenger.close().await;
    stage.messenger.start().await.expect("started");
    finds(&stage, &words("рада"), &["$a"]).await;
    finds(&stage, &words("réunion"), &[]).await;
    stage.messenger.close().await;
}

#[tokio::test]
async fn filters_narrow_and_files_are_listed() {
    let file = json!({"msgtype": "m.file", "body": "Budget.pdf", "url": "mxc://interior.example/abc",
        "info": {"size": 12, "mimetype": "application/pdf"}});
    let stage =
        in_a_room(&[said("$a", 1, "le budget"), event("$f", 2, "m.room.message", file), said("$c", 3, "budgets")])
            .await;
    finds(&stage, &words("budget"), &["$c", "$f", "$a"]).await;
    let all = words("budget");
    finds(&stage, &MessageQuery { from_ms: Some(NOON + 2), ..all.clone() }, &["$c", "$f"]).await;
    finds(&stage, &MessageQuery { until_ms: Some(NOON + 1), ..all.clone() }, &["$a"]).await;
    finds(&stage, &MessageQuery { sender_id: Some(OWN.into()), ..all.clone() }, &[]).await;
    finds(&stage, &MessageQuery { files_only: true, room_id: Some(ROOM.into()), ..words("") }, &["$f"]).await;
    let elsewhere = MessageQuery { room_id: Some("!elsewhere:interior.example".into()), ..all };
    assert!(stage.messenger.search_messages(&elsewhere).await.is_err());
    let writers = stage.messenger.writers(None).await.expect("writers");
    assert_eq!(writers.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Anna KOVALENKO"]);
    let shared = stage.messenger.shared_files(ROOM, None).await.expect("files");
    assert_eq!(shared.files.len(), 1);
    assert_eq!((shared.files[0].file.name.as_str(), shared.files[0].file.size), ("Budget.pdf", Some(12)));
    stage.messenger.close().await;
}

#[tokio::test]
async fn older_messages_are_fetched_and_the_coverage_says_how_far() {
    let stage = in_a_room(&[said("$new", 1_000, "новий договір")]).await;
    let found = finds(&stage, &words("договори"), &["$new"]).await;
    assert_eq!((found.coverage.whole, found.coverage.from_ms), (false, Some(NOON + 1_000)));
    let mut create = state("m.room.create", "", OWN, json!({"room_version": "11"}));
    create["origin_server_ts"] = json!(NOON);
    let chunk = json!([said("$old", 10, "старий договір"), create]);
    stage.on("GET", "/messages", answer(json!({"start": "earlier", "chunk": chunk, "state": []}))).await;
    let steps: Vec<OlderView> = stage.messenger.search_older(Some(ROOM)).expect("begun").collect().await;
    let Some(OlderView::Done { coverage }) = steps.last() else { panic!("{steps:?}") };
    assert!(coverage.whole, "{coverage:?}");
    finds(&stage, &words("договори"), &["$new", "$old"]).await;
    stage.messenger.close().await;
}
