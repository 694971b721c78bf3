//! Threads, polls, handing messages on and going to a date: what the homeserver is told and asked.

use std::time::Duration;

use client_core::until;
use client_core::view::{
    ConnectionView, Draft, ItemContent, ListDiff, NewPoll, PassageView, ProblemView, TimelineItemView,
};
use serde_json::{Value, json};

use crate::stage::{OWN, Stage, answer, member, room};

const ROOM: &str = "!room:interior.example";
const OTHER: &str = "!other:interior.example";
const ANNA: &str = "@anna:interior.example";
const PATIENCE: Duration = Duration::from_secs(60);

/// Two public rooms; in the first, Anna has said something.
async fn in_two_rooms() -> Stage {
    let stage = Stage::inside().await;
    let mut content = room(OWN, true, json!({}), vec![member(ANNA, "Anna KOVALENKO [Interior]", "join")]);
    content["timeline"] = json!([{"type": "m.room.message", "event_id": "$said", "sender": ANNA,
        "origin_server_ts": 1_700_000_000_000_u64, "content": {"msgtype": "m.text", "body": "Hello"}}]);
    stage.has(ROOM, content, |_| true).await;
    stage.has(OTHER, room(OWN, true, json!({}), vec![]), |_| true).await;
    let online = |state| (state == ConnectionView::Online).then_some(());
    until(stage.messenger.connection().expect("connection"), PATIENCE, online).await.expect("online");
    stage
}

/// The bodies of what was sent under a type, once there is something.
async fn sent(stage: &Stage, kind: &str) -> Value {
    for _ in 0..600 {
        if let Some((_, body)) = stage.asked("PUT", &format!("/send/{kind}/")).await.pop() {
            return body;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nothing of the type {kind} was sent");
}

/// The id of the first message of a room.
async fn first_item(stage: &Stage, room: &str) -> String {
    let items = stage.messenger.open_timeline(room).await.expect("timeline");
    let mut shown: Vec<TimelineItemView> = Vec::new();
    let found = until(items, PATIENCE, |changes: Vec<ListDiff<TimelineItemView>>| {
        changes.into_iter().for_each(|change| change.apply(&mut shown));
        shown.iter().find(|item| matches!(item.content, ItemContent::Message(_))).map(|item| item.id.clone())
    });
    found.await.expect("no message")
}

#[tokio::test]
async fn an_answer_in_a_thread_says_so_and_quotes_nothing() {
    let stage = in_two_rooms().await;
    let draft = Draft { markdown: "Good morning".into(), reply_to: None, mentions: vec![] };
    stage.messenger.send_in(ROOM, &draft, Some("$said")).await.expect("queued");
    let relation = sent(&stage, "m.room.message").await["m.relates_to"].clone();
    let expected = json!({"rel_type": "m.thread", "event_id": "$said", "is_falling_back": true,
        "m.in_reply_to": {"event_id": "$said"}});
    assert_eq!(relation, expected);
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_poll_goes_out_as_other_programs_know_it() {
    let stage = in_two_rooms().await;
    let answers = vec!["Yes".to_owned(), "No".to_owned()];
    let poll = NewPoll { question: "Lunch?".into(), answers, several: false, at_end: true };
    stage.messenger.create_poll(ROOM, &poll).await.expect("queued");
    let block = sent(&stage, "org.matrix.msc3381.poll.start").await["org.matrix.msc3381.poll.start"].clone();
    assert_eq!((&block["kind"], &block["max_selections"]), (&json!("org.matrix.msc3381.poll.undisclosed"), &json!(1)));
    let alone = NewPoll { answers: vec!["Yes".into()], ..poll };
    assert_eq!(stage.messenger.create_poll(ROOM, &alone).await, Err(ProblemView::NotFound));
    stage.messenger.close().await;
}

#[tokio::test]
async fn nothing_goes_on_from_a_restricted_room_to_one_that_is_not() {
    let stage = in_two_rooms().await;
    stage.on("GET", "/state/im.vector.room.access_rules/", answer(json!({}))).await;
    stage.on("GET", "/rooms/!room.*/state/org.depesha.room.label/", answer(json!({"label": "restricted"}))).await;
    stage.on("GET", "/rooms/!other.*/state/org.depesha.room.label/", answer(json!({}))).await;
    let messenger = &stage.messenger;
    assert_eq!(messenger.passage(ROOM, OTHER).await, Ok(PassageView::Closed));
    let item = first_item(&stage, ROOM).await;
    assert_eq!(messenger.forward(ROOM, &item, &[OTHER.into()], true).await, Err(ProblemView::NotFound));
    assert_eq!(messenger.passage(OTHER, ROOM).await, Ok(PassageView::Free));
    assert!(stage.asked("PUT", "/send/").await.is_empty());
    messenger.close().await;
}

#[tokio::test]
async fn a_message_goes_on_as_a_message_of_ones_own() {
    let stage = in_two_rooms().await;
    stage.on("GET", "/state/", answer(json!({}))).await;
    let item = first_item(&stage, ROOM).await;
    stage.messenger.forward(ROOM, &item, &[OTHER.into()], false).await.expect("queued");
    assert_eq!(sent(&stage, "m.room.message").await, json!({"msgtype": "m.text", "body": "Hello"}));
    let (at, _) = stage.asked("PUT", "/send/").await.remove(0);
    assert!(at.contains("other"), "{at}");
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_date_is_asked_for_once_from_then_on_and_else_from_before() {
    let stage = in_two_rooms().await;
    stage
        .on(
            "GET",
            "/timestamp_to_event",
            answer(json!({"event_id": "$said", "origin_server_ts": 1_700_000_000_000_u64})),
        )
        .await;
    assert_eq!(stage.messenger.event_at(ROOM, 1_600_000_000_000).await.as_deref(), Ok("$said"));
    let (at, _) = stage.asked("GET", "/timestamp_to_event").await.remove(0);
    assert!(at.contains("dir=f") && at.contains("ts=1600000000000"), "{at}");
    stage.messenger.close().await;
}
