//! The way of a departure when everything answers.

use axum::http::StatusCode;
use homeserver_bridge::audit;
use homeserver_bridge::offboarding;
use serde_json::{Value, json};

use super::scene::{ANNA, BORIS, DAY_MS, OLHA, everything_is_left, hr_lets_go, receipt, scene, told, work_for};
use crate::accounts;
use crate::fixture::{Bridge, MODULE_TOKEN, SCANNER_TOKEN, SYNC_TOKEN};

const LOGIN: &str = "/_depesha/homeserver/v1/check_login";

#[tokio::test]
async fn hr_lets_somebody_go() {
    let bridge = scene().await;
    assert_eq!(hr_lets_go(&bridge).await, "applied");
    // Before any job has run.
    let account = bridge.interior.account(ANNA).unwrap();
    assert_eq!((account.locked, account.sessions_ended), (true, 1));
    let search = async |term: &str| {
        let body = json!({"term": term});
        let (status, found) = bridge.api("POST", "/_depesha/v1/people/search", Some(BORIS), body).await;
        assert_eq!(status, StatusCode::OK, "{found}");
        found["people"].as_array().unwrap().len()
    };
    assert_eq!((search("anna").await, search("olha").await), (0, 1));
    let (status, _) = bridge.api("POST", "/_depesha/v1/people/search", Some(ANNA), json!({"term": "olha"})).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);

    bridge.work().await;
    everything_is_left(&bridge).await;
    insta::assert_snapshot!(told(&receipt(&bridge).await), @"
    left waiting
    sessions done
    directory done
    rooms done
    servers done
    close pending
    !alone join, handover done @olha:finance.test, done [externals done, finance done, interior done]
    !direct join, handover not_needed , done [interior done]
    !empty join, handover nobody , done [interior done]
    !invited invite, handover not_needed , done [finance done, interior done]
    !knocked knock, handover not_needed , done [finance done, interior done]
    !moderated join, handover done @boris:interior.test, done [finance done, interior done]
    !others join, handover not_needed , done [interior done]
    !with_external join, handover nobody , done [externals done, interior done]
    ");
    assert!(bridge.rooms.room("!unrelated").members.len() == 2);

    // Sent again, and looked at again later: nothing more happens.
    assert_eq!(hr_lets_go(&bridge).await, "unchanged");
    work_for(&bridge, 5000).await;
    assert_eq!(bridge.interior.account(ANNA).unwrap().sessions_ended, 2, "once at once and once by the job");
    assert!(!bridge.interior.account(ANNA).unwrap().closed);

    // Somebody invites the locked account meanwhile; closing takes care of it.
    let room = bridge.rooms.room("!unrelated").with(ANNA, "invite", 9);
    bridge.rooms.put("!unrelated", room);
    bridge.clock.advance_ms(30 * DAY_MS);
    bridge.work().await;
    assert!(bridge.interior.account(ANNA).unwrap().closed);
    assert_eq!(bridge.rooms.room("!unrelated").members[ANNA].0, "leave");
    let receipt = receipt(&bridge).await;
    assert_eq!((receipt.line.state.as_str(), receipt.line.rooms), ("closed", 9), "{}", told(&receipt));

    let rows = bridge.app.db.read(|tx| {
        assert!(audit::verify(tx)?.is_ok());
        tx.query("SELECT actor, action, subject, detail FROM audit WHERE action NOT LIKE 'person.%' ORDER BY seq", &[])
    });
    let rows = rows.await.unwrap();
    let line = |row: &homeserver_bridge::database::Row| (0..4).map(|at| row.text(at).unwrap()).collect::<Vec<_>>();
    let log: Vec<String> = rows.iter().map(|row| line(row).join(" ").trim_end().to_owned()).collect();
    let log: Vec<&String> = log.iter().filter(|line| !line.contains("offboarding.view")).collect();
    insta::assert_snapshot!(log.iter().map(|l| l.as_str()).collect::<Vec<_>>().join("\n"), @"
    sync:hr offboarding.start @anna:interior.test left
    bridge:offboarding offboarding.handover @olha:finance.test !alone
    bridge:offboarding offboarding.handover @boris:interior.test !moderated
    bridge:offboarding offboarding.out @anna:interior.test
    bridge:offboarding account.close @anna:interior.test HR-1
    ");
}

#[tokio::test]
async fn the_id_of_a_closed_account_is_nobodys_again() {
    let bridge = scene().await;
    hr_lets_go(&bridge).await;
    bridge.work().await;
    bridge.clock.advance_ms(30 * DAY_MS);
    bridge.work().await;
    bridge.hr_says("HR-9", ["Anna", ""], "anna2@interior.gov.example", "working").await;
    let user_id = accounts::sign_up(&bridge, "anna2@interior.gov.example").await;
    assert_eq!(user_id, "@anna2:interior.test");
}

#[tokio::test]
async fn codes_and_invitations_die_with_the_departure() {
    let bridge = accounts::with_anna().await;
    let code = accounts::ask(&bridge, "signup", accounts::ANNA).await;
    let person = "HR-1".parse().unwrap();
    let begun = offboarding::start(&bridge.app, "sync:hr", &person, offboarding::Cause::Left).await.unwrap();
    assert!(begun.is_empty(), "no account, so nothing to offboard");
    let (status, answer) = accounts::confirm(&bridge, "signup/confirm", accounts::ANNA, &code).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");

    let bridge = accounts::with_anna().await;
    accounts::sign_up(&bridge, accounts::ANNA).await;
    let code = accounts::ask(&bridge, "password/reset", accounts::ANNA).await;
    offboarding::start(&bridge.app, "sync:hr", &person, offboarding::Cause::Left).await.unwrap();
    let (status, answer) = accounts::confirm(&bridge, "password/reset/confirm", accounts::ANNA, &code).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
    let mails = bridge.mail.sent().len();
    for path in ["signup", "password/reset"] {
        accounts::post(&bridge, path, json!({"email": accounts::ANNA})).await;
        bridge.clock.advance_ms(DAY_MS);
        bridge.work().await;
    }
    assert_eq!(bridge.mail.sent().len(), mails, "no code is sent to somebody who has left");
}

#[tokio::test]
async fn an_invited_person_can_be_offboarded_and_their_invitation_is_gone() {
    let bridge = Bridge::new();
    let email = "james@finance.gov.example".parse().unwrap();
    let finance = "finance".parse().unwrap();
    let invite = homeserver_bridge::provisioning::invite;
    let person = invite(&bridge.app, "administrator:olena", &email, "James", "Bond", &finance, None).await.unwrap();
    bridge.work().await;
    let user_id = accounts::sign_up(&bridge, email.as_str()).await;
    let cause = offboarding::Cause::Administrator;
    let begun = offboarding::start(&bridge.app, "administrator:olena", &person, cause).await.unwrap();
    assert_eq!(begun[0].user_id, user_id);
    bridge.work().await;
    assert!(bridge.finance.account(&user_id).unwrap().locked);
    let sql = "SELECT COUNT(*) FROM invitations WHERE revoked_at_ms IS NULL";
    let open = bridge.app.db.read(move |tx| tx.query_one(sql, &[])).await.unwrap().unwrap();
    assert_eq!(open.int(0).unwrap(), 0);
}

#[tokio::test]
async fn an_account_that_the_homeserver_never_made_is_closed_like_any_other() {
    let bridge = accounts::with_anna().await;
    let sql = "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms)
        VALUES ('@anna:interior.test', 'HR-1', 'interior.test', 'creating', 0)";
    bridge.app.db.write(move |tx| tx.execute(sql, &[])).await.unwrap();
    offboarding::start(&bridge.app, "x", &"HR-1".parse().unwrap(), offboarding::Cause::Left).await.unwrap();
    bridge.work().await;
    bridge.clock.advance_ms(30 * DAY_MS);
    bridge.work().await;
    let receipt = receipt(&bridge).await;
    assert_eq!((receipt.line.state.as_str(), receipt.steps[0].detail.as_str()), ("closed", "never_made"));
}

#[tokio::test]
async fn only_accounts_in_use_may_be_signed_in_to() {
    let bridge = scene().await;
    let ask = async |token: Option<&str>, user: &str| bridge.api("POST", LOGIN, token, json!({"user_id": user})).await;
    for token in [None, Some(SYNC_TOKEN), Some(SCANNER_TOKEN), Some(ANNA)] {
        assert_eq!(ask(token, ANNA).await.0, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(ask(Some(MODULE_TOKEN), OLHA).await.0, StatusCode::FORBIDDEN, "another homeserver's user");
    let may = async |user: &str| {
        let (status, answer) = ask(Some(MODULE_TOKEN), user).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["allow"].as_bool().unwrap()
    };
    assert!(may(ANNA).await && may(BORIS).await);
    assert!(!may("@nobody:interior.test").await);
    hr_lets_go(&bridge).await;
    assert!(!may(ANNA).await && may(BORIS).await);
    let (_, answer) = ask(Some(MODULE_TOKEN), ANNA).await;
    assert!(answer["reason"].as_str().unwrap().contains("staff register says that you have left"));
    let (status, _) = bridge.door("POST", LOGIN, Some(MODULE_TOKEN), json!({"user_id": BORIS})).await;
    assert_ne!(status, StatusCode::OK, "not at a front door");
}

#[tokio::test]
async fn the_acts_of_the_module_are_not_reachable_through_a_front_door() {
    let upstream = wiremock::MockServer::start().await;
    wiremock::Mock::given(wiremock::matchers::any())
        .respond_with(wiremock::ResponseTemplate::new(200).set_body_json(json!({"reached": true})))
        .mount(&upstream)
        .await;
    let bridge = Bridge::in_front_of(&upstream.uri(), "http://127.0.0.1:9");
    for path in [
        "/_depesha/acts",
        "/_depesha/acts/",
        "//_depesha/acts",
        "/_matrix/../_depesha/acts",
        "/_matrix/%2e%2e/_depesha/acts",
        "/_matrix/client/../../_depesha/acts",
        "/_matrix%2f..%2f_depesha/acts",
    ] {
        let (status, answer) = bridge.door("POST", path, Some("acts"), json!({"act": "leave"})).await;
        assert!(status.is_client_error(), "{path} {status} {answer}");
        assert_eq!(answer["reached"], Value::Null, "{path}");
    }
    let asked = upstream.received_requests().await.unwrap();
    assert!(asked.iter().all(|request| !request.url.path().contains("acts")), "{asked:?}");
}
