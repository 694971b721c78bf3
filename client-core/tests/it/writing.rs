//! What goes on around writing: what the homeserver is told of it and what not, who types, drafts, links to messages.

use std::time::Duration;

use client_core::until;
use client_core::view::{
    ConnectionView, Draft, ItemContent, ListDiff, Mention, RoomDraft, TimelineItemView, TracesView,
};
use serde_json::{Value, json};

use crate::stage::{OWN, Stage, answer, member, room};

const ROOM: &str = "!room:interior.example";
const ANNA: &str = "@anna:interior.example";
const PATIENCE: Duration = Duration::from_secs(60);

fn said(words: &str) -> Value {
    json!({"type": "m.room.message", "event_id": "$said", "sender": ANNA, "origin_server_ts": 1_700_000_000_000_u64,
        "content": {"msgtype": "m.text", "body": words}})
}

/// A public room in which Anna has said something, with the connection there.
async fn in_a_room() -> Stage {
    let stage = Stage::inside().await;
    let mut content = room(OWN, true, json!({}), vec![member(ANNA, "Anna KOVALENKO [Interior]", "join")]);
    content["timeline"] = json!([said("Hello")]);
    stage.has(ROOM, content, |_| true).await;
    let online = |state| (state == ConnectionView::Online).then_some(());
    until(stage.messenger.connection().expect("connection"), PATIENCE, online).await.expect("online");
    stage
}

/// Waits until something was asked for so often.
async fn asked(stage: &Stage, verb: &str, part: &str, times: usize) -> Vec<(String, Value)> {
    for _ in 0..600 {
        let asked = stage.asked(verb, part).await;
        if asked.len() >= times {
            return asked;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{part} was not asked for");
}

#[tokio::test]
async fn what_others_see_is_what_the_person_lets_them_see() {
    let stage = in_a_room().await;
    let messenger = &stage.messenger;
    assert_eq!(messenger.traces().await, Ok(TracesView { typing: true, reading: true }));
    messenger.set_typing(ROOM, true).await.expect("typing");
    assert_eq!(asked(&stage, "PUT", "/typing/", 1).await[0].1["typing"], true);
    messenger.set_typing(ROOM, false).await.expect("stopped");
    assert_eq!(asked(&stage, "PUT", "/typing/", 2).await[1].1["typing"], false);

    let hidden = TracesView { typing: false, reading: false };
    messenger.set_traces(hidden).await.expect("kept");
    assert_eq!(messenger.traces().await, Ok(hidden));
    messenger.set_typing(ROOM, true).await.expect("typing");
    let items = messenger.open_timeline(ROOM).await.expect("timeline");
    let message = |changes: Vec<ListDiff<TimelineItemView>>| {
        let mut items: Vec<TimelineItemView> = Vec::new();
        changes.into_iter().for_each(|change| change.apply(&mut items));
        items.iter().any(|item| matches!(item.content, ItemContent::Message(_))).then_some(())
    };
    until(items, PATIENCE, message).await.expect("the message is there");
    messenger.mark_read(ROOM).await.expect("read");
    let receipts = asked(&stage, "POST", "/receipt/", 2).await;
    let kinds: Vec<&str> = receipts.iter().filter_map(|(at, _)| at.split('/').rev().nth(1)).collect();
    assert_eq!(kinds, ["m.read.private", "m.fully_read"]);
    assert_eq!(stage.asked("PUT", "/typing/").await.len(), 2, "nobody heard of it");
    messenger.close().await;
}

#[tokio::test]
async fn who_types_is_known_by_name() {
    let stage = in_a_room().await;
    let mut typing = stage.messenger.typing(ROOM).expect("typing");
    stage.types(ROOM, &[OWN, ANNA]);
    let names = until(&mut typing, PATIENCE, Some).await;
    assert_eq!(names, Some(vec!["Anna KOVALENKO".to_owned()]));
    stage.types(ROOM, &[]);
    assert_eq!(until(&mut typing, PATIENCE, Some).await, Some(Vec::new()));
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_draft_is_there_again_after_a_restart_and_goes_when_it_is_empty() {
    let stage = in_a_room().await;
    let messenger = &stage.messenger;
    let anna = Mention { user_id: ANNA.into(), name: "Anna KOVALENKO".into() };
    let markdown = "half a thought for @Anna KOVALENKO, **important".to_owned();
    let draft = RoomDraft { room_id: ROOM.into(), thread: None, markdown, mentions: vec![anna] };
    let answer = RoomDraft { thread: Some("$said".into()), markdown: "half an answer".into(), ..draft.clone() };
    let answer = RoomDraft { mentions: vec![], ..answer };
    messenger.keep_draft(&draft).await.expect("kept");
    messenger.keep_draft(&answer).await.expect("kept");
    messenger.close().await;
    messenger.start().await.expect("started");
    assert_eq!(messenger.drafts().await, Ok(vec![draft.clone(), answer.clone()]));
    messenger.keep_draft(&RoomDraft { markdown: " \n".into(), ..draft }).await.expect("kept");
    assert_eq!(messenger.drafts().await, Ok(vec![answer.clone()]));
    messenger.keep_draft(&RoomDraft { markdown: String::new(), ..answer }).await.expect("kept");
    assert_eq!(messenger.drafts().await, Ok(vec![]));
    messenger.close().await;
}

#[tokio::test]
async fn who_is_named_is_told() {
    let stage = in_a_room().await;
    let messenger = &stage.messenger;
    let mentions = vec![Mention { user_id: ANNA.into(), name: "Anna KOVALENKO".into() }];
    let draft = Draft { markdown: "Thanks @Anna KOVALENKO".into(), reply_to: None, mentions };
    messenger.send(ROOM, &draft).await.expect("queued");
    let sent = asked(&stage, "PUT", "/send/m.room.message/", 1).await.remove(0).1;
    assert_eq!(sent["m.mentions"]["user_ids"], json!([ANNA]));
    assert_eq!(sent["formatted_body"], format!("Thanks <a href=\"https://matrix.to/#/{ANNA}\">Anna KOVALENKO</a>"));
    messenger.close().await;
}

#[tokio::test]
async fn a_message_has_a_link_and_says_what_it_said_before() {
    let stage = in_a_room().await;
    let link = stage.messenger.message_link(ROOM, "$said").await.expect("link");
    assert!(link.starts_with("https://matrix.to/#/!room:interior.example/$said?via=interior.example"), "{link}");
    let mut change = said("* Good morning");
    change["event_id"] = json!("$change");
    change["origin_server_ts"] = json!(1_700_000_060_000_u64);
    change["content"]["m.new_content"] = json!({"msgtype": "m.text", "body": "Good morning"});
    change["content"]["m.relates_to"] = json!({"rel_type": "m.replace", "event_id": "$said"});
    stage.on("GET", "/relations/.*/m.replace", answer(json!({"chunk": [change]}))).await;
    let versions = stage.messenger.versions(ROOM, "$said").await.expect("versions");
    let words: Vec<String> =
        versions.iter().map(|version| serde_json::to_string(&version.nodes).expect("JSON")).collect();
    assert_eq!(words, [r#"[{"node":"text","text":"Good morning"}]"#, r#"[{"node":"text","text":"Hello"}]"#]);
    stage.messenger.close().await;
}
