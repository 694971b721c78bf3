//! Moves in the administrators' console: from the person to the record, step by step and room by room.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;
use serde_json::json;

use super::browser::{Browser, acts};
use crate::moves::scene::{ANNA, AT_FINANCE, DAY_MS, NEW, hr_moves, sign_up};
use crate::offboarding::scene::scene;

#[tokio::test]
async fn an_administrator_follows_a_move() {
    let bridge = scene().await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    assert!(admin.get("/moves").await.text.contains("Nobody moves"));
    hr_moves(&bridge, "finance", json!({})).await;
    bridge.work().await;
    let person = admin.get("/people/HR-1").await.text;
    let (_, rest) = person.split_once("href=\"/moves/").unwrap();
    let place = format!("/moves/{}", rest.split('"').next().unwrap());
    let page = admin.get(&place).await.text;
    for told in ["Move of Anna KOVAL", "Waits for the person", "Finance", "sync:hr", "Person told that they move"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    sign_up(&bridge, AT_FINANCE).await;
    bridge.work().await;
    for (language, told) in [
        ("en", ["Moved, old account still open", "only invited itself", "The same", "New account in use"]),
        ("fr", ["ancien compte encore ouvert", "y est lui-même qu’invité", "Les mêmes", "Nouveau compte en service"]),
        ("uk", ["старий запис ще відкрито", "сам лише запрошено", "Такі самі", "Новий обліковий запис працює"]),
    ] {
        admin.language = language;
        let page = admin.get(&place).await.text;
        for word in told.into_iter().chain([ANNA, NEW, "!moderated", "2027-02-14"]) {
            assert!(page.contains(word), "{language}: {word}: {page}");
        }
        for missing in ["move-", "membership-", "receipt-", "only_invited", "not_moved<"] {
            let text = page.replace("badge move-", "").replace("moved-not_moved", "");
            assert!(!text.contains(missing), "{language}: {missing}: a message is missing");
        }
        let list = admin.get("/moves?state=grace").await.text;
        assert!(list.contains("Anna KOVAL") && list.contains("6 / 8") && !list.contains("move-rooms"), "{list}");
    }
    admin.language = "en";
    assert!(admin.get("/moves?state=waiting").await.text.contains("No move is in this state"));
    bridge.clock.advance_ms(30 * DAY_MS);
    bridge.work().await;
    bridge.work().await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let page = admin.get(&place).await.text;
    let (_, rest) = page.split_once("href=\"/offboardings/").unwrap();
    let receipt = admin.get(&format!("/offboardings/{}", rest.split('"').next().unwrap())).await.text;
    assert!(receipt.contains("Moved to another homeserver") && receipt.contains(ANNA), "{receipt}");
    assert_eq!(admin.get("/moves/none").await.status, StatusCode::NOT_FOUND);
    let log = acts(&bridge).await;
    for act in ["move.view", "move.list"] {
        assert!(log.contains(&format!("administrator:olena {act}")), "{act}");
    }
    let audit = admin.get("/audit").await.text;
    assert!(!audit.contains(">move."), "every act has a name: {audit}");
}
