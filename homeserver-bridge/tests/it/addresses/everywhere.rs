//! The corpus at every way in: discovery, sign-up, reset, HR's new entries and HR's change of an address.

use axum::http::StatusCode;
use homeserver_bridge::database::Value as Sql;
use serde_json::{Value, json};

use super::{Case, Expected, Relay, corpus, judge};
use crate::accounts::{PASSWORD, code, post};
use crate::fixture::{Bridge, SYNC_TOKEN};
use crate::people::{PLAN, entry, join, sign_up};
use crate::sync::{outcome, row, update};

const MOVER: &str = "HR-mover";

/// Whether a route takes a text: 400 with the one word for it, or not.
async fn takes(bridge: &Bridge, path: &str, text: &str) -> (bool, StatusCode, Value) {
    let (status, body) = post(bridge, path, json!({"email": text, "code": "12345678", "password": PASSWORD})).await;
    let refused = status == StatusCode::BAD_REQUEST && body["errcode"] == "ORG.DEPESHA.BAD_EMAIL";
    (!refused, status, body)
}

async fn text_of(bridge: &Bridge, sql: &'static str, key: &str) -> Option<String> {
    let key = key.to_owned();
    let found = bridge.app.db.read(move |tx| tx.query_one(sql, &[Sql::from(key.as_str())])).await.unwrap();
    found.map(|row| row.text(0).unwrap())
}

async fn stored(bridge: &Bridge, key: &str) -> Option<String> {
    text_of(bridge, "SELECT email FROM people WHERE person_id = $1", key).await
}

/// HR writes this address into an entry; answers whether the bridge can read it at all, and what is refused.
async fn hr_writes(bridge: &Bridge, change: Value) -> (bool, String) {
    let body = json!({"plan_hash": PLAN, "changes": [change]});
    let (status, answer) = bridge.api("POST", "/_depesha/sync/v1/changes", Some(SYNC_TOKEN), body).await;
    if status == StatusCode::OK {
        let one = &answer["answers"][0];
        return (true, one["reason"].as_str().or(one["outcome"].as_str()).unwrap_or_default().to_owned());
    }
    assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
    (false, String::new())
}

async fn nothing_came_of(bridge: &Bridge, relay: &Relay, text: &str, key: &str) {
    assert_eq!(bridge.work().await, 0, "{text:?}: a job was left");
    assert_eq!(relay.mailbox(text), None, "{text:?}");
    assert_eq!(stored(bridge, key).await, None, "{text:?}");
}

async fn refused_or_one_mailbox(bridge: &Bridge, relay: &Relay, case: &Case, key: &str) -> bool {
    let text = case.text.as_str();
    let (taken, status, found) = takes(bridge, "discover", text).await;
    let hr = |key: &str| entry(key, "Petro", "Hostile", "interior", json!({"email": text}));
    if !taken {
        for path in ["signup", "password/reset", "signup/confirm", "password/reset/confirm"] {
            assert!(!takes(bridge, path, text).await.0, "{path} takes {text:?}, which discovery refuses");
        }
        assert!(!hr_writes(bridge, json!({"kind": "join", "entry": hr(key)})).await.0, "HR may write {text:?}");
        nothing_came_of(bridge, relay, text, key).await;
        return false;
    }
    // HR's word is what is stored.
    let owner = found["organisation"].as_str().map(str::to_lowercase);
    let (readable, answer) = hr_writes(bridge, json!({"kind": "join", "entry": hr(key)})).await;
    assert!(readable, "HR may not write {text:?}");
    let stored = stored(bridge, key).await;
    // Without a local part of its own the text may be somebody's already.
    if answer == "the email belongs to another person in the catalogue" {
        return true;
    }
    let Some(stored) = stored else {
        assert_eq!(answer, "the email's domain belongs to no organisation of this bridge", "{text:?}");
        let nobodys = (status, owner) == (StatusCode::NOT_FOUND, None) || found["external"] == true;
        assert!(nobodys, "{text:?} belongs to nobody by HR's way: {found}");
        let (_, status, body) = takes(bridge, "signup", text).await;
        assert_eq!((status, body), (StatusCode::ACCEPTED, json!({})), "{text:?}");
        bridge.work().await;
        assert_eq!(relay.mailbox(text), None, "{text:?} is nobody's");
        return true;
    };
    if let Err(why) = case.may_be(&stored) {
        panic!("{text:?} is stored as {stored:?}: {why}");
    }
    assert_eq!(judge(&stored).map(str::to_owned), owner, "{text:?} was judged as another address than {stored:?}");
    assert!(owner.is_some(), "{text:?}");
    // The code, and the account, and the code of a reset go to that mailbox.
    takes(bridge, "signup", text).await;
    bridge.work().await;
    assert_eq!(relay.mailbox(text).as_deref(), Some(stored.as_str()), "{text:?}: a sign-up's code");
    let code = code(bridge).expect("a code");
    let body = json!({"email": text, "code": code, "password": PASSWORD});
    let (status, account) = post(bridge, "signup/confirm", body).await;
    assert_eq!(status, StatusCode::OK, "{text:?}: {account}");
    let account = account["user_id"].as_str().unwrap();
    assert_eq!(bridge.interior.account(account).map(|made| made.email), Some(stored.clone()), "{text:?}: the account");
    takes(bridge, "password/reset", text).await;
    bridge.work().await;
    assert_eq!(relay.mailbox(text).as_deref(), Some(stored.as_str()), "{text:?}: a reset's code");
    let sql = "SELECT email FROM mail_codes WHERE email = $1 AND purpose = 'reset'";
    assert_eq!(text_of(bridge, sql, &stored).await, Some(stored), "{text:?}: the code's address");
    true
}

