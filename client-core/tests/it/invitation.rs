//! What is said of an invitation before it is answered, and what is not because nobody told it.

use std::time::Duration;

use client_core::view::{InvitationView, InviterView, MembershipView, ProblemView};
use serde_json::{Value, json};

use crate::stage::{OWN, Stage, administers, answer, room};

const ROOM: &str = "!crisis";
const ANNA: &str = "@anna:finance.example";

fn stripped(kind: &str, key: &str, content: Value) -> Value {
    json!({"type": kind, "state_key": key, "sender": ANNA, "content": content})
}

/// An invitation as the homeserver passes it on: the person who invites is in it, the others are not.
fn invited() -> Value {
    json!({"initial": true, "membership": "invite", "bump_stamp": 1, "timeline": [], "required_state": [], "invite_state": [
        stripped("m.room.create", "", json!({"room_version": "11"})),
        stripped("m.room.join_rules", "", json!({"join_rule": "invite"})),
        stripped("m.room.name", "", json!({"name": "Crisis cell"})),
        stripped("m.room.topic", "", json!({"topic": "Floods"})),
        stripped("m.room.member", ANNA, json!({"membership": "join", "displayname": "Anna KOVAL [Finance]"})),
        stripped("m.room.member", OWN, json!({"membership": "invite", "displayname": "Olena KOVALENKO [Interior]"})),
    ]})
}

fn summary(members: u32) -> Value {
    json!({"room_id": ROOM, "num_joined_members": members, "guest_can_join": false, "world_readable": false,
        "join_rule": "invite", "membership": "invite"})
}

fn anna(title: &str, unit: &str) -> InviterView {
    InviterView {
        user_id: ANNA.into(),
        name: "Anna KOVAL".into(),
        organisation: "Finance".into(),
        title: title.into(),
        unit: unit.into(),
        external: false,
    }
}

/// What is told once it is known who invites: the list may show an invitation a moment before the store has it.
async fn told(stage: &Stage) -> InvitationView {
    for _ in 0..200 {
        let told = stage.messenger.invitation(ROOM).await.expect("invitation");
        if told.inviter.is_some() {
            return told;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nobody ever invited");
}

#[tokio::test]
async fn the_directory_says_who_invites_and_the_homeserver_how_many_are_there() {
    let stage = Stage::inside().await;
    let entry = json!({"person_id": "p7", "user_id": ANNA, "name": "Anna KOVAL", "title": "Deputy director",
        "unit": "Budget", "organisation": "Finance", "organisation_id": "finance", "state": "active"});
    stage.on("GET", "/_depesha/v1/people/of/", answer(entry)).await;
    stage.on("GET", "/room_summary/", answer(summary(7))).await;
    stage.has(ROOM, invited(), |row| row.membership == MembershipView::Invited).await;
    let expected = InvitationView {
        inviter: Some(anna("Deputy director", "Budget")),
        topic: "Floods".into(),
        members: Some(7),
        // Six of the seven are strangers.
        colleagues: None,
    };
    assert_eq!(told(&stage).await, expected);
    stage.messenger.close().await;
}

#[tokio::test]
async fn what_nobody_tells_is_left_out() {
    let stage = Stage::inside().await;
    stage.has(ROOM, invited(), |row| row.membership == MembershipView::Invited).await;
    let told = told(&stage).await;
    assert_eq!(told.inviter, Some(anna("", "")), "the invitation itself names her");
    assert_eq!((told.members, told.colleagues), (None, None));
    stage.on("GET", "/room_summary/", answer(summary(1))).await;
    let told = stage.messenger.invitation(ROOM).await.expect("invitation");
    assert_eq!((told.members, told.colleagues), (Some(1), Some(0)), "she is alone there, and of another ministry");
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_room_that_one_is_in_is_no_invitation() {
    let stage = Stage::inside().await;
    stage.has("!in", room(OWN, false, administers(), vec![]), |row| row.membership == MembershipView::Joined).await;
    assert_eq!(stage.messenger.invitation("!in").await, Err(ProblemView::NotFound));
    stage.messenger.close().await;
}
