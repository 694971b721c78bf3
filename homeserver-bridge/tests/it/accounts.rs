//! Accounts by work email: discovery, sign-up, ids, invitations, suspension.

use axum::http::StatusCode;
use homeserver_bridge::config::{HomeserverConfig, HomeserverRole};
use homeserver_bridge::database::DbError;
use homeserver_bridge::provisioning::{self, Cause, Enforcement, InviteError};
use serde_json::{Value, json};

use crate::fixture::Bridge;

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const ANNA: &str = "anna.kovalenko@interior.gov.example";

pub(crate) async fn post(bridge: &Bridge, path: &str, body: Value) -> (StatusCode, Value) {
    bridge.api("POST", &format!("/_depesha/v1/{path}"), None, body).await
}

/// A bridge whose HR knows Anna.
pub(crate) async fn with_anna() -> Bridge {
    let bridge = Bridge::new();
    bridge.hr_says("HR-1", ["Anna", "Kovalenko"], ANNA, "working").await;
    bridge
}

/// The code of the last mail: digits that stand alone on a line.
pub(crate) fn code(bridge: &Bridge) -> Option<String> {
    let text = bridge.mail.sent().last()?.text.clone();
    text.lines().find(|line| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned)
}

/// Asks for a code and answers it.
pub(crate) async fn ask(bridge: &Bridge, path: &str, email: &str) -> String {
    let (status, _) = post(bridge, path, json!({"email": email})).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    bridge.work().await;
    code(bridge).expect("a mail with a code")
}

pub(crate) async fn confirm(bridge: &Bridge, path: &str, email: &str, code: &str) -> (StatusCode, Value) {
    post(bridge, path, json!({"email": email, "code": code, "password": PASSWORD})).await
}

/// Signs a person up and answers the Matrix id.
pub(crate) async fn sign_up(bridge: &Bridge, email: &str) -> String {
    let code = ask(bridge, "signup", email).await;
    let (status, body) = confirm(bridge, "signup/confirm", email, &code).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body["user_id"].as_str().unwrap().to_owned()
}

async fn suspend(bridge: &Bridge, person: &bridge_api::PersonId) -> Result<Enforcement, DbError> {
    provisioning::suspend(&bridge.app, "administrator:olena", person, Cause::Administrator).await
}

async fn person(bridge: &Bridge, person_id: &str, name: [&str; 2], email: &str) -> String {
    bridge.hr_says(person_id, name, email, "working").await;
    sign_up(bridge, email).await
}

#[tokio::test]
async fn addresses_that_two_programs_could_read_differently_are_refused_everywhere() {
    let bridge = Bridge::new();
    let tricks = [
        "a@evil.org@interior.gov.example",
        "<a@evil.org> b@interior.gov.example",
        "a@evil.org(@interior.gov.example)",
        "\"a@interior.gov.example\"@evil.org",
        "a@interior.gov.example.",
        "a@interior.gov.example\n",
        "a@interior.gov.example\0",
        "a@interior.gov.example,b@evil.org",
        "a@xn--.example",
        "a@[127.0.0.1]",
        "a b@interior.gov.example",
        "",
    ];
    for email in tricks {
        for path in ["discover", "signup", "password/reset"] {
            let (status, body) = post(&bridge, path, json!({"email": email})).await;
            assert_eq!(
                (status, body["errcode"].as_str()),
                (StatusCode::BAD_REQUEST, Some("ORG.DEPESHA.BAD_EMAIL")),
                "{path} {email:?}"
            );
        }
        for path in ["signup/confirm", "password/reset/confirm"] {
            let (_, body) = confirm(&bridge, path, email, "12345678").await;
            assert_eq!(body["errcode"], "ORG.DEPESHA.BAD_EMAIL", "{path} {email:?}");
        }
    }
    assert_eq!(bridge.work().await, 0, "no job was left");
}

