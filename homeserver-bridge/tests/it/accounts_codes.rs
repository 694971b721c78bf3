//! Codes by mail: one use, ten tries, half an hour; and what happens when something behind fails.

use axum::http::StatusCode;
use serde_json::json;

use crate::accounts::{ANNA, PASSWORD, ask, code, confirm, post, sign_up, with_anna};
use crate::fixture::Bridge;

const HALF_AN_HOUR_MS: i64 = 30 * 60_000;

/// A code that is not this one.
fn wrong(code: &str) -> String {
    let last = if code.ends_with('0') { "1" } else { "0" };
    format!("{}{last}", &code[..7])
}

async fn refused(bridge: &Bridge, path: &str, email: &str, code: &str) {
    let (status, body) = confirm(bridge, path, email, code).await;
    assert_eq!((status, body["errcode"].as_str()), (StatusCode::BAD_REQUEST, Some("ORG.DEPESHA.BAD_CODE")));
}

#[tokio::test]
async fn a_code_is_good_for_ten_tries() {
    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", ANNA).await;
    for _ in 0..9 {
        refused(&bridge, "signup/confirm", ANNA, &wrong(&code)).await;
    }
    let (status, _) = confirm(&bridge, "signup/confirm", ANNA, &code).await;
    assert_eq!(status, StatusCode::OK, "the tenth try may be the right one");

    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", ANNA).await;
    for _ in 0..10 {
        refused(&bridge, "signup/confirm", ANNA, &wrong(&code)).await;
    }
    refused(&bridge, "signup/confirm", ANNA, &code).await;
}

