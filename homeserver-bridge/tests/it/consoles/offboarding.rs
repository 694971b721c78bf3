//! Departures in the administrators' console: started with one question, followed to the receipt, called off.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;

use super::browser::{Browser, acts};
use crate::offboarding::scene::{ANNA, BORIS, scene};

#[tokio::test]
async fn an_administrator_offboards_somebody_and_reads_the_receipt() {
    let bridge = scene().await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    assert!(admin.get("/offboardings").await.text.contains("Nobody has left yet"));
    assert!(admin.get("/people/HR-1").await.text.contains("href=\"/people/HR-1/offboard\""));
    let page = admin.get("/people/HR-1/offboard").await;
    for told in ["Offboard this person", "signed out everywhere at once", "After 30 days", "last administrator"] {
        assert!(page.text.contains(told), "{told}");
    }
    let csrf = page.csrf();
    let old = admin.post("/people/HR-1/offboard", &[("csrf", "other")]).await;
    assert_eq!(old.status, StatusCode::FORBIDDEN);
    assert!(!bridge.interior.account(ANNA).unwrap().locked, "a form that is not ours does nothing");
    let answer = admin.post("/people/HR-1/offboard", &[("csrf", &csrf)]).await;
    let place = answer.location().to_owned();
    assert!(place.starts_with("/offboardings/") && place.ends_with("?done=started"), "{place}");
    assert!(bridge.interior.account(ANNA).unwrap().locked);
    let page = admin.get(&place).await.text;
    for told in ["The departure has begun", "Under way", "Decided by an administrator", "administrator:olena", ANNA] {
        assert!(page.contains(told), "{told}");
    }
    let search = serde_json::json!({"term": "anna"});
    let (_, found) = bridge.api("POST", "/_depesha/v1/people/search", Some(BORIS), search).await;
    assert_eq!(found["people"], serde_json::json!([]), "HR still lists her, but nobody finds her");
    bridge.work().await;
    let receipt = place.split('?').next().unwrap();
    for (language, told) in [
        ("en", ["Departure of Anna KOVAL", "Out, not yet closed", "Handed over to", "!with_external", "finance.test"]),
        ("fr", ["Départ de Anna KOVAL", "Sorti, pas encore fermé", "Transmis à", "!direct", "Serveurs"]),
        ("uk", ["Вибуття: Anna KOVAL", "Вийшов, ще не закрито", "Передано", "!invited", "Сервери"]),
    ] {
        admin.language = language;
        let page = admin.get(receipt).await.text;
        for word in told {
            assert!(page.contains(word), "{language}: {word}");
        }
        assert!(
            !page.contains("offboarding-step") && !page.contains("membership-"),
            "{language}: a message is missing"
        );
        assert!(!page.contains("/cancel"), "too late to be called off");
    }
    admin.language = "en";
    let list = admin.get("/offboardings?state=waiting").await.text;
    assert!(list.contains("Anna KOVAL") && list.contains("8 / 8") && list.contains("1 departure"));
    assert!(admin.get("/offboardings?state=running").await.text.contains("No departure is in this state"));
    assert!(admin.get("/people/HR-1").await.text.contains(receipt));
    assert_eq!(admin.get("/offboardings/none").await.status, StatusCode::NOT_FOUND);
    let log = acts(&bridge).await;
    for act in ["offboarding.start", "offboarding.view", "offboarding.list"] {
        assert!(log.contains(&format!("administrator:olena {act}")), "{act}");
    }
    // Twice is once.
    assert_eq!(admin.post("/people/HR-1/offboard", &[("csrf", &csrf)]).await.location(), "/people/HR-1?done=nothing");
}

#[tokio::test]
async fn it_is_called_off_from_the_receipt() {
    let bridge = scene().await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let csrf = admin.get("/people/HR-1").await.csrf();
    bridge.interior.set_up(false);
    let answer = admin.post("/people/HR-1/offboard", &[("csrf", &csrf)]).await;
    bridge.work().await;
    let receipt = answer.location().split('?').next().unwrap().to_owned();
    let page = admin.get(&receipt).await;
    assert!(page.text.contains("Failed, tried again") && page.text.contains("does not answer"));
    let cancel = format!("{receipt}/cancel");
    assert!(page.text.contains(&cancel));
    assert_eq!(admin.post(&cancel, &[]).await.status, StatusCode::FORBIDDEN);
    let answer = admin.post(&cancel, &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), format!("{receipt}?done=cancelled"));
    assert!(admin.get(answer.location()).await.text.contains("The account is suspended"));
    assert!(admin.post(&cancel, &[("csrf", &csrf)]).await.location().ends_with("?done=too-late"));
    assert_eq!(admin.post("/offboardings/x%2F/cancel", &[("csrf", &csrf)]).await.status, StatusCode::NOT_FOUND);
    assert!(acts(&bridge).await.contains(&"administrator:olena offboarding.cancel".to_owned()));
}
