//! What administrators do to accounts: devices, sessions, recovery, mails; each act asked first on a page of its own.

use axum::http::StatusCode;
use homeserver_bridge::homeserver::Device;
use homeserver_bridge::officers::OfficerRole;
use serde_json::json;

use super::browser::{Answer, Browser, acts};
use crate::fixture::{Bridge, MODULE_TOKEN};
use crate::offboarding::scene::{ANNA, scene};

/// Pages that ask, and the acts behind them.
const ASKED: [&str; 4] = ["suspend", "offboard", "end-sessions", "reset-recovery"];
const AT_ONCE: [&str; 2] = ["send-mail", "put-right"];

fn device(id: &str, name: &str, last_seen_ms: Option<i64>) -> Device {
    Device { id: id.into(), name: name.into(), last_seen_ms }
}

async fn with_devices() -> Bridge {
    let bridge = scene().await;
    bridge.interior.add_device(ANNA, device("OLD", "Old laptop", Some(1_795_302_360_000)));
    bridge.interior.add_device(ANNA, device("N/EW", "<b>Office</b>", Some(1_799_000_000_000)));
    bridge
}

/// No key of a message shows: each has its text in this language.
fn is_whole(answer: &Answer) {
    for kind in ["-title<", "suspend-", "reset-recovery-", "end-sessions-", "remove-device-", "invite-", "homeserver-"]
    {
        let text = answer.text.replace("href=\"/people/HR-1/", "").replace("action=\"/people/HR-1/", "");
        assert!(!text.contains(&format!(">{kind}")), "{kind}");
    }
}

#[tokio::test]
async fn nobody_else_sees_or_does_anything() {
    let bridge = with_devices().await;
    let mut stranger = Browser::admin(&bridge);
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let before = acts(&bridge).await.len();
    for act in ASKED.into_iter().chain(["remove-device"]) {
        assert_eq!(stranger.get(&format!("/people/HR-1/{act}")).await.location(), "/login", "{act}");
        assert_eq!(admin.get(&format!("/people/nobody/{act}")).await.status, StatusCode::NOT_FOUND, "{act}");
    }
    for act in ASKED.into_iter().chain(AT_ONCE).chain(["remove-device"]) {
        let path = format!("/people/HR-1/{act}");
        assert_eq!(stranger.post(&path, &[("device", "OLD")]).await.location(), "/login", "{act}");
        for csrf in ["", "other"] {
            let answer = admin.post(&path, &[("csrf", csrf), ("device", "OLD")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{act}");
        }
    }
    let account = bridge.interior.account(ANNA).unwrap();
    assert_eq!((account.devices.len(), account.sessions_ended, account.locked), (2, 0, false));
    assert_eq!(acts(&bridge).await.len(), before);
}

#[tokio::test]
async fn the_page_of_a_person_shows_their_devices_and_one_is_signed_out() {
    let bridge = with_devices().await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let page = admin.get("/people/HR-1").await;
    for shown in ["2 devices", "Old laptop", "2026-11-21 23:06", "&#60;b&#62;Office", "In use", "interior.test"] {
        assert!(page.text.contains(shown), "{shown}");
    }
    assert!(page.text.find("N/EW") < page.text.find("Old laptop"), "the one that was heard of last stands first");
    let asked = admin.get("/people/HR-1/remove-device?device=N%2FEW").await;
    for told in ["Sign this device out", "Anna KOVAL", "N/EW", "Other devices of the person stay signed in"] {
        assert!(asked.text.contains(told), "{told}");
    }
    assert_eq!(bridge.interior.account(ANNA).unwrap().devices.len(), 2, "asking does nothing");
    let csrf = asked.csrf();
    let fields = [("csrf", csrf.as_str()), ("device", "N/EW")];
    let answer = admin.post("/people/HR-1/remove-device", &fields).await;
    assert_eq!(answer.location(), "/people/HR-1?done=device-removed");
    assert_eq!(bridge.interior.account(ANNA).unwrap().devices, [device("OLD", "Old laptop", Some(1_795_302_360_000))]);
    assert!(admin.get(answer.location()).await.text.contains("The device is signed out."));
    let again = admin.post("/people/HR-1/remove-device", &fields).await;
    assert_eq!(again.location(), "/people/HR-1?done=device-gone");
    bridge.interior.set_up(false);
    let fields = [("csrf", csrf.as_str()), ("device", "OLD")];
    assert_eq!(admin.post("/people/HR-1/remove-device", &fields).await.location(), "/people/HR-1?done=unreachable");
    let page = admin.get("/people/HR-1").await.text;
    assert!(page.contains("It does not answer at the moment") && page.contains("Anna KOVAL"));
    assert_eq!(acts(&bridge).await.iter().filter(|act| act.ends_with("account.remove_device")).count(), 1);
}

#[tokio::test]
async fn all_sessions_end_at_once_or_when_the_homeserver_answers() {
    let bridge = with_devices().await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let csrf = admin.get("/people/HR-1/end-sessions").await.csrf();
    let answer = admin.post("/people/HR-1/end-sessions", &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), "/people/HR-1?done=sessions-ended");
    let account = bridge.interior.account(ANNA).unwrap();
    assert_eq!((account.devices.len(), account.sessions_ended), (0, 1));
    bridge.interior.add_device(ANNA, device("NEW", "", None));
    bridge.interior.set_up(false);
    let answer = admin.post("/people/HR-1/end-sessions", &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), "/people/HR-1?done=sessions-pending");
    bridge.interior.set_up(true);
    assert_eq!(bridge.work().await, 1);
    assert_eq!(bridge.interior.account(ANNA).unwrap().devices.len(), 0);
    // Somebody without an account has nothing to end.
    bridge.hr_says("p9", ["Nina", "Neu"], "nina@interior.gov.example", "working").await;
    assert_eq!(admin.post("/people/p9/end-sessions", &[("csrf", &csrf)]).await.location(), "/people/p9?done=nothing");
}