#[tokio::test]
async fn a_code_is_good_for_half_an_hour() {
    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", ANNA).await;
    bridge.clock.advance_ms(HALF_AN_HOUR_MS);
    refused(&bridge, "signup/confirm", ANNA, &code).await;
    let code = ask(&bridge, "signup", ANNA).await;
    bridge.clock.advance_ms(HALF_AN_HOUR_MS - 1);
    let (status, _) = confirm(&bridge, "signup/confirm", ANNA, &code).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_is_good_for_one_address_one_purpose_and_only_the_newest_counts() {
    let bridge = with_anna().await;
    bridge.hr_says("HR-2", ["Bo", "B"], "b@interior.gov.example", "working").await;
    let older = ask(&bridge, "signup", ANNA).await;
    let code = ask(&bridge, "signup", ANNA).await;
    ask(&bridge, "signup", "b@interior.gov.example").await;
    if older != code {
        refused(&bridge, "signup/confirm", ANNA, &older).await;
    }
    refused(&bridge, "signup/confirm", "b@interior.gov.example", &code).await;
    refused(&bridge, "password/reset/confirm", ANNA, &code).await;
    refused(&bridge, "signup/confirm", "nobody@interior.gov.example", &code).await;
    refused(&bridge, "signup/confirm", ANNA, "").await;
    assert_eq!(confirm(&bridge, "signup/confirm", ANNA, &code).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_weak_password_costs_no_code() {
    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", ANNA).await;
    for password in ["short", "elevenchars", ANNA, "ANNA.KOVALENKO"] {
        for _ in 0..5 {
            let body = json!({"email": ANNA, "code": code, "password": password});
            let (status, body) = post(&bridge, "signup/confirm", body).await;
            assert_eq!((status, body["errcode"].as_str()), (StatusCode::BAD_REQUEST, Some("M_WEAK_PASSWORD")));
        }
    }
    assert_eq!(confirm(&bridge, "signup/confirm", ANNA, &code).await.0, StatusCode::OK);
}

#[tokio::test]
async fn two_requests_with_one_code_make_one_account() {
    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", ANNA).await;
    let one = || confirm(&bridge, "signup/confirm", ANNA, &code);
    let answers = tokio::join!(one(), one(), one(), one());
    let good = [answers.0.0, answers.1.0, answers.2.0, answers.3.0].iter().filter(|s| **s == StatusCode::OK).count();
    assert_eq!(good, 1);
}

#[tokio::test]
async fn the_same_code_works_when_the_homeserver_is_back() {
    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", ANNA).await;
    bridge.interior.set_up(false);
    for _ in 0..12 {
        let (status, body) = confirm(&bridge, "signup/confirm", ANNA, &code).await;
        assert_eq!((status, body["errcode"].as_str()), (StatusCode::BAD_GATEWAY, Some("ORG.DEPESHA.UNAVAILABLE")));
    }
    bridge.interior.set_up(true);
    let (status, body) = confirm(&bridge, "signup/confirm", ANNA, &code).await;
    assert_eq!((status, body["user_id"].as_str()), (StatusCode::OK, Some("@anna.kovalenko:interior.test")));
    refused(&bridge, "signup/confirm", ANNA, &code).await;
}

#[tokio::test]
async fn what_a_crash_left_half_done_is_finished_under_the_same_id() {
    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", ANNA).await;
    // As if the process had ended after the homeserver's part: the id reserved, the account there, the code held.
    let half = homeserver_bridge::homeserver::NewAccount {
        user_id: "@anna.kovalenko:interior.test".to_owned(),
        display_name: String::new(),
        email: ANNA.parse().unwrap(),
        password: Some("a password before".to_owned()),
    };
    homeserver_bridge::homeserver::Homeserver::create_account(&bridge.interior, &half).await.unwrap();
    let until = homeserver_bridge::clock::Clock::now_ms(&*bridge.clock) + 30_000;
    bridge
        .app
        .db
        .write(move |tx| {
            tx.execute("UPDATE mail_codes SET claimed_until_ms = $1", &[until.into()])?;
            tx.execute(
                "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms) VALUES ('@anna.kovalenko:interior.test', 'HR-1', 'interior.test', 'creating', 1)",
                &[],
            )
        })
        .await
        .unwrap();
    let (status, _) = confirm(&bridge, "signup/confirm", ANNA, &code).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY, "the other request may still be at work");
    bridge.clock.advance_ms(30_000);
    let (status, body) = confirm(&bridge, "signup/confirm", ANNA, &code).await;
    assert_eq!((status, body["user_id"].as_str()), (StatusCode::OK, Some("@anna.kovalenko:interior.test")));
    assert_eq!(bridge.interior.account("@anna.kovalenko:interior.test").unwrap().password, PASSWORD);
}

#[tokio::test]
async fn a_code_dies_with_the_right_to_use_it() {
    for employment in ["suspended", "left"] {
        let bridge = with_anna().await;
        let code = ask(&bridge, "signup", ANNA).await;
        bridge.hr_says("HR-1", ["Anna", "Kovalenko"], ANNA, employment).await;
        refused(&bridge, "signup/confirm", ANNA, &code).await;
        assert_eq!(bridge.interior.account("@anna.kovalenko:interior.test"), None);
    }
    // The address was given to somebody else meanwhile.
    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", ANNA).await;
    bridge.hr_says("HR-1", ["Anna", "Kovalenko"], "moved@interior.gov.example", "working").await;
    bridge.hr_says("HR-2", ["Other", "Person"], ANNA, "working").await;
    refused(&bridge, "signup/confirm", ANNA, &code).await;
}

#[tokio::test]
async fn a_reset_sets_the_password_and_ends_all_sessions() {
    let bridge = with_anna().await;
    let id = sign_up(&bridge, ANNA).await;
    bridge.interior.issue_token("old-session", &id);
    let code = ask(&bridge, "password/reset", ANNA).await;
    refused(&bridge, "signup/confirm", ANNA, &code).await;
    let new = json!({"email": ANNA, "code": code, "password": "another long password"});
    let (status, body) = post(&bridge, "password/reset/confirm", new.clone()).await;
    assert_eq!((status, body["user_id"].as_str()), (StatusCode::OK, Some(id.as_str())));
    let account = bridge.interior.account(&id).unwrap();
    assert_eq!((account.password.as_str(), account.sessions_ended), ("another long password", 1));
    assert_eq!(post(&bridge, "password/reset/confirm", new).await.1["errcode"], "ORG.DEPESHA.BAD_CODE");
}

#[tokio::test]
async fn mail_waits_for_the_relay() {
    let bridge = with_anna().await;
    bridge.mail.set_up(false);
    post(&bridge, "signup", json!({"email": ANNA})).await;
    assert_eq!(bridge.work().await, 1);
    assert_eq!(bridge.work().await, 0, "not again at once");
    bridge.mail.set_up(true);
    bridge.clock.advance_ms(2_000);
    assert_eq!(bridge.work().await, 1);
    let code = code(&bridge).unwrap();
    assert_eq!(confirm(&bridge, "signup/confirm", ANNA, &code).await.0, StatusCode::OK);
    bridge.clock.advance_ms(3_600_000);
    assert_eq!(bridge.work().await, 0, "sent once");
}

#[tokio::test]
async fn a_mailbox_is_not_flooded_and_nobody_is_told() {
    let bridge = with_anna().await;
    for _ in 0..20 {
        let (status, body) = post(&bridge, "signup", json!({"email": ANNA})).await;
        assert_eq!((status, body), (StatusCode::ACCEPTED, json!({})));
        bridge.work().await;
    }
    assert_eq!(bridge.mail.sent().len(), 4);
    bridge.clock.advance_ms(600_000);
    ask(&bridge, "signup", ANNA).await;
    assert_eq!(bridge.mail.sent().len(), 5);
}

#[tokio::test]
async fn neither_code_nor_password_is_in_the_database() {
    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", ANNA).await;
    let rows = bridge.app.db.read(|tx| tx.query("SELECT code_hash, person_id FROM mail_codes", &[])).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(!rows[0].text(0).unwrap().contains(&code));
    confirm(&bridge, "signup/confirm", ANNA, &code).await;
    let rows = bridge.app.db.read(|tx| tx.query("SELECT payload FROM jobs", &[])).await.unwrap();
    assert!(rows.is_empty());
}
