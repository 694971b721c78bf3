//! What follows a person through HR's changes: suspension and its end, a new email, coming back, and an address that
//! passes to somebody else.

use axum::http::StatusCode;
use homeserver_bridge::provisioning::{self, Cause, Enforcement};
use serde_json::{Value, json};

use crate::accounts::{ask, code, confirm, post};
use crate::fixture::Bridge;
use crate::people::{entry, join};
use crate::sync::{audited, outcome, row, send, update};

const ANNA: &str = "hr-1@interior.gov.example";
const ID: &str = "@anna.kovalenko:interior.test";

fn anna(change: Value) -> Value {
    entry("HR-1", "Anna", "Kovalenko", "interior", change)
}

/// Anna has joined and signed up.
async fn with_anna() -> Bridge {
    let bridge = Bridge::new();
    join(&bridge, vec![anna(json!({}))]).await;
    sign_up(&bridge, ANNA).await;
    bridge
}

async fn sign_up(bridge: &Bridge, email: &str) -> String {
    let code = ask(bridge, "signup", email).await;
    let (status, body) = confirm(bridge, "signup/confirm", email, &code).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body["user_id"].as_str().unwrap().to_owned()
}

async fn becomes(bridge: &Bridge, entry: Value) -> String {
    let was = row(bridge, entry["person_id"].as_str().unwrap()).await;
    outcome(bridge, update(entry, &was)).await
}

async fn leaves(bridge: &Bridge, key: &str) {
    let was = row(bridge, key).await;
    let leave = json!({"kind": "leave", "person_id": key, "was": was["row_hash"]});
    assert_eq!(outcome(bridge, leave).await, "applied");
}

fn locked(bridge: &Bridge) -> bool {
    bridge.interior.account(ID).unwrap().locked
}

async fn found(bridge: &Bridge) -> usize {
    bridge.interior.issue_token("boss", "@boss:interior.test");
    let body = json!({"term": "kovalenko"});
    let (_, answer) = bridge.door("POST", "/_depesha/v1/people/search", Some("boss"), body).await;
    answer["people"].as_array().unwrap().len()
}

/// Mails that somebody gets who asks for a code.
async fn mails_for(bridge: &Bridge, path: &str, email: &str) -> usize {
    let before = bridge.mail.sent().len();
    post(bridge, path, json!({"email": email})).await;
    bridge.work().await;
    bridge.mail.sent().len() - before
}

