//! What a person notes about a conversation for themselves: where it stands, of what it tells, that it is not read.

use client_core::view::{RoomNotifications, RoomPlace};
use serde_json::{Value, json};

use crate::stage::{Stage, administers, answer, room};

const ROOM: &str = "!r";
const ANNA: &str = "@anna:finance.example";

/// A public room with a message of somebody else.
fn talk() -> Value {
    let mut talk = room(ANNA, true, administers(), vec![]);
    talk["timeline"] = json!([{"type": "m.room.message", "event_id": "$said", "sender": ANNA,
        "origin_server_ts": 1_700_000_100_000_u64, "content": {"msgtype": "m.text", "body": "Good morning"}}]);
    talk
}

/// The push rules of an account: what a homeserver has by itself, and what was said about the room.
fn rules(muted: bool) -> Value {
    let message = json!({"rule_id": ".m.rule.message", "default": true, "enabled": true, "actions": ["notify"],
        "conditions": [{"kind": "event_match", "key": "type", "pattern": "m.room.message"}]});
    let mute = json!({"rule_id": ROOM, "default": false, "enabled": true, "actions": [],
        "conditions": [{"kind": "event_match", "key": "room_id", "pattern": ROOM}]});
    // Every homeserver has this one, and first; ruma relies on it when it adds another.
    let master =
        json!({"rule_id": ".m.rule.master", "default": true, "enabled": false, "actions": [], "conditions": []});
    let over = if muted { vec![master, mute] } else { vec![master] };
    json!({"type": "m.push_rules", "content": {"global": {"override": over, "underride": [message]}}})
}

fn notes(of_room: Value, of_account: Value) -> Value {
    json!({"account_data": {"rooms": {ROOM: of_room}, "global": of_account}})
}

#[tokio::test]
async fn the_persons_own_notes_about_a_room_are_in_its_row() {
    let stage = Stage::inside().await;
    let of_room = json!([
        {"type": "m.tag", "content": {"tags": {"m.favourite": {}, "u.work": {}}}},
        {"type": "m.marked_unread", "content": {"unread": true}},
    ]);
    stage.tells(json!({"rooms": {ROOM: talk()}, "extensions": notes(of_room, json!([rules(true)]))}));
    let row = stage.sees(ROOM, |row| row.notifications == RoomNotifications::Muted).await;
    assert!(row.marked_unread);
    assert_eq!((row.place, row.attention()), (RoomPlace::Favourite, 0));
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_room_that_is_muted_elsewhere_is_muted_here_although_nothing_happens_in_it() {
    let stage = Stage::inside().await;
    stage.tells(json!({"rooms": {ROOM: talk()}, "extensions": notes(json!([]), json!([rules(false)]))}));
    let mut told = false;
    let row = stage.sees(ROOM, |row| {
        if !told && row.notifications == RoomNotifications::All {
            told = true;
            stage.tells(json!({"extensions": {"account_data": {"global": [rules(true)]}}}));
        }
        told && row.notifications == RoomNotifications::Muted
    });
    assert_eq!(row.await.place, RoomPlace::Usual);
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_favourite_is_no_longer_among_the_last() {
    let stage = Stage::inside().await;
    stage.on("DELETE", "/tags/", answer(json!({}))).await;
    let tags = json!([{"type": "m.tag", "content": {"tags": {"m.lowpriority": {}}}}]);
    stage.tells(json!({"rooms": {ROOM: talk()}, "extensions": notes(tags, json!([]))}));
    stage.sees(ROOM, |row| row.place == RoomPlace::Last).await;
    assert_eq!(stage.messenger.set_room_place(ROOM, RoomPlace::Favourite).await, Ok(()));
    assert_eq!(stage.asked("PUT", "/tags/m.favourite").await.len(), 1);
    assert_eq!(stage.asked("DELETE", "/tags/m.lowpriority").await.len(), 1);
    stage.messenger.close().await;
}

#[tokio::test]
async fn muting_is_a_rule_and_the_usual_is_none() {
    let stage = Stage::inside().await;
    stage.on("DELETE", "/pushrules/", answer(json!({}))).await;
    // As long as no rules are known, a room looks as usual: first they are others.
    stage.tells(json!({"rooms": {ROOM: talk()}, "extensions": notes(json!([]), json!([rules(true)]))}));
    stage.sees(ROOM, |row| row.notifications == RoomNotifications::Muted).await;
    stage.tells(json!({"extensions": {"account_data": {"global": [rules(false)]}}}));
    stage.sees(ROOM, |row| row.notifications == RoomNotifications::All).await;
    let set = |wanted| stage.messenger.set_room_notifications(ROOM, wanted);
    assert_eq!(set(RoomNotifications::Muted).await, Ok(()));
    let (_, rule) = stage.asked("PUT", "/pushrules/global/override/").await.pop().expect("asked");
    assert_eq!(rule["actions"], json!([]));
    assert_eq!(set(RoomNotifications::Mentions).await, Ok(()));
    let (_, rule) = stage.asked("PUT", "/pushrules/global/room/").await.pop().expect("asked");
    assert_eq!(rule["actions"], json!([]));
    assert_eq!(set(RoomNotifications::All).await, Ok(()));
    assert_eq!(stage.asked("PUT", "/pushrules/").await.len(), 2, "what is usual needs no rule");
    assert_eq!(stage.asked("DELETE", "/pushrules/").await.len(), 2);
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_room_is_marked_as_not_read_and_read_again_without_being_opened() {
    let stage = Stage::inside().await;
    stage.has(ROOM, talk(), |row| row.preview.is_some()).await;
    assert_eq!(stage.messenger.set_room_unread(ROOM, true).await, Ok(()));
    let (_, body) = stage.asked("PUT", "/account_data/m.marked_unread").await.pop().expect("asked");
    assert_eq!(body, json!({"unread": true}));
    let mark = json!([{"type": "m.marked_unread", "content": {"unread": true}}]);
    stage.tells(json!({"extensions": notes(mark, json!([]))}));
    stage.sees(ROOM, |row| row.marked_unread).await;
    assert_eq!(stage.messenger.set_room_unread(ROOM, false).await, Ok(()));
    assert_eq!(stage.asked("POST", "/receipt/m.read/$said").await.len(), 1);
    let (_, body) = stage.asked("PUT", "/account_data/m.marked_unread").await.pop().expect("asked");
    assert_eq!(body, json!({"unread": false}));
    stage.messenger.close().await;
}
