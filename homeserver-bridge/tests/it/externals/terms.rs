//! The end of accounts for which HR does not vouch: reminders, the end itself, and renewing.

use axum::http::StatusCode;
use homeserver_bridge::clock::Clock;
use homeserver_bridge::externals;
use homeserver_bridge::homeserver::FakeStep;
use homeserver_bridge::offboarding;
use homeserver_bridge::officers::Scope;
use homeserver_bridge::provisioning;
use serde_json::{Value, json};

use super::scene::{
    ANNA, BORIS, DAY_MS, JANE, JANES, ask, enters, invite, look, mails_since, now, only, scene, sign_up, stands,
    with_jane, work_for,
};
use crate::accounts;
use crate::fixture::{Bridge, MODULE_TOKEN};

/// Whether the homeserver would let the account in.
async fn let_in(bridge: &Bridge, user_id: &str) -> bool {
    let token = if user_id.ends_with(":externals.test") { "module-token-externals" } else { MODULE_TOKEN };
    let path = "/_depesha/homeserver/v1/check_login";
    let (status, answer) = bridge.api("POST", path, Some(token), json!({"user_id": user_id})).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["allow"].as_bool().unwrap()
}

#[tokio::test]
async fn both_sides_are_reminded_twice_and_then_the_account_ends_and_all_rooms_are_left() {
    let bridge = scene().await;
    with_jane(&bridge).await;
    enters(&bridge, "!open");
    assert_eq!(invite(&bridge, BORIS, "!second", &[JANE]).await, ["invited"]);
    bridge.externals.issue_token("janes", JANES);
    let mails = bridge.mail.sent().len();
    for days in [70, 5] {
        bridge.clock.advance_ms(days * DAY_MS);
        look(&bridge).await;
    }
    assert_eq!(bridge.mail.sent().len(), mails, "75 days: nothing is said yet");
    for _ in 0..13 {
        bridge.clock.advance_ms(DAY_MS);
        look(&bridge).await;
        look(&bridge).await;
    }
    insta::assert_snapshot!(mails_since(&bridge, mails).join("\n"), @r"
    hr-1@interior.gov.example: An account that you answer for ends on 2027-04-15.
    hr-1@interior.gov.example: An account that you answer for ends on 2027-04-15.
    jane.doe@firm.example: Your Depesha account ends on 2027-04-15.
    jane.doe@firm.example: Your Depesha account ends on 2027-04-15.
    ");
    assert!(let_in(&bridge, JANES).await);
    let mails = bridge.mail.sent().len();
    bridge.clock.advance_ms(2 * DAY_MS);
    assert!(!let_in(&bridge, JANES).await, "also before the job has come");
    look(&bridge).await;
    let account = bridge.externals.account(JANES).unwrap();
    assert!(account.locked && account.sessions_ended > 0);
    assert_eq!(stands(&bridge, "!open", JANES), Some("leave"));
    assert_eq!(stands(&bridge, "!second", JANES), Some("leave"), "invitations are refused too");
    assert!(!let_in(&bridge, JANES).await);
    insta::assert_snapshot!(mails_since(&bridge, mails).join("\n"), @r"
    hr-1@interior.gov.example: An account that you answer for has ended.
    jane.doe@firm.example: Your Depesha account has ended.
    ");
    let shown = only(&bridge, ANNA).await;
    assert_eq!((&shown["state"], &shown["rooms"]), (&json!("ended"), &json!([])), "{shown}");
    let lines = offboarding::of_person(&bridge.app, shown["id"].as_str().unwrap()).await.unwrap();
    assert_eq!((lines[0].cause.as_str(), lines[0].rooms_left, lines[0].rooms), ("expired", 2, 2), "{lines:?}");
    let id = lines[0].id.clone();
    let receipt = offboarding::receipt(&bridge.app, "administrator:olena".into(), &Scope::All, id).await.unwrap();
    assert!(!receipt.unwrap().can_be_cancelled());
    for path in ["signup", "password/reset"] {
        let mails = bridge.mail.sent().len();
        accounts::post(&bridge, path, json!({"email": JANE})).await;
        bridge.work().await;
        assert_eq!(bridge.mail.sent().len(), mails, "{path}");
    }
    assert_eq!(invite(&bridge, BORIS, "!open", &[JANE]).await, ["ended"]);
}

#[tokio::test]
async fn the_sponsor_renews_what_has_ended_and_invites_anew() {
    let bridge = scene().await;
    with_jane(&bridge).await;
    enters(&bridge, "!open");
    let id = only(&bridge, ANNA).await["id"].as_str().unwrap().to_owned();
    let (status, ended) = ask(&bridge, ANNA, &format!("/{id}/end"), Value::Null).await;
    assert_eq!((status, ended["state"].as_str()), (StatusCode::OK, Some("ended")), "{ended}");
    assert!(bridge.externals.account(JANES).unwrap().locked, "at once");
    work_for(&bridge, 3000).await;
    assert_eq!(stands(&bridge, "!open", JANES), Some("leave"));
    for (caller, days, expected) in [(BORIS, 30, 404), (ANNA, 400, 400), (ANNA, 0, 400), (ANNA, 30, 200)] {
        let until = json!({"until_ms": now(&bridge) + days * DAY_MS});
        let (status, answer) = ask(&bridge, caller, &format!("/{id}/renew"), until).await;
        assert_eq!(status.as_u16(), expected, "{caller} {days} {answer}");
    }
    let mails = bridge.mail.sent().len();
    work_for(&bridge, 3000).await;
    assert!(let_in(&bridge, JANES).await);
    assert!(!bridge.externals.account(JANES).unwrap().locked);
    assert_eq!(stands(&bridge, "!open", JANES), Some("leave"), "rooms need new invitations");
    assert_eq!(
        mails_since(&bridge, mails),
        ["jane.doe@firm.example: Your Depesha account works again, until 2027-02-14."]
    );
    assert_eq!(invite(&bridge, BORIS, "!open", &[JANE]).await, ["invited"]);
    // The old departure is over: nothing closes the account later.
    bridge.clock.advance_ms(20 * DAY_MS);
    look(&bridge).await;
    assert!(let_in(&bridge, JANES).await);
    let shown = only(&bridge, ANNA).await;
    assert_eq!((&shown["state"], &shown["rooms"]), (&json!("active"), &json!(["!open"])), "{shown}");
}

#[tokio::test]
async fn what_an_administrator_suspended_no_sponsor_brings_back() {
    let bridge = scene().await;
    with_jane(&bridge).await;
    let id = only(&bridge, ANNA).await["id"].as_str().unwrap().to_owned();
    let person = id.parse().unwrap();
    provisioning::suspend(&bridge.app, "administrator:olena", &person, provisioning::Cause::Administrator)
        .await
        .unwrap();
    assert_eq!(only(&bridge, ANNA).await["state"], "ended");
    let until = json!({"until_ms": now(&bridge) + 30 * DAY_MS});
    ask(&bridge, ANNA, &format!("/{id}/end"), Value::Null).await;
    work_for(&bridge, 2000).await;
    assert_eq!(ask(&bridge, ANNA, &format!("/{id}/renew"), until).await.0, StatusCode::OK);
    work_for(&bridge, 2000).await;
    assert!(!let_in(&bridge, JANES).await);
    assert!(bridge.externals.account(JANES).unwrap().locked);
    provisioning::resume(&bridge.app, "administrator:olena", &person).await.unwrap();
    work_for(&bridge, 2000).await;
    assert!(let_in(&bridge, JANES).await);
}

#[tokio::test]
async fn long_after_the_end_the_account_is_closed_and_a_renewal_leads_to_a_new_one() {
    let bridge = scene().await;
    with_jane(&bridge).await;
    let id = only(&bridge, ANNA).await["id"].as_str().unwrap().to_owned();
    ask(&bridge, ANNA, &format!("/{id}/end"), Value::Null).await;
    work_for(&bridge, 2000).await;
    bridge.clock.advance_ms(366 * DAY_MS);
    work_for(&bridge, 2000).await;
    assert!(bridge.externals.account(JANES).unwrap().closed);
    let until = json!({"until_ms": now(&bridge) + 30 * DAY_MS});
    let (status, renewed) = ask(&bridge, ANNA, &format!("/{id}/renew"), until).await;
    assert_eq!((status, renewed["state"].as_str()), (StatusCode::OK, Some("invited")), "{renewed}");
    bridge.work().await;
    assert_eq!(invite(&bridge, ANNA, "!open", &[JANE]).await, ["mailed"]);
    bridge.work().await;
    let new = sign_up(&bridge, JANE, ["Somebody", "Else"]).await;
    assert_eq!(new, "@jane.doe2:externals.test", "the id is never used again, and the name stays");
    bridge.work().await;
    assert_eq!(stands(&bridge, "!open", &new), Some("invite"));
}

#[tokio::test]
async fn killed_at_any_step_of_the_end_everything_is_left() {
    for step in [FakeStep::Before, FakeStep::After] {
        let mut number = 0;
        loop {
            number += 1;
            let bridge = scene().await;
            with_jane(&bridge).await;
            enters(&bridge, "!open");
            invite(&bridge, BORIS, "!second", &[JANE]).await;
            bridge.clock.advance_ms(91 * DAY_MS);
            let whole = async {
                externals::look(&bridge.app).await.unwrap();
                bridge.work().await;
            };
            let killed = bridge.killed_at(number, step, whole).await;
            bridge.clock.advance_ms(61_000);
            look(&bridge).await;
            assert!(bridge.externals.account(JANES).unwrap().locked, "{step:?} {number}");
            for room in ["!open", "!second"] {
                assert_eq!(stands(&bridge, room, JANES), Some("leave"), "{step:?} {number} {room}");
            }
            // A mail may go out twice when the process is killed between sending and writing that down, never less than once.
            let mut told: Vec<_> =
                mails_since(&bridge, 0).into_iter().filter(|line| line.contains("has ended")).collect();
            told.dedup();
            assert_eq!(told.len(), 2, "both sides are told: {step:?} {number}");
            if !killed {
                assert!(number > 5, "only {number} steps were stopped at");
                break;
            }
        }
    }
}

#[tokio::test]
async fn whom_an_administrator_invited_is_suspended_at_the_end_unless_hr_vouches_or_somebody_renews() {
    let bridge = scene().await;
    let email = "guest.worker@interior.gov.example";
    let interior = "interior".parse().unwrap();
    let address = email.parse().unwrap();
    let by = "administrator:olena";
    let person = provisioning::invite(&bridge.app, by, &address, "Guest", "Worker", &interior, None).await.unwrap();
    bridge.work().await;
    let user = accounts::sign_up(&bridge, email).await;
    bridge.rooms.put("!closed", super::scene::room("restricted", 0).with(&user, "join", 9));
    let boris = "hr-2@interior.gov.example".parse().unwrap();
    let named = externals::answer_for(&bridge.app, by, person.as_str(), &boris).await.unwrap();
    assert_eq!(named, externals::NewSponsor::Done);
    let nobody = "nobody@interior.gov.example".parse().unwrap();
    let named = externals::answer_for(&bridge.app, by, person.as_str(), &nobody).await.unwrap();
    assert_eq!(named, externals::NewSponsor::NobodyInside);
    assert_eq!(only(&bridge, BORIS).await["email"], email);

    bridge.clock.advance_ms(366 * DAY_MS);
    look(&bridge).await;
    assert!(!let_in(&bridge, &user).await);
    assert!(bridge.interior.account(&user).unwrap().locked);
    assert_eq!(stands(&bridge, "!closed", &user), Some("join"), "they are suspended, not gone");
    let resumed = provisioning::resume(&bridge.app, by, &person).await.unwrap();
    assert_eq!(resumed, provisioning::Enforcement::Withheld, "first it is renewed");
    let until = bridge.clock.now_ms() + 30 * DAY_MS;
    assert!(externals::renew_as_administrator(&bridge.app, by, person.as_str(), until).await.unwrap());
    work_for(&bridge, 2000).await;
    assert!(let_in(&bridge, &user).await);

    bridge.clock.advance_ms(31 * DAY_MS);
    look(&bridge).await;
    assert!(!let_in(&bridge, &user).await);
    bridge.hr_says("HR-77", ["Guest", "Worker"], email, "working").await;
    look(&bridge).await;
    assert!(let_in(&bridge, &user).await, "HR vouches");
    bridge.clock.advance_ms(1000 * DAY_MS);
    look(&bridge).await;
    assert!(let_in(&bridge, &user).await);
}

#[tokio::test]
async fn an_invitation_from_before_gets_its_end_when_somebody_looks() {
    let bridge = scene().await;
    let (interior, address) = ("interior".parse().unwrap(), "guest.worker@interior.gov.example".parse().unwrap());
    let person = provisioning::invite(&bridge.app, "x", &address, "Guest", "Worker", &interior, None).await.unwrap();
    bridge.app.db.write(|tx| tx.execute("DELETE FROM account_terms", &[])).await.unwrap();
    look(&bridge).await;
    let line = externals::term_of(&bridge.app, person.as_str()).await.unwrap().unwrap();
    assert_eq!((line.term.until_ms - now(&bridge)) / DAY_MS, 364, "a year, less the seconds since");
}