#[tokio::test]
async fn whom_hr_suspends_is_out_at_once_and_comes_back_by_the_same_way() {
    let bridge = with_anna().await;
    assert_eq!(found(&bridge).await, 1);
    let held = anna(json!({"state": "suspended"}));
    assert_eq!(becomes(&bridge, held.clone()).await, "applied");
    assert_eq!(row(&bridge, "HR-1").await["employment"], "suspended");
    assert!(locked(&bridge));
    assert_eq!(bridge.interior.account(ID).unwrap().sessions_ended, 1);
    assert_eq!(found(&bridge).await, 0, "and is not found");
    assert_eq!(mails_for(&bridge, "password/reset", ANNA).await, 0);
    // The same again is nothing new; a missing read and the like count for suspended people too.
    assert_eq!(becomes(&bridge, held.clone()).await, "unchanged");
    assert_eq!(outcome(&bridge, json!({"kind": "join", "entry": held})).await, "unchanged");
    let missing = json!({"kind": "missing", "person_id": "HR-1", "missing_reads": 1});
    assert_eq!(outcome(&bridge, missing.clone()).await, "applied");
    assert_eq!(outcome(&bridge, missing).await, "unchanged");
    // An administrator cannot let in whom HR holds.
    let key = "HR-1".parse().unwrap();
    let resumed = provisioning::resume(&bridge.app, "administrator:olena", &key).await.unwrap();
    assert_eq!((resumed, locked(&bridge)), (Enforcement::Withheld, true));

    assert_eq!(becomes(&bridge, anna(json!({}))).await, "applied");
    assert!(!locked(&bridge));
    assert_eq!((found(&bridge).await, row(&bridge, "HR-1").await["employment"].as_str()), (1, Some("working")));
    let log = audited(&bridge).await;
    insta::assert_snapshot!(log[2..].join("\n"), @"
    sync:hr account.suspend HR-1
    sync:hr person.update HR-1 plan=PLAN changed=suspended
    sync:hr person.missing HR-1 plan=PLAN reads=1
    sync:hr person.update HR-1 plan=PLAN changed=resumed
    sync:hr account.resume HR-1
    ");
}

#[tokio::test]
async fn a_sync_takes_back_only_what_a_sync_did() {
    for hr_first in [false, true] {
        let bridge = with_anna().await;
        let key = "HR-1".parse().unwrap();
        let by_hand = async || {
            let done = provisioning::suspend(&bridge.app, "administrator:olena", &key, Cause::Administrator).await;
            assert_eq!(done.unwrap(), Enforcement::Done);
        };
        if !hr_first {
            by_hand().await;
        }
        assert_eq!(becomes(&bridge, anna(json!({"state": "suspended"}))).await, "applied");
        if hr_first {
            by_hand().await;
        }
        assert_eq!(becomes(&bridge, anna(json!({}))).await, "applied");
        assert!(locked(&bridge), "hr first: {hr_first}");
        let resumed = provisioning::resume(&bridge.app, "administrator:olena", &key).await.unwrap();
        assert_eq!((resumed, locked(&bridge)), (Enforcement::Done, false));
    }
}

#[tokio::test]
async fn a_suspension_reaches_a_homeserver_that_was_down() {
    let bridge = with_anna().await;
    bridge.interior.set_up(false);
    assert_eq!(becomes(&bridge, anna(json!({"state": "suspended"}))).await, "applied");
    bridge.interior.set_up(true);
    bridge.work().await;
    assert!(locked(&bridge));
    bridge.interior.set_up(false);
    assert_eq!(becomes(&bridge, anna(json!({}))).await, "applied");
    bridge.interior.set_up(true);
    bridge.work().await;
    assert!(!locked(&bridge));
}

#[tokio::test]
async fn marrying_changes_name_and_email_of_the_same_account() {
    let bridge = with_anna().await;
    let old_code = ask(&bridge, "password/reset", ANNA).await;
    let married = entry("HR-1", "Anna", "Novak", "interior", json!({"email": "anna.novak@interior.gov.example"}));
    assert_eq!(becomes(&bridge, married).await, "applied");
    let codes = bridge.app.db.read(|tx| tx.query("SELECT email FROM mail_codes", &[])).await.unwrap();
    assert!(codes.is_empty(), "codes for the old address are gone");
    let account = bridge.interior.account(ID).unwrap();
    assert_eq!(account.email, "anna.novak@interior.gov.example", "the old address signs in no longer");
    assert_eq!(account.display_name, "Anna NOVAK [Interior]");
    let (status, _) = confirm(&bridge, "password/reset/confirm", ANNA, &old_code).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "codes for the old address are dead");
    assert_eq!(mails_for(&bridge, "password/reset", ANNA).await, 0);
    let code = ask(&bridge, "password/reset", "anna.novak@interior.gov.example").await;
    let (_, body) = confirm(&bridge, "password/reset/confirm", "anna.novak@interior.gov.example", &code).await;
    assert_eq!(body["user_id"], ID);
    let log = audited(&bridge).await;
    assert!(log.contains(&"sync:hr person.update HR-1 plan=PLAN changed=family_name,email".to_owned()), "{log:?}");
    assert!(!log.iter().any(|line| line.contains("@interior.gov.example")), "no address in the log");
}

#[tokio::test]
async fn a_new_email_reaches_a_homeserver_that_was_down() {
    let bridge = with_anna().await;
    bridge.interior.set_up(false);
    assert_eq!(becomes(&bridge, anna(json!({"email": "new@interior.gov.example"}))).await, "applied");
    bridge.interior.set_up(true);
    assert_eq!(bridge.interior.account(ID).unwrap().email, ANNA);
    bridge.work().await;
    assert_eq!(bridge.interior.account(ID).unwrap().email, "new@interior.gov.example");
}

