//! The last administrator of a room leaves it or steps down, by the route that the module asks.

use homeserver_bridge::homeserver::FakeRoom;
use serde_json::{Value, json};

use crate::fixture::{Bridge, MODULE_TOKEN};
use crate::offboarding::scene::{ANNA, BORIS, OLHA, scene};

const GUEST: &str = "@guest:externals.test";

/// What the module sends of a room.
fn state(room: &FakeRoom) -> Vec<Value> {
    let join = json!({"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "invite"}});
    room.state.values().cloned().chain([join]).collect()
}

async fn ask(bridge: &Bridge, room: &str, kind: &str, key: &str, content: Value) -> Value {
    let event = json!({"type": kind, "state_key": key, "sender": ANNA, "room_id": room, "content": content});
    let body = json!({"event": event, "state": state(&bridge.rooms.room(room))});
    bridge.api("POST", "/_depesha/homeserver/v1/check_event_allowed", Some(MODULE_TOKEN), body).await.1
}

async fn leave(bridge: &Bridge, room: &str) -> Value {
    ask(bridge, room, "m.room.member", ANNA, json!({"membership": "leave"})).await
}

#[tokio::test]
async fn who_follows_an_administrator_who_leaves() {
    let bridge = scene().await;
    for (room, followers) in [
        ("!alone", vec![OLHA]),
        ("!moderated", vec![BORIS]),
        ("!others", vec![ANNA]),
        ("!direct", vec![]),
        ("!empty", vec![]),
    ] {
        assert_eq!(leave(&bridge, room).await, json!({"allow": true}), "{room}");
        let levels = bridge.rooms.room(room).state["m.room.power_levels"]["content"]["users"].clone();
        let highest = levels.as_object().unwrap().iter().filter(|(_, level)| **level == 100);
        assert_eq!(highest.map(|(user, _)| user.as_str()).collect::<Vec<_>>(), followers, "{room}");
    }
    // Nobody from outside follows, and nobody is kept in a room because nobody follows.
    assert_eq!(leave(&bridge, "!with_external").await, json!({"allow": true}));
    bridge.rooms.put("!alone", FakeRoom::created_by(ANNA, json!({})).with(OLHA, "join", 3));
    bridge.rooms.refuse("power_levels", true);
    assert_eq!(leave(&bridge, "!alone").await, json!({"allow": true}));
    assert_eq!(bridge.rooms.room("!alone").level(OLHA), None);

    let rows = bridge
        .app
        .db
        .read(|tx| tx.query("SELECT subject, detail FROM audit WHERE action = 'room.handover' ORDER BY seq", &[]));
    let rows = rows.await.unwrap();
    let log: Vec<_> = rows.iter().map(|row| (row.text(0).unwrap(), row.text(1).unwrap())).collect();
    assert_eq!(log, [(OLHA.into(), "!alone".into()), (BORIS.into(), "!moderated".into())]);
}

#[tokio::test]
async fn who_follows_an_administrator_who_steps_down() {
    let bridge = scene().await;
    // The creator, who stands above the levels, has left.
    let made = |users: Value| {
        let mut room = FakeRoom::created_by(BORIS, users).with(ANNA, "join", 2);
        room.members.get_mut(BORIS).unwrap().0 = "leave";
        room
    };
    bridge.rooms.put("!moderated", made(json!({ANNA: 100, OLHA: 50})).with(OLHA, "join", 3));
    bridge.rooms.put("!two", made(json!({ANNA: 100, OLHA: 100})).with(OLHA, "join", 3));
    bridge.rooms.put("!outside", made(json!({ANNA: 100})).with(GUEST, "join", 3));
    let lower = async |room: &str, users: Value| {
        ask(&bridge, room, "m.room.power_levels", "", json!({"ban": 50, "users": users})).await
    };
    let answer = lower("!moderated", json!({ANNA: 0, OLHA: 50})).await;
    assert_eq!(answer, json!({"allow": true, "content": {"ban": 50, "users": {ANNA: 0, OLHA: 100}}}));
    assert_eq!(lower("!moderated", json!({ANNA: 100, OLHA: 0})).await, json!({"allow": true}), "one stays");
    assert_eq!(lower("!two", json!({ANNA: 0, OLHA: 100})).await, json!({"allow": true}), "the other stays");
    let answer = lower("!two", json!({ANNA: 0, OLHA: 0})).await;
    assert_eq!(answer["content"]["users"], json!({ANNA: 0, OLHA: 100}), "both at once");
    let answer = lower("!outside", json!({})).await;
    assert!(answer["reason"].as_str().unwrap().starts_with("You are the last administrator"), "{answer}");
}
