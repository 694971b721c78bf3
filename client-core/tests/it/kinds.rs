//! What is asked of the homeserver for each kind of room, and how rooms of each kind look afterwards.

use client_core::view::{NewRoom, RoomKind, RoomOptions, RoomTheme};
use serde_json::{Value, json};

use crate::stage::{OWN, Stage, administers, answer, room, state};

const NEW: &str = "!new";

/// Makes a room; answers the body of the request and the stage with the room in it.
async fn made(kind: RoomKind, options: RoomOptions) -> Value {
    let stage = Stage::inside().await;
    stage.on("POST", "/createRoom$", answer(json!({"room_id": NEW}))).await;
    stage.brings(NEW, room(OWN, kind == RoomKind::Public, administers(), vec![]));
    let new = NewRoom { name: " Notices ".into(), topic: String::new(), kind, invite: vec![] };
    assert_eq!(stage.messenger.create_room_with(&new, &options).await, Ok(NEW.to_owned()));
    let (_, body) = stage.asked("POST", "/createRoom").await.pop().expect("asked");
    stage.messenger.close().await;
    body
}

fn initial<'a>(body: &'a Value, kind: &str) -> Option<&'a Value> {
    body["initial_state"].as_array()?.iter().find(|event| event["type"] == kind).map(|event| &event["content"])
}

#[tokio::test]
async fn a_room_open_to_people_from_outside_is_private_and_encrypted_and_says_so() {
    let body = made(RoomKind::Private, RoomOptions { externals: true, ..RoomOptions::default() }).await;
    let rule = initial(&body, "im.vector.room.access_rules").expect("rule");
    assert_eq!(*rule, json!({"rule": "unrestricted", "visibility": "private"}));
    assert!(initial(&body, "m.room.encryption").is_some());
    assert_eq!((&body["name"], &body["preset"]), (&json!("Notices"), &json!("private_chat")));
}

#[tokio::test]
async fn in_an_announcement_room_members_only_react_and_the_label_is_set_once() {
    let options = RoomOptions { announcement: true, restricted: true, ..RoomOptions::default() };
    let body = made(RoomKind::Private, options).await;
    let levels = &body["power_level_content_override"];
    assert_eq!((&levels["events_default"], &levels["events"]["m.reaction"]), (&json!(50), &json!(0)));
    assert_eq!(initial(&body, "org.depesha.room.label"), Some(&json!({"label": "restricted"})));
    assert!(initial(&body, "im.vector.room.access_rules").is_none());
}

#[tokio::test]
async fn the_theme_of_a_public_room_is_its_type() {
    // What does not fit a public room is left out.
    let options =
        RoomOptions { externals: true, restricted: true, theme: Some(RoomTheme::Health), announcement: false };
    let body = made(RoomKind::Public, options).await;
    assert_eq!(body["creation_content"]["type"], "org.depesha.theme.health");
    assert!(body.get("initial_state").is_none(), "{body}");
    assert!(body["power_level_content_override"].get("events_default").is_none());
}

#[tokio::test]
async fn rooms_say_of_themselves_who_may_be_in_them_and_who_writes() {
    let stage = Stage::inside().await;
    let open = json!({"rule": "unrestricted", "visibility": "private"});
    let seen = vec![state("im.vector.room.access_rules", "", OWN, open.clone())];
    let row = stage.has("!seen", room(OWN, false, administers(), seen), |row| row.externals).await;
    assert!(row.kind == RoomKind::Private && !row.announcement);
    // A rule that the sync has not brought is asked for, once.
    stage.on("GET", "/rooms/!asked/state/im.vector.room.access_rules/$", answer(open)).await;
    let levels = json!({"users": {OWN: 100}, "events_default": 50});
    let row = stage.has("!asked", room(OWN, false, levels, vec![]), |row| row.externals && row.announcement).await;
    assert_eq!(row.kind, RoomKind::Private);
    assert_eq!(stage.asked("GET", "/rooms/!asked/state/im.vector").await.len(), 1);
    stage.messenger.close().await;
}