#[tokio::test]
async fn an_account_from_an_invitation_stays_the_persons_when_the_email_changes() {
    let bridge = Bridge::new();
    let (email, interior) = (ANNA.parse().unwrap(), "interior".parse().unwrap());
    provisioning::invite(&bridge.app, "administrator:olena", &email, "Anna", "Kovalenko", &interior, None)
        .await
        .unwrap();
    assert_eq!(sign_up(&bridge, ANNA).await, ID);
    bridge.clock.advance_ms(1000);
    join(&bridge, vec![anna(json!({}))]).await;
    assert_eq!(becomes(&bridge, anna(json!({"email": "new@interior.gov.example"}))).await, "applied");
    assert_eq!(bridge.interior.account(ID).unwrap().email, "new@interior.gov.example");
    assert_eq!(mails_for(&bridge, "signup", "new@interior.gov.example").await, 1);
    assert!(bridge.mail.sent().last().unwrap().text.contains(ID), "told that they have an account");
    assert_eq!(mails_for(&bridge, "signup", ANNA).await, 0, "the invitation's address is nobody's any more");
    leaves(&bridge, "HR-1").await;
    assert!(locked(&bridge));
}

#[tokio::test]
async fn who_comes_back_is_let_in_by_an_administrator_alone() {
    let bridge = with_anna().await;
    leaves(&bridge, "HR-1").await;
    let key = "HR-1".parse().unwrap();
    let early = provisioning::let_back_in(&bridge.app, "administrator:olena", &key).await.unwrap();
    assert_eq!(early, Enforcement::Withheld, "not while HR says that they have left");
    assert_eq!(becomes(&bridge, anna(json!({}))).await, "applied");
    assert_eq!((found(&bridge).await, locked(&bridge)), (1, true));
    // HR suspending them and taking that back opens no way in.
    assert_eq!(becomes(&bridge, anna(json!({"state": "suspended"}))).await, "applied");
    assert_eq!(becomes(&bridge, anna(json!({}))).await, "applied");
    assert!(locked(&bridge));
    assert_eq!(mails_for(&bridge, "password/reset", ANNA).await + mails_for(&bridge, "signup", ANNA).await, 0);

    let done = provisioning::let_back_in(&bridge.app, "administrator:olena", &key).await.unwrap();
    assert_eq!((done, locked(&bridge)), (Enforcement::Done, false));
    let code = ask(&bridge, "password/reset", ANNA).await;
    let (_, body) = confirm(&bridge, "password/reset/confirm", ANNA, &code).await;
    assert_eq!(body["user_id"], ID, "the same person, the same id");
    assert!(audited(&bridge).await.contains(&"administrator:olena person.readmit HR-1".to_owned()));
}

#[tokio::test]
async fn an_account_that_was_closed_is_followed_by_a_new_one_never_opened() {
    let bridge = with_anna().await;
    leaves(&bridge, "HR-1").await;
    bridge.app.db.write(|tx| tx.execute("UPDATE accounts SET state = 'closed'", &[])).await.unwrap();
    assert_eq!(becomes(&bridge, anna(json!({}))).await, "applied");
    assert_eq!(mails_for(&bridge, "signup", ANNA).await, 0, "not by themselves");
    let key = "HR-1".parse().unwrap();
    let done = provisioning::let_back_in(&bridge.app, "administrator:olena", &key).await.unwrap();
    assert_eq!(done, Enforcement::Done);
    assert_eq!(sign_up(&bridge, ANNA).await, "@anna.kovalenko2:interior.test");
    assert!(locked(&bridge), "the old one");
    // Leaving again takes the leave to come in away again.
    leaves(&bridge, "HR-1").await;
    bridge.app.db.write(|tx| tx.execute("UPDATE accounts SET state = 'closed'", &[])).await.unwrap();
    assert_eq!(becomes(&bridge, anna(json!({}))).await, "applied");
    assert_eq!(mails_for(&bridge, "signup", ANNA).await, 0);
}

