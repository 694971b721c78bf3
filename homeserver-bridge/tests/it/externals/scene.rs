//! The departures' scene with rooms that are open to people from outside and rooms that are not; and the sentences that the
//! tests say about it.

use axum::http::StatusCode;
use homeserver_bridge::clock::Clock;
use homeserver_bridge::homeserver::FakeRoom;
use serde_json::{Value, json};

use crate::accounts::{self, PASSWORD};
use crate::fixture::Bridge;
use crate::offboarding::scene::staff;
pub(crate) use crate::offboarding::scene::{ANNA, BORIS, DAY_MS, OLHA, work_for};

pub(crate) const JANE: &str = "jane.doe@firm.example";
pub(crate) const JANES: &str = "@jane.doe:externals.test";

/// A room of Anna's with Boris and Olha in it.
pub(crate) fn room(rule: &str, invite: i64) -> FakeRoom {
    let mut room = FakeRoom::created_by(ANNA, json!({})).with(BORIS, "join", 5).with(OLHA, "join", 3);
    room.state.get_mut("m.room.power_levels").unwrap()["content"]["invite"] = json!(invite);
    for (kind, content) in [
        ("im.vector.room.access_rules", json!({"rule": rule, "visibility": "private"})),
        ("m.room.join_rules", json!({"join_rule": "invite"})),
        ("m.room.encryption", json!({"algorithm": "m.megolm.v1.aes-sha2"})),
        ("m.room.history_visibility", json!({"history_visibility": "shared"})),
    ] {
        room.state.insert(kind.into(), json!({"type": kind, "state_key": "", "sender": ANNA, "content": content}));
    }
    room
}

/// Everybody at work, with the rooms.
pub(crate) async fn scene() -> Bridge {
    with_rooms(staff(Bridge::new()).await)
}

pub(crate) fn with_rooms(bridge: Bridge) -> Bridge {
    bridge.rooms.put("!open", room("unrestricted", 0));
    bridge.rooms.put("!second", room("unrestricted", 0));
    bridge.rooms.put("!strict", room("unrestricted", 50));
    bridge.rooms.put("!closed", room("restricted", 0));
    bridge
}

/// Somebody asks at their own bridge.
pub(crate) async fn ask(bridge: &Bridge, caller: &str, path: &str, body: Value) -> (StatusCode, Value) {
    let method = if path.is_empty() { "GET" } else { "POST" };
    bridge.api(method, &format!("/_depesha/v1/externals{path}"), Some(caller), body).await
}

/// Invites; answers the words of what came of each line.
pub(crate) async fn invite(bridge: &Bridge, caller: &str, room: &str, emails: &[&str]) -> Vec<String> {
    let (status, answer) = ask(bridge, caller, "/invite", json!({"room_id": room, "emails": emails})).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let lines = answer["lines"].as_array().unwrap();
    lines.iter().map(|line| line["outcome"].as_str().unwrap().to_owned()).collect()
}

/// Jane is invited by Anna and signs up.
pub(crate) async fn with_jane(bridge: &Bridge) {
    assert_eq!(invite(bridge, ANNA, "!open", &[JANE]).await, ["mailed"]);
    bridge.work().await;
    assert_eq!(sign_up(bridge, JANE, ["Jane", "Doe"]).await, JANES);
    bridge.work().await;
}

/// Somebody from outside signs up and is called so; answers the Matrix id.
pub(crate) async fn sign_up(bridge: &Bridge, email: &str, [given, family]: [&str; 2]) -> String {
    let code = accounts::ask(bridge, "signup", email).await;
    let name = json!({"given": given, "family": family});
    let body = json!({"email": email, "code": code, "password": PASSWORD, "name": name});
    let (status, answer) = accounts::post(bridge, "signup/confirm", body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["user_id"].as_str().unwrap().to_owned()
}

/// The only person that somebody answers for.
pub(crate) async fn only(bridge: &Bridge, caller: &str) -> Value {
    let (status, answer) = ask(bridge, caller, "", Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["externals"].as_array().unwrap().len(), 1, "{answer}");
    answer["externals"][0].clone()
}

/// Where somebody stands in a room.
pub(crate) fn stands(bridge: &Bridge, room: &str, user: &str) -> Option<&'static str> {
    bridge.rooms.room(room).members.get(user).map(|(word, _)| *word)
}

/// Jane enters a room.
pub(crate) fn enters(bridge: &Bridge, room: &str) {
    let now = bridge.rooms.room(room).with(JANES, "join", 9);
    bridge.rooms.put(room, now);
}

/// The minute's look, and everything that follows from it.
pub(crate) async fn look(bridge: &Bridge) {
    homeserver_bridge::externals::look(&bridge.app).await.unwrap();
    work_for(bridge, 5000).await;
}

/// Whom the bridge has mailed since the mail with this number, and the first line of each.
pub(crate) fn mails_since(bridge: &Bridge, number: usize) -> Vec<String> {
    let sent = bridge.mail.sent();
    let line = |mail: &homeserver_bridge::mail::Mail| {
        format!("{}: {}", mail.to.as_str(), mail.text.lines().next().unwrap_or_default())
    };
    let mut lines: Vec<_> = sent.iter().skip(number).map(line).collect();
    lines.sort();
    lines
}

pub(crate) fn now(bridge: &Bridge) -> i64 {
    bridge.clock.now_ms()
}