#[tokio::test]
async fn discovery_looks_at_the_domain_alone() {
    let inside = |homeserver: &HomeserverConfig| homeserver.role == HomeserverRole::Ministry;
    let bridge = Bridge::changed(|config| config.homeservers.retain(inside));
    bridge.hr_says("HR-1", ["Anna", "Kovalenko"], ANNA, "working").await;
    let (status, known) = post(&bridge, "discover", json!({"email": ANNA})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        known,
        json!({
            "organisation": "Interior",
            "homeserver": {"server_name": "interior.test", "base_url": "http://interior.door.test"},
            "sign_in": ["password"],
        })
    );
    let (_, unknown) = post(&bridge, "discover", json!({"email": "Nobody@INTERIOR.gov.example"})).await;
    assert_eq!(unknown, known, "whether the person exists makes no difference");
    for email in
        ["a@gov.example", "a@evilinterior.gov.example", "a@x.interior.gov.example", "a@interior.gov.example.org"]
    {
        let (status, body) = post(&bridge, "discover", json!({"email": email})).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{email}");
        assert_eq!(body["errcode"], "ORG.DEPESHA.UNKNOWN_DOMAIN");
    }
}

#[tokio::test]
async fn reading_these_routes_changes_nothing() {
    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", ANNA).await;
    let query = format!("?email={ANNA}&code={code}&password=correcthorsebattery");
    for path in ["discover", "signup", "signup/confirm", "password/reset", "password/reset/confirm"] {
        for method in ["GET", "HEAD", "PUT", "DELETE"] {
            let (status, _) = bridge.api(method, &format!("/_depesha/v1/{path}{query}"), None, Value::Null).await;
            assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        }
    }
    assert_eq!(bridge.work().await, 0);
    assert_eq!(bridge.interior.account("@anna.kovalenko:interior.test"), None);
}

#[tokio::test]
async fn the_answer_is_the_same_for_everybody_and_mail_goes_only_to_who_is_entitled() {
    let bridge = with_anna().await;
    bridge.hr_says("HR-2", ["Left", "Person"], "left@interior.gov.example", "left").await;
    bridge.hr_says("HR-3", ["Held", "Person"], "held@interior.gov.example", "suspended").await;
    bridge.hr_says("HR-5", ["Private", "Mailbox"], "p@mailbox.example", "working").await;
    let registered = "olena.bondar@finance.gov.example";
    person(&bridge, "HR-4", ["Olena", "Bondar"], registered).await;
    let before = bridge.mail.sent().len();

    let everybody = [
        ANNA,
        "unknown@interior.gov.example",
        "left@interior.gov.example",
        "held@interior.gov.example",
        "p@mailbox.example",
        "a@elsewhere.example",
        registered,
    ];
    for path in ["signup", "password/reset"] {
        for email in everybody {
            let (status, body) = post(&bridge, path, json!({"email": email})).await;
            assert_eq!((status, body), (StatusCode::ACCEPTED, json!({})), "{path} {email}");
        }
        assert_eq!(bridge.work().await, everybody.len(), "the same work for everybody");
    }
    let mails: Vec<_> = bridge.mail.sent().split_off(before);
    let mut sent: Vec<_> = mails.iter().map(|m| (m.to.as_str(), m.subject.split(':').nth(1).unwrap_or(""))).collect();
    sent.sort_unstable();
    assert_eq!(
        sent,
        [
            (ANNA, " your code · votre code · ваш код"),
            (registered, " new password · nouveau mot de passe · новий пароль"),
            (registered, " your account · votre compte · ваш обліковий запис"),
        ]
    );
    let told = mails.iter().find(|m| m.subject.contains("your account")).unwrap();
    assert!(told.text.contains("@olena.bondar:finance.test"));
    assert!(!told.text.lines().any(|l| l.len() == 8 && l.bytes().all(|b| b.is_ascii_digit())), "no code");
    // Also afterwards nothing shows: all wrong codes fail in the same way.
    let mut answers = Vec::new();
    for email in everybody {
        answers.push(confirm(&bridge, "signup/confirm", email, "00000000").await);
    }
    assert!(answers.iter().all(|a| a == &answers[0]), "{answers:?}");
    assert_eq!(answers[0].1["errcode"], "ORG.DEPESHA.BAD_CODE");
}

