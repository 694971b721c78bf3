//! Sending later: at its time, exactly once whatever happens on the way, and nothing lost that is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use client_core::view::{ConnectionView, Draft, LaterState, LaterView, ProblemView};
use client_core::{Messenger, until};
use serde_json::{Value, json};
use wiremock::{Request, Respond, ResponseTemplate};

use crate::stage::{OWN, Stage, answer, room};

const ROOM: &str = "!room:interior.example";
const PATIENCE: Duration = Duration::from_secs(60);

/// A public room in which something has been said, with the connection there.
async fn in_a_room() -> Stage {
    let stage = Stage::inside().await;
    let mut content = room(OWN, true, json!({}), vec![]);
    content["timeline"] = json!([{"type": "m.room.message", "event_id": "$said", "sender": OWN,
        "origin_server_ts": 1_700_000_000_000_u64, "content": {"msgtype": "m.text", "body": "Hello"}}]);
    stage.has(ROOM, content, |_| true).await;
    online(&stage.messenger).await;
    stage
}

async fn online(messenger: &Messenger) {
    let online = |state| (state == ConnectionView::Online).then_some(());
    until(messenger.connection().expect("connection"), PATIENCE, online).await.expect("online");
}

fn in_ms(ms: u64) -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock behind 1970").as_millis();
    u64::try_from(now).expect("a moment") + ms
}

fn draft(words: &str) -> Draft {
    Draft { markdown: words.into(), reply_to: None, mentions: vec![] }
}

/// Waits until the list looks like that.
async fn list_is(messenger: &Messenger, wanted: impl Fn(&[LaterView]) -> bool) -> Vec<LaterView> {
    let list = messenger.later().expect("list");
    until(list, PATIENCE, |all| wanted(&all).then_some(all)).await.expect("the list never looked like that")
}

/// What was sent: the marks by which the server knows the messages again, and their words.
async fn sent(stage: &Stage) -> Vec<(String, String)> {
    let all = stage.asked("PUT", "/send/m.room.message/").await;
    let words = |body: &Value| body["body"].as_str().unwrap_or_default().to_owned();
    all.iter().map(|(at, body)| (at.rsplit('/').next().unwrap_or_default().to_owned(), words(body))).collect()
}

#[tokio::test]
async fn a_message_goes_at_its_time_and_leaves_the_list() {
    let stage = in_a_room().await;
    let messenger = &stage.messenger;
    messenger.send_later(ROOM, None, draft("second"), in_ms(2500)).await.expect("kept");
    messenger.send_later(ROOM, Some("$said"), draft("first"), in_ms(1500)).await.expect("kept");
    let planned = list_is(messenger, |all| all.len() == 2).await;
    assert_eq!((planned[0].thread.as_deref(), &planned[0].state), (Some("$said"), &LaterState::Waiting));
    assert!(sent(&stage).await.is_empty());
    assert_eq!(messenger.send_later(ROOM, None, draft(" \n"), 0).await, Err(ProblemView::NotFound));
    list_is(messenger, <[LaterView]>::is_empty).await;
    assert_eq!(sent(&stage).await.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>(), ["first", "second"]);
    let relation = &stage.asked("PUT", "/send/m.room.message/").await[0].1["m.relates_to"];
    assert_eq!((&relation["rel_type"], &relation["event_id"]), (&json!("m.thread"), &json!("$said")));
    messenger.close().await;
}

#[tokio::test]
async fn what_came_due_while_the_program_did_not_run_goes_right_after_the_next_start() {
    let stage = in_a_room().await;
    let messenger = &stage.messenger;
    messenger.send_later(ROOM, None, draft("good morning"), in_ms(1000)).await.expect("kept");
    messenger.close().await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(sent(&stage).await.is_empty());
    messenger.start().await.expect("started");
    list_is(messenger, <[LaterView]>::is_empty).await;
    messenger.close().await;
    messenger.start().await.expect("started");
    online(messenger).await;
    tokio::time::sleep(Duration::from_millis(1000)).await;
    assert_eq!(sent(&stage).await.len(), 1, "it went twice");
    messenger.close().await;
}

/// The way to the server, of which the way back can be cut.
#[derive(Clone, Default)]
struct Cut(Arc<AtomicBool>);

impl Respond for Cut {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        if self.0.load(Ordering::Relaxed) { ResponseTemplate::new(502) } else { answer(json!({"event_id": "$sent"})) }
    }
}

#[tokio::test]
async fn what_the_server_may_have_taken_goes_again_under_the_same_mark() {
    let stage = in_a_room().await;
    let messenger = &stage.messenger;
    let cut = Cut::default();
    cut.0.store(true, Ordering::Relaxed);
    stage.on("PUT", "/send/m.room.message/", cut.clone()).await;
    messenger.send_later(ROOM, None, draft("once"), 0).await.expect("kept");
    let on_its_way = list_is(messenger, |all| all.iter().any(|one| one.state == LaterState::Sending)).await;
    let id = &on_its_way[0].id;
    assert_eq!(messenger.delete_later(id).await, Err(ProblemView::NotFound));
    assert_eq!(messenger.change_later(id, draft("other words"), 0).await, Err(ProblemView::NotFound));
    while sent(&stage).await.is_empty() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // The program ends before it knows.
    messenger.close().await;
    cut.0.store(false, Ordering::Relaxed);
    messenger.start().await.expect("started");
    list_is(messenger, <[LaterView]>::is_empty).await;
    let sent = sent(&stage).await;
    assert!(sent.len() > 1, "{sent:?}");
    assert!(sent.iter().all(|one| *one == sent[0]), "{sent:?}");
    messenger.close().await;
}

#[tokio::test]
async fn what_is_refused_stays_with_the_reason_until_the_person_decides() {
    let stage = in_a_room().await;
    let messenger = &stage.messenger;
    let refused =
        ResponseTemplate::new(403).set_body_json(json!({"errcode": "M_FORBIDDEN", "error": "The room is closed."}));
    stage.on("PUT", "/send/m.room.message/", refused).await;
    messenger.send_later(ROOM, None, draft("refused"), 0).await.expect("kept");
    let problem = ProblemView::Refused { reason: "The room is closed.".into() };
    let held = LaterState::Held { problem };
    let all = list_is(messenger, |all| all.iter().any(|one| one.state == held)).await;
    messenger.close().await;
    messenger.start().await.expect("started");
    online(messenger).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(list_is(messenger, |all| !all.is_empty()).await, all);
    assert_eq!(sent(&stage).await.len(), 1);
    messenger.change_later(&all[0].id, draft("allowed"), in_ms(3_600_000)).await.expect("changed");
    assert_eq!(list_is(messenger, |all| !all.is_empty()).await[0].state, LaterState::Waiting);
    messenger.send_later_now(&all[0].id).await.expect("now");
    list_is(messenger, |all| all.iter().any(|one| one.state == held)).await;
    let sent = sent(&stage).await;
    assert_eq!(sent[1].1, "allowed");
    assert_ne!(sent[0].0, sent[1].0, "other words are another message");
    messenger.delete_later(&all[0].id).await.expect("deleted");
    assert_eq!(messenger.delete_later(&all[0].id).await, Err(ProblemView::NotFound));
    list_is(messenger, <[LaterView]>::is_empty).await;
    messenger.close().await;
}