/// HR gives somebody who has an account this address, and takes it back.
async fn as_a_new_address(bridge: &Bridge, relay: &Relay, case: &Case, user_id: &str) {
    let text = case.text.as_str();
    let was = row(bridge, MOVER).await;
    let before = stored(bridge, MOVER).await;
    let changed = entry(MOVER, "Anna", "Mover", "interior", json!({"email": text}));
    let (readable, _) = hr_writes(bridge, update(changed, &was)).await;
    assert_eq!(readable, takes(bridge, "discover", text).await.0, "{text:?}: HR's way reads it differently");
    bridge.work().await;
    assert_eq!(relay.mailbox(text), None, "{text:?}");
    let now = stored(bridge, MOVER).await.unwrap();
    if Some(&now) == before.as_ref() {
        return;
    }
    assert!(readable && case.may_be(&now).is_ok() && judge(&now).is_some(), "{text:?} is stored as {now:?}");
    assert_eq!(bridge.interior.account(user_id).unwrap().email, now, "{text:?}: what the person signs in with");
    takes(bridge, "password/reset", text).await;
    bridge.work().await;
    assert_eq!(relay.mailbox(text), Some(now), "{text:?}: a reset's code");
    let back = entry(MOVER, "Anna", "Mover", "interior", json!({}));
    let was = row(bridge, MOVER).await;
    assert_eq!(outcome(bridge, update(back, &was)).await, "applied", "{text:?}");
    bridge.work().await;
}

#[tokio::test]
async fn a_hostile_address_is_refused_or_is_the_one_mailbox_that_was_judged_stored_and_mailed() {
    let relay = Relay::start().await;
    let bridge = relay.bridge();
    let (mut taken, cases) = (0, corpus(20_260_101, 2_000));
    let mut unexpected = Vec::new();
    for case in &cases {
        let taken = takes(&bridge, "discover", &case.text).await.0;
        if (taken && case.expected == Expected::Refused) || (!taken && matches!(case.expected, Expected::Mailbox(_))) {
            unexpected.push((taken, &case.text));
        }
    }
    assert!(unexpected.is_empty(), "taken though it should be refused, or the other way round: {unexpected:?}");
    for (number, case) in cases.iter().enumerate() {
        taken += usize::from(refused_or_one_mailbox(&bridge, &relay, case, &format!("HR-{number}")).await);
    }
    assert!(taken > 100 && cases.len() - taken > 1_000, "{taken} of {} were taken", cases.len());
}

#[tokio::test]
async fn hr_changes_an_address_to_a_hostile_one_in_vain_or_to_the_one_mailbox() {
    let relay = Relay::start().await;
    let bridge = relay.bridge();
    join(&bridge, vec![entry(MOVER, "Anna", "Mover", "interior", json!({}))]).await;
    let user_id = sign_up(&bridge, MOVER, "anna.mover").await;
    for case in corpus(20_260_102, 500) {
        as_a_new_address(&bridge, &relay, &case, &user_id).await;
    }
}