#[tokio::test]
async fn a_sign_up_makes_an_account_named_by_hr_on_the_organisations_homeserver() {
    let bridge = with_anna().await;
    let code = ask(&bridge, "signup", "Anna.Kovalenko@Interior.gov.EXAMPLE").await;
    assert_eq!(bridge.mail.sent()[0].to.as_str(), ANNA);
    let spaced = format!(" {} {}", &code[..4], &code[4..]);
    let (status, body) = confirm(&bridge, "signup/confirm", ANNA, &spaced).await;
    assert_eq!(status, StatusCode::OK);
    let homeserver = json!({"server_name": "interior.test", "base_url": "http://interior.door.test"});
    assert_eq!(body, json!({"user_id": "@anna.kovalenko:interior.test", "homeserver": homeserver}));
    let account = bridge.interior.account("@anna.kovalenko:interior.test").unwrap();
    assert_eq!(account.display_name, "Anna KOVALENKO [Interior]");
    assert_eq!((account.email.as_str(), account.password.as_str()), (ANNA, PASSWORD));
    let (status, body) = confirm(&bridge, "signup/confirm", ANNA, &code).await;
    assert_eq!((status, body["errcode"].as_str()), (StatusCode::BAD_REQUEST, Some("ORG.DEPESHA.BAD_CODE")));
}

#[tokio::test]
async fn ids_are_never_shared_nor_used_again() {
    let bridge = Bridge::new();
    let name = ["Юрій", "Згурський"];
    assert_eq!(person(&bridge, "1", name, "a@interior.gov.example").await, "@yurii.zghurskyi:interior.test");
    assert_eq!(person(&bridge, "2", name, "b@interior.gov.example").await, "@yurii.zghurskyi2:interior.test");
    // Someone leaves, the account is closed, the address is given to another person of the same name.
    bridge.hr_says("1", name, "a@interior.gov.example", "left").await;
    let close = |tx: &homeserver_bridge::database::Tx<'_>| {
        tx.execute("UPDATE accounts SET state = 'closed' WHERE person_id = '1'", &[])
    };
    bridge.app.db.write(close).await.unwrap();
    assert_eq!(person(&bridge, "3", name, "a@interior.gov.example").await, "@yurii.zghurskyi3:interior.test");
    // The homeserver may know an id that we do not.
    let stray = homeserver_bridge::homeserver::NewAccount {
        user_id: "@marie.noel:finance.test".to_owned(),
        display_name: "Somebody".to_owned(),
        email: ANNA.parse().unwrap(),
        password: Some("theirs".to_owned()),
    };
    homeserver_bridge::homeserver::Homeserver::create_account(&bridge.finance, &stray).await.unwrap();
    let id = person(&bridge, "4", ["Marie", "Noël"], "m@finance.gov.example").await;
    assert_eq!(id, "@marie.noel2:finance.test");
    assert_eq!(bridge.finance.account("@marie.noel:finance.test").unwrap().password, "theirs");
}

#[tokio::test]
async fn a_closed_account_is_not_brought_back() {
    let bridge = with_anna().await;
    sign_up(&bridge, ANNA).await;
    let close =
        |tx: &homeserver_bridge::database::Tx<'_>| tx.execute("UPDATE accounts SET state = 'closed'", &[]).map(drop);
    bridge.app.db.write(close).await.unwrap();
    let before = bridge.mail.sent().len();
    for path in ["signup", "password/reset"] {
        post(&bridge, path, json!({"email": ANNA})).await;
    }
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), before);
}

