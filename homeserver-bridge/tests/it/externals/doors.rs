//! Who may ask, and where an address leads.

use axum::http::StatusCode;
use homeserver_bridge::config::HomeserverRole;
use homeserver_bridge::http;
use serde_json::{Value, json};

use super::scene::{ANNA, JANE, JANES, ask, invite, scene, with_jane};
use crate::accounts::post;
use crate::fixture::{Bridge, MODULE_TOKEN, SYNC_TOKEN, call};

#[tokio::test]
async fn strangers_and_people_from_outside_invite_list_renew_and_end_nobody() {
    let bridge = scene().await;
    with_jane(&bridge).await;
    bridge.externals.issue_token("guest", JANES);
    let routes = [
        ("/invite", json!({"room_id": "!open", "emails": ["x@firm.example"]})),
        ("", Value::Null),
        ("/HR-1/renew", json!({"until_ms": 1})),
        ("/HR-1/end", Value::Null),
    ];
    let mails = bridge.mail.sent().len();
    for (path, body) in routes {
        for token in [None, Some("stolen"), Some(MODULE_TOKEN), Some(SYNC_TOKEN)] {
            let method = if path.is_empty() { "GET" } else { "POST" };
            let path = format!("/_depesha/v1/externals{path}");
            let (status, _) = bridge.api(method, &path, token, body.clone()).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{path} {token:?}");
        }
        let (status, answer) = ask(&bridge, "guest", path, body).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path} {answer}");
    }
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), mails);
}

#[tokio::test]
async fn every_address_that_is_no_organisations_leads_to_the_same_place_invited_or_not() {
    let bridge = scene().await;
    with_jane(&bridge).await;
    let (status, known) = post(&bridge, "discover", json!({"email": JANE})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        known,
        json!({
            "organisation": "External",
            "homeserver": {"server_name": "externals.test", "base_url": "http://externals.door.test"},
            "sign_in": ["password"],
            "external": true,
        })
    );
    for email in ["nobody@firm.example", "nobody@elsewhere.example", "a@evilinterior.gov.example"] {
        assert_eq!(post(&bridge, "discover", json!({"email": email})).await.1, known, "{email}");
    }
    for email in ["a@x.interior.gov.example", "a@deep.er.finance.gov.example"] {
        let (status, _) = post(&bridge, "discover", json!({"email": email})).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "a slip below an organisation's domain is not from outside: {email}");
    }
}

#[tokio::test]
async fn where_there_is_no_place_for_people_from_outside_nobody_is_invited() {
    let inside = |config: &mut homeserver_bridge::config::ServeConfig| {
        config.homeservers.retain(|home| home.role == HomeserverRole::Ministry);
    };
    let bridge = super::scene::with_rooms(crate::offboarding::scene::staff(Bridge::changed(inside)).await);
    let (status, _) = post(&bridge, "discover", json!({"email": JANE})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, answer) = ask(&bridge, ANNA, "/invite", json!({"room_id": "!open", "emails": [JANE]})).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{answer}");
}

#[tokio::test]
async fn only_who_was_invited_gets_a_code_and_nobody_hears_who_was() {
    let bridge = scene().await;
    invite(&bridge, ANNA, "!open", &[JANE]).await;
    bridge.work().await;
    let mails = bridge.mail.sent().len();
    let mut answers = Vec::new();
    for email in ["nobody@firm.example", JANE] {
        answers.push(post(&bridge, "signup", json!({"email": email})).await);
        bridge.work().await;
    }
    assert_eq!(answers[0], answers[1]);
    let sent = bridge.mail.sent();
    assert_eq!(sent.len(), mails + 1);
    assert_eq!(sent[mails].to.as_str(), JANE);
}

#[tokio::test]
async fn their_front_door_opens_to_no_list_of_rooms_and_their_directory_is_empty() {
    let bridge = scene().await;
    with_jane(&bridge).await;
    bridge.externals.issue_token("guest", JANES);
    let door = |method: &'static str, path: &'static str, body: Value| {
        let router = http::front_door_router(bridge.app.clone(), "externals.test".parse().unwrap());
        call(router, method, path, Some("guest"), body)
    };
    for (method, path) in [
        ("GET", "/_matrix/client/v3/publicRooms"),
        ("POST", "/_matrix/client/v3/publicRooms?server=interior.test"),
        ("GET", "/_matrix/client/v3/directory/room/%23forum:interior.test"),
        ("POST", "/_matrix/client/v3/rooms/!open/invite"),
        ("POST", "/_matrix/client/v3/knock/!open"),
        ("PUT", "/_matrix/client/v3/profile/@jane.doe:externals.test/displayname"),
    ] {
        let (status, answer) = door(method, path, json!({})).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path} {answer}");
    }
    for (path, body) in [
        ("/_depesha/v1/people/search", json!({"term": "anna"})),
        ("/_matrix/client/v3/user_directory/search", json!({"search_term": "anna"})),
    ] {
        let (status, answer) = door("POST", path, body).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!answer.to_string().contains("nna"), "{answer}");
    }
    // The ministries' doors open to it.
    let (status, _) = bridge.door("GET", "/_matrix/client/v3/publicRooms", Some(ANNA), Value::Null).await;
    assert_ne!(status, StatusCode::FORBIDDEN);
}
