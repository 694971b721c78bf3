//! Inviting a colleague by one click: the same answer for everybody, and few mails.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::fixture::{Bridge, MODULE_TOKEN, SYNC_TOKEN};
use crate::people::{entry, join, sign_up};
use crate::sync::audited;

const DAY: i64 = 24 * 3_600_000;

async fn staffed() -> Bridge {
    let bridge = Bridge::changed(|config| config.invitations.colleagues_per_day = 3);
    let person = |key: &str, change: Value| entry(key, "Anna", "Kovalenko", "interior", change);
    let mut all: Vec<Value> = (1..=9).map(|n| person(&format!("HR-{n}"), json!({}))).collect();
    all.push(person("HR-secret", json!({"protected": true})));
    all.push(person("HR-held", json!({"state": "suspended"})));
    join(&bridge, all).await;
    sign_up(&bridge, "HR-1", "anna").await;
    sign_up(&bridge, "HR-2", "boris").await;
    bridge.app.db.write(|tx| tx.execute("UPDATE people SET hidden = 1 WHERE person_id = 'HR-9'", &[])).await.unwrap();
    bridge
}

async fn invite(bridge: &Bridge, token: &str, key: &str) -> (StatusCode, Value) {
    bridge.door("POST", &format!("/_depesha/v1/people/{key}/invite"), Some(token), Value::Null).await
}

async fn mails(bridge: &Bridge) -> usize {
    while bridge.work().await > 0 {}
    bridge.mail.sent().len()
}

#[tokio::test]
async fn strangers_and_externals_invite_nobody() {
    let bridge = staffed().await;
    for token in [None, Some("stolen"), Some(MODULE_TOKEN), Some(SYNC_TOKEN)] {
        let (status, _) = bridge.api("POST", "/_depesha/v1/people/HR-3/invite", token, Value::Null).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{token:?}");
    }
    bridge.externals.issue_token("guest", "@guest:externals.test");
    let (status, _) = bridge.api("POST", "/_depesha/v1/people/HR-3/invite", Some("guest"), Value::Null).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _) = bridge.api("GET", "/_depesha/v1/people/HR-3/invite", Some("anna"), Value::Null).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(mails(&bridge).await, 0);
}

#[tokio::test]
async fn everybody_is_answered_the_same_and_only_who_can_be_invited_gets_mail() {
    let bridge = staffed().await;
    for key in ["HR-secret", "HR-held", "HR-9", "HR-unknown", "HR-2", "%20", "a%2Fb"] {
        assert_eq!(invite(&bridge, "anna", key).await, (StatusCode::ACCEPTED, json!({})), "{key}");
    }
    assert_eq!(mails(&bridge).await, 0);
    assert!(!audited(&bridge).await.iter().any(|line| line.contains("person.invite")));
    assert_eq!(invite(&bridge, "anna", "HR-3").await, (StatusCode::ACCEPTED, json!({})));
    assert_eq!(mails(&bridge).await, 1);
    let mail = &bridge.mail.sent()[0];
    assert_eq!(mail.to.as_str(), "hr-3@interior.gov.example");
    assert!(mail.text.contains("\nInterior\n") && !mail.text.contains("nna"), "{}", mail.text);
    let log = audited(&bridge).await;
    assert!(log.contains(&"@anna:interior.test person.invite HR-3".to_owned()), "{log:?}");
}

#[tokio::test]
async fn a_person_gets_one_mail_in_a_day_and_a_caller_sends_a_few() {
    let bridge = staffed().await;
    for token in ["anna", "boris", "anna"] {
        invite(&bridge, token, "HR-3").await;
        mails(&bridge).await;
        bridge.clock.advance_ms(1000);
    }
    assert_eq!(mails(&bridge).await, 1, "one a day, whoever asks");
    for key in ["HR-4", "HR-5", "HR-6", "HR-7"] {
        assert_eq!(invite(&bridge, "anna", key).await.0, StatusCode::ACCEPTED);
    }
    assert_eq!(mails(&bridge).await, 3, "three from one caller");
    invite(&bridge, "boris", "HR-7").await;
    assert_eq!(mails(&bridge).await, 4, "another caller is not held up");
    bridge.clock.advance_ms(DAY);
    invite(&bridge, "anna", "HR-3").await;
    assert_eq!(mails(&bridge).await, 5);
}