#[tokio::test]
async fn an_administrator_invites_whom_hr_does_not_know() {
    let bridge = with_anna().await;
    let interior = "interior".parse().unwrap();
    let invite = async |email: &str, given: &str| {
        provisioning::invite(
            &bridge.app,
            "administrator:olena",
            &email.parse().unwrap(),
            given,
            "Dupré",
            &interior,
            None,
        )
        .await
    };
    assert!(matches!(invite(ANNA, "Anna").await, Err(InviteError::KnownToHr)));
    assert!(matches!(invite("e@finance.gov.example", "Eva").await, Err(InviteError::WrongDomain)));
    assert!(matches!(invite("e@mailbox.example", "Eva").await, Err(InviteError::WrongDomain)));
    assert!(matches!(invite("e@interior.gov.example", "\u{200b} ").await, Err(InviteError::BadName)));
    invite("e@interior.gov.example", "Eva").await.unwrap();
    assert!(matches!(invite("e@interior.gov.example", "Eva").await, Err(InviteError::AlreadyInvited)));
    bridge.work().await;
    let mails = bridge.mail.sent();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("\nInterior\n") && code(&bridge).is_none(), "{}", mails[0].text);
    assert_eq!(sign_up(&bridge, "e@interior.gov.example").await, "@eva.dupre:interior.test");
    // HR finds out about them: the account stays theirs.
    bridge.hr_says("HR-9", ["Eva", "Dupré"], "e@interior.gov.example", "working").await;
    post(&bridge, "signup", json!({"email": "e@interior.gov.example"})).await;
    bridge.work().await;
    assert!(bridge.mail.sent().last().unwrap().text.contains("@eva.dupre:interior.test"));
    // And when HR lets them go, the invitation no longer counts.
    bridge.clock.advance_ms(3_600_000);
    bridge.hr_says("HR-9", ["Eva", "Dupré"], "e@interior.gov.example", "left").await;
    let before = bridge.mail.sent().len();
    post(&bridge, "password/reset", json!({"email": "e@interior.gov.example"})).await;
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), before);
}

#[tokio::test]
async fn suspending_locks_and_ends_sessions_and_can_be_taken_back() {
    let bridge = with_anna().await;
    let anna = "HR-1".parse().unwrap();
    assert_eq!(suspend(&bridge, &anna).await.unwrap(), Enforcement::Nothing);
    let id = sign_up(&bridge, ANNA).await;
    bridge.interior.issue_token("session", &id);
    assert_eq!(suspend(&bridge, &anna).await.unwrap(), Enforcement::Done);
    let account = bridge.interior.account(&id).unwrap();
    assert!(account.locked && account.sessions_ended == 1);
    assert_eq!(suspend(&bridge, &anna).await.unwrap(), Enforcement::Nothing);
    post(&bridge, "password/reset", json!({"email": ANNA})).await;
    let before = bridge.mail.sent().len();
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), before, "no way in by a new password");
    assert_eq!(provisioning::resume(&bridge.app, "sync:hr", &anna).await.unwrap(), Enforcement::Done);
    assert!(!bridge.interior.account(&id).unwrap().locked);
    // With the homeserver down it is done as soon as that is back.
    bridge.interior.set_up(false);
    assert_eq!(suspend(&bridge, &anna).await.unwrap(), Enforcement::Pending);
    bridge.work().await;
    bridge.interior.set_up(true);
    assert!(!bridge.interior.account(&id).unwrap().locked);
    bridge.clock.advance_ms(60_000);
    bridge.work().await;
    assert!(bridge.interior.account(&id).unwrap().locked);
    let acts = bridge
        .app
        .db
        .read(|tx| {
            assert_eq!(homeserver_bridge::audit::verify(tx)?, Ok(4));
            tx.query("SELECT action FROM audit ORDER BY seq", &[])?.iter().map(|row| row.text(0)).collect()
        })
        .await;
    let acts: Vec<String> = acts.unwrap();
    assert_eq!(acts, ["account.create", "account.suspend", "account.resume", "account.suspend"]);
}
