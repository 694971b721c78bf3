//! People from outside: what is asked of the bridge for them, and what their own client knows.

use client_core::view::{ExternalOutcome, ExternalStanding, ProblemView};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::stage::{Stage, answer};

#[tokio::test]
async fn addresses_go_to_the_bridge_and_each_is_answered() {
    let stage = Stage::inside().await;
    let lines = json!({"lines": [
        {"email": "a@uni.example", "outcome": "mailed"}, {"email": "x", "outcome": "bad_email"},
        {"email": "b@interior.example", "outcome": "internal"}]});
    stage.on("POST", "/_depesha/v1/externals/invite$", answer(lines)).await;
    let emails = ["a@uni.example", "x", "b@interior.example"].map(ToOwned::to_owned);
    let answers = stage.messenger.invite_externals("!room", &emails, Some(30)).await.expect("answers");
    let outcomes: Vec<_> = answers.iter().map(|line| line.outcome).collect();
    assert_eq!(outcomes, [ExternalOutcome::Mailed, ExternalOutcome::BadEmail, ExternalOutcome::Internal]);
    let (_, body) = stage.asked("POST", "/externals/invite").await.pop().expect("asked");
    assert_eq!((&body["room_id"], &body["emails"]), (&json!("!room"), &json!(emails)));
    assert!(body["until_ms"].as_u64().is_some_and(|until| until > 1_700_000_000_000));
    stage.messenger.close().await;
}

#[tokio::test]
async fn one_sees_renews_and_ends_whom_one_answers_for() {
    let stage = Stage::inside().await;
    let one = json!({"id": "e/1", "email": "a@uni.example", "user_id": "@a:outside.example", "name": "Ada\u{202E} B",
        "state": "active", "until_ms": 1_800_000_000_000_u64, "rooms": ["!unknown"]});
    stage.on("GET", "/_depesha/v1/externals$", answer(json!({"externals": [one.clone()]}))).await;
    stage.on("POST", "/_depesha/v1/externals/e%2F1/renew$", answer(one)).await;
    let late = json!({"errcode": "M_FORBIDDEN", "error": "At most half a year."});
    stage.on("POST", "/_depesha/v1/externals/late/renew$", ResponseTemplate::new(403).set_body_json(late)).await;
    let people = stage.messenger.externals().await.expect("list");
    assert_eq!((people[0].name.as_str(), people[0].state), ("Ada B", ExternalStanding::Active));
    assert!(people[0].rooms.is_empty(), "rooms that one is not in have no name");
    stage.messenger.renew_external("e/1", 90).await.expect("renewed");
    stage.messenger.end_external("e/1").await.expect("ended");
    assert_eq!(stage.asked("POST", "/externals/e%2F1/end").await.len(), 1);
    let refused = stage.messenger.renew_external("late", 900).await;
    assert_eq!(refused, Err(ProblemView::Refused { reason: "At most half a year.".into() }));
    stage.messenger.close().await;
}

#[tokio::test]
async fn somebody_from_outside_is_told_so_when_signing_in() {
    // The stage compares what the session says.
    let stage = Stage::open(true).await;
    stage.messenger.close().await;
}
