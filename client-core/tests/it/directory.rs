//! The directory of public rooms over several homeservers.

use client_core::view::{ProblemView, RoomTheme};
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use crate::stage::{Stage, answer};

fn listed(id: &str, members: u32, room_type: Option<&str>) -> Value {
    let mut room = json!({"room_id": id, "name": id, "num_joined_members": members, "world_readable": false,
        "guest_can_join": false, "join_rule": "public"});
    if let Some(kind) = room_type {
        room["room_type"] = json!(kind);
    }
    room
}

#[tokio::test]
async fn pages_of_all_homeservers_are_one_list_that_goes_on_where_there_is_more() {
    let stage = Stage::inside().await;
    let play = |request: &Request| {
        let body: Value = request.body_json().expect("JSON");
        let elsewhere = request.url.query().is_some_and(|query| query.contains("finance.example"));
        match (elsewhere, body["since"].as_str()) {
            (true, _) => answer(json!({"chunk": [listed("!f", 7, None)]})),
            (false, None) => {
                answer(json!({"chunk": [listed("!a", 9, None), listed("!b", 2, None)], "next_batch": "two"}))
            }
            (false, Some("two")) => answer(json!({"chunk": [listed("!c", 1, None)]})),
            _ => ResponseTemplate::new(400),
        }
    };
    stage.on("POST", "/publicRooms$", play).await;
    let first = stage.messenger.public_page("", None, None, None).await.expect("page");
    let ids = |page: &client_core::view::PublicPage| page.rooms.iter().map(|room| room.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first), ["!a", "!f", "!b"]);
    assert_eq!(first.rooms[1].organisation, "Finance");
    let second = stage.messenger.public_page("", None, None, first.next.as_deref()).await.expect("page");
    assert_eq!((ids(&second), second.next), (vec!["!c".to_owned()], None));
    assert_eq!(stage.messenger.public_page("", None, None, Some("nonsense")).await, Err(ProblemView::NotFound));
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_theme_is_asked_for_and_a_homeserver_that_does_not_answer_is_named() {
    let stage = Stage::inside().await;
    let play = |request: &Request| {
        if request.url.query().is_some_and(|query| query.contains("finance.example")) {
            return ResponseTemplate::new(502).set_body_json(json!({"errcode": "M_UNKNOWN", "error": "no"}));
        }
        let body: Value = request.body_json().expect("JSON");
        assert_eq!(body["filter"]["room_types"], json!(["org.depesha.theme.health"]));
        answer(json!({"chunk": [listed("!h", 9, Some("org.depesha.theme.health")), listed("!x", 3, None)]}))
    };
    stage.on("POST", "/publicRooms$", play).await;
    let page = stage.messenger.public_page("", None, Some(RoomTheme::Health), None).await.expect("page");
    assert_eq!(page.rooms.len(), 1, "what is not of the theme is no answer");
    assert_eq!((page.rooms[0].theme, &page.missing), (Some(RoomTheme::Health), &vec!["Finance".to_owned()]));
    stage.messenger.close().await;
}

#[tokio::test]
async fn a_room_is_looked_at_before_one_enters_it() {
    let stage = Stage::inside().await;
    let summary = json!({"room_id": "!forum", "name": "Forum", "topic": "Ask here", "num_joined_members": 12,
        "join_rule": "public", "world_readable": false, "guest_can_join": false, "room_type": "org.depesha.theme.work"});
    stage.on("GET", "/room_summary/|/im.nheko.summary/", answer(summary)).await;
    let card = stage.messenger.public_room("!forum", "finance.example").await.expect("card");
    assert!(!card.readable && !card.room.joined);
    assert_eq!((card.room.members, card.room.theme), (12, Some(RoomTheme::Work)));
    assert_eq!((card.room.topic.as_str(), card.room.organisation.as_str()), ("Ask here", "Finance"));
    stage.messenger.close().await;
}
