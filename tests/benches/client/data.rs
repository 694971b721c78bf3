//! The rooms, people and messages that the played homeserver gives out.

use serde_json::{Value, json};
use system_tests::crowd::somebody;

/// Rooms of the list.
pub(crate) const ROOMS: usize = 1_000;
/// Events of the large conversation.
pub(crate) const EVENTS: usize = 10_000;
/// The room that is large.
pub(crate) const LARGE: usize = 3;
/// The person here.
pub(crate) const OWN: &str = "@olena:interior.example";
/// Their device.
pub(crate) const DEVICE: &str = "DEVICE";
/// Its token.
pub(crate) const TOKEN: &str = "token";
/// People in a room of many.
const PEOPLE: usize = 40;
const START_MS: usize = 1_700_000_000_000;

/// The id of a room.
pub(crate) fn room_id(n: usize) -> String {
    format!("!room{n:04}:interior.example")
}

/// Two conversations of two people in five rooms; one room in ten is public.
fn is_direct(n: usize) -> bool {
    n % 5 < 2
}

fn is_public(n: usize) -> bool {
    n % 10 == 3
}

fn user(n: usize) -> String {
    format!("@person{n}:interior.example")
}

fn name(n: usize) -> String {
    let who = somebody(n);
    format!("{} {} [Interior]", who.given, who.family.to_uppercase())
}

fn state(n: usize, kind: &str, key: &str, content: Value) -> Value {
    json!({"type": kind, "state_key": key, "sender": user(n), "content": content,
        "event_id": format!("$state-{n}-{kind}-{key}"), "origin_server_ts": START_MS})
}

fn member(n: usize, user: &str, name: &str) -> Value {
    let mut event = state(n, "m.room.member", user, json!({"membership": "join", "displayname": name}));
    event["sender"] = user.into();
    event
}

/// Who is in a room beside the person here.
fn people(n: usize) -> Vec<usize> {
    if is_direct(n) { vec![n] } else { (n..n + PEOPLE).collect() }
}

/// The members of the room in a path.
pub(crate) fn members_of(path: &str) -> Vec<Value> {
    let number = path.split("room").nth(2).and_then(|rest| rest.get(..4)?.parse().ok()).unwrap_or(0);
    let mut all: Vec<Value> = people(number).into_iter().map(|who| member(number, &user(who), &name(who))).collect();
    all.push(member(number, OWN, "Olena KOVALENKO [Interior]"));
    for event in &mut all {
        event["room_id"] = room_id(number).into();
    }
    all
}

/// Which rooms are conversations of two.
pub(crate) fn directs() -> Value {
    let content: serde_json::Map<String, Value> =
        (0..ROOMS).filter(|n| is_direct(*n)).map(|n| (user(n), json!([room_id(n)]))).collect();
    json!({"type": "m.direct", "content": content})
}

/// An event of a room: words, some of them formatted, some long.
pub(crate) fn event(room: usize, n: usize) -> Value {
    let who = people(room)[n % people(room).len()];
    let mut content =
        json!({"msgtype": "m.text", "body": format!("Message number {n}, about the budget of next year.")});
    if n.is_multiple_of(7) {
        content["format"] = "org.matrix.custom.html".into();
        content["formatted_body"] =
            format!("<p>Message <strong>number {n}</strong></p><ul><li>one</li><li>two</li></ul>").into();
    }
    if n.is_multiple_of(11) {
        content["body"] = format!("Number {n}. {}", "This one is longer than the others. ".repeat(12)).into();
    }
    json!({"type": "m.room.message", "sender": user(who), "content": content, "room_id": room_id(room),
        "event_id": format!("$event-{room}-{n}"), "origin_server_ts": START_MS + n * 60_000})
}

/// A room as a sync brings it, with its newest message.
pub(crate) fn room(n: usize) -> Value {
    let join_rule = if is_public(n) { "public" } else { "invite" };
    let mut all = vec![
        state(n, "m.room.create", "", json!({"room_version": "11"})),
        member(n, OWN, "Olena KOVALENKO [Interior]"),
        state(n, "m.room.join_rules", "", json!({"join_rule": join_rule})),
        state(n, "m.room.power_levels", "", json!({"users": {user(n): 100}})),
    ];
    if !is_public(n) {
        all.push(state(n, "m.room.encryption", "", json!({"algorithm": "m.megolm.v1.aes-sha2"})));
    }
    let newest = if n == LARGE { EVENTS } else { n + 1 };
    let last = event(n, newest);
    for who in people(n).into_iter().filter(|who| last["sender"] == user(*who)) {
        all.push(member(n, &user(who), &name(who)));
    }
    if !is_direct(n) {
        all.push(state(n, "m.room.name", "", json!({"name": format!("Room number {n}")})));
    }
    let mut room = json!({"initial": true, "membership": "join", "required_state": all, "timeline": [last],
        "limited": true, "prev_batch": format!("p{}", if n == LARGE { EVENTS } else { 0 }), "num_live": 1,
        "joined_count": people(n).len() + 1, "invited_count": 0, "bump_stamp": START_MS + newest,
        "notification_count": n % 3, "highlight_count": 0});
    if is_direct(n) {
        room["heroes"] = json!([{"user_id": user(n), "displayname": name(n)}]);
    } else {
        room["name"] = format!("Room number {n}").into();
    }
    room
}

/// A room as a sync brings it with a message that is new: the so-many-eth after all the others.
pub(crate) fn newer(room: usize, n: usize) -> Value {
    let number = EVENTS + 1 + n;
    json!({"timeline": [event(room, number)], "limited": false, "num_live": 1, "bump_stamp": START_MS + number,
        "notification_count": n, "highlight_count": 0})
}