#[tokio::test]
async fn recovery_is_reset_with_its_consequences_told_and_the_next_sign_in_may_begin_anew() {
    let bridge = with_devices().await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let sign_in = async || {
        let body = json!({"user_id": ANNA});
        bridge.api("POST", "/_depesha/homeserver/v1/check_login", Some(MODULE_TOKEN), body).await
    };
    let allowed = || bridge.interior.account(ANNA).unwrap().new_identity_allowed;
    assert_eq!(sign_in().await.1["allow"], true);
    assert_eq!(allowed(), 0, "nobody has allowed it");
    for (language, told) in [
        ("en", ["Older encrypted messages stay unreadable", "72 hours", "cannot be undone"]),
        ("fr", ["resteront illisibles", "72 heures", "Impossible de revenir en arrière"]),
        ("uk", ["лишаться для цієї особи нечитними", "72 години", "не можна скасувати"]),
    ] {
        admin.language = language;
        let asked = admin.get("/people/HR-1/reset-recovery").await;
        for told in told {
            assert!(asked.text.contains(told), "{language}: {told}");
        }
        is_whole(&asked);
    }
    admin.language = "en";
    bridge.interior.set_up(false);
    let csrf = admin.get("/people/HR-1").await.csrf();
    let answer = admin.post("/people/HR-1/reset-recovery", &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), "/people/HR-1?done=unreachable");
    bridge.interior.set_up(true);
    assert_eq!(bridge.interior.account(ANNA).unwrap().devices.len(), 2, "nobody is signed out for nothing");
    let answer = admin.post("/people/HR-1/reset-recovery", &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), "/people/HR-1?done=recovery-reset");
    let account = bridge.interior.account(ANNA).unwrap();
    assert!(account.asked_for_new_identity && account.devices.is_empty());
    assert!(admin.get("/people/HR-1").await.text.contains("Recovery was reset. The person can begin anew"));
    assert_eq!(sign_in().await.1["allow"], true);
    assert_eq!(allowed(), 1);
    assert!(!admin.get("/people/HR-1").await.text.contains("Recovery was reset. The person"), "it was used");
    // A sign-in that broke off is followed by another; after the time is over none of them opens anything.
    sign_in().await;
    assert_eq!(allowed(), 2);
    bridge.clock.advance_ms(72 * 3_600_000);
    sign_in().await;
    assert_eq!(allowed(), 2);
    assert!(acts(&bridge).await.contains(&"administrator:olena account.reset_recovery".to_owned()));
}

#[tokio::test]
async fn a_mail_helps_back_in() {
    let bridge = with_devices().await;
    bridge.hr_says("p9", ["Nina", "Neu"], "nina@interior.gov.example", "working").await;
    bridge.hr_says("p8", ["Left", "Long"], "left@interior.gov.example", "left").await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let csrf = admin.get("/people/HR-1").await.csrf();
    for (person, done) in [("HR-1", "code-sent"), ("p9", "invited"), ("p8", "nothing"), ("nobody", "nothing")] {
        let answer = admin.post(&format!("/people/{person}/send-mail"), &[("csrf", &csrf)]).await;
        assert_eq!(answer.location(), format!("/people/{person}?done={done}"));
    }
    bridge.work().await;
    let mails = bridge.mail.sent();
    let to: Vec<_> = mails.iter().map(|mail| mail.to.as_str().to_owned()).collect();
    assert!(to.contains(&"nina@interior.gov.example".to_owned()) && to.len() == 2, "{to:?}");
}

#[tokio::test]
async fn a_homeserver_that_differs_is_put_right() {
    let bridge = with_devices().await;
    homeserver_bridge::homeserver::Homeserver::set_locked(&bridge.interior, ANNA, true).await.unwrap();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let page = admin.get("/people/HR-1").await;
    assert!(page.text.contains("does not have the account as it should be"));
    let answer = admin.post("/people/HR-1/put-right", &[("csrf", &page.csrf())]).await;
    assert_eq!(answer.location(), "/people/HR-1?done=put-right");
    assert!(!bridge.interior.account(ANNA).unwrap().locked);
    assert!(!admin.get("/people/HR-1").await.text.contains("as it should be.</p>\n    <button"));
}

#[tokio::test]
async fn each_act_asks_once_in_every_language() {
    let bridge = with_devices().await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    for language in ["en", "fr", "uk"] {
        admin.language = language;
        for act in ASKED {
            let asked = admin.get(&format!("/people/HR-1/{act}")).await;
            assert_eq!(asked.status, StatusCode::OK, "{act}");
            assert!(asked.text.contains(&format!("action=\"/people/HR-1/{act}\"")), "{act}");
            is_whole(&asked);
        }
        is_whole(&admin.get("/people/HR-1").await);
    }
    let account = bridge.interior.account(ANNA).unwrap();
    assert!(!account.locked && account.devices.len() == 2, "asking does nothing");
}