#[tokio::test]
async fn an_address_that_passes_to_somebody_else_brings_no_account_with_it() {
    let bridge = with_anna().await;
    leaves(&bridge, "HR-1").await;
    join(&bridge, vec![entry("HR-2", "Anna", "Kovalenko", "interior", json!({"email": ANNA}))]).await;
    assert_eq!(mails_for(&bridge, "password/reset", ANNA).await, 0);
    assert_eq!(sign_up(&bridge, ANNA).await, "@anna.kovalenko2:interior.test");
    assert!(locked(&bridge), "the first one's account stays closed");
    assert_eq!(bridge.interior.account(ID).unwrap().email, "", "and the address signs in to the new one");
    // The first one coming back under that address is a conflict, not a take-over.
    let told = becomes(&bridge, anna(json!({}))).await;
    assert_eq!(told, "refused: the email belongs to another person in the catalogue");
}

#[tokio::test]
async fn one_refusal_in_a_batch_undoes_nothing_and_answers_come_in_order() {
    let bridge = Bridge::new();
    let person =
        |key: &str, change: Value| json!({"kind": "join", "entry": entry(key, "Anna", "B", "interior", change)});
    let answers = send(
        &bridge,
        json!([
            person("HR-1", json!({})),
            person("HR-2", json!({"email": "hr-1@interior.gov.example"})),
            person("HR-3", json!({"state": "suspended"})),
            person("HR-4", json!({"given_name": ""})),
            {"kind": "missing", "person_id": "HR-1", "missing_reads": 1},
            {"kind": "leave", "person_id": "HR-7", "was": "x"},
            person("HR-5", json!({})),
            person("HR-5", json!({})),
        ]),
    )
    .await;
    let told: Vec<String> = answers
        .as_array()
        .unwrap()
        .iter()
        .map(|a| format!("{} {}", a["person_id"].as_str().unwrap(), a["outcome"].as_str().unwrap()))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"
    HR-1 applied
    HR-2 refused
    HR-3 applied
    HR-4 refused
    HR-1 applied
    HR-7 outdated
    HR-5 applied
    HR-5 unchanged
    ");
    assert_eq!(row(&bridge, "HR-1").await["missing_reads"], 1);
    assert_eq!(row(&bridge, "HR-3").await["employment"], "suspended");
    assert_eq!(audited(&bridge).await.len(), 4, "a line a change that was made");
    assert_eq!(mails_for(&bridge, "signup", "hr-3@interior.gov.example").await, 0);
}

#[tokio::test]
async fn who_is_locked_from_sync_is_left_alone_until_given_back() {
    let bridge = with_anna().await;
    let key = "HR-1".parse().unwrap();
    let lock = async |reason: &str| {
        homeserver_bridge::people::lock_from_sync(&bridge.app, "administrator:olena", &key, reason).await
    };
    assert!(lock(" ").await.is_err() && lock(&"x".repeat(301)).await.is_err());
    assert!(lock("Court order 7").await.unwrap() && !lock("again").await.unwrap());
    let was = row(&bridge, "HR-1").await;
    assert_eq!(was["locked_from_sync"], true);
    let gone = json!({"kind": "leave", "person_id": "HR-1", "was": was["row_hash"]});
    assert_eq!(outcome(&bridge, gone.clone()).await, "refused: the account is locked from sync");
    assert!(becomes(&bridge, anna(json!({"state": "suspended"}))).await.starts_with("refused"));
    assert!(!locked(&bridge));
    assert!(homeserver_bridge::people::unlock_from_sync(&bridge.app, "administrator:olena", &key).await.unwrap());
    assert_eq!(outcome(&bridge, gone).await, "applied");
    let log = audited(&bridge).await;
    assert!(log.contains(&"administrator:olena person.lock HR-1 Court order 7".to_owned()), "{log:?}");
    assert!(code(&bridge).is_some());
}
