//! The security officers' start page, charts and alerts.

use axum::http::StatusCode;
use homeserver_bridge::alerts::{Alarm, AlertKind, raise};
use homeserver_bridge::officers::OfficerRole;
use serde_json::json;

use super::browser::{Browser, acts};
use crate::figures::{HOUR_MS, report, word};
use crate::fixture::Bridge;

#[tokio::test]
async fn the_start_page_says_what_needs_somebody_now() {
    let bridge = Bridge::new();
    let mut officer = Browser::signed_in(&bridge, OfficerRole::Security).await;
    let empty = officer.get("/").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.text.contains("No scanner has reported yet") && !empty.text.contains("class=\"alarm\""));

    report(&bridge, "finance.test", "SecretMedia", json!({"state": "infected", "signature": "Local.Eicar"})).await;
    word(&bridge, "scanner-one", true, 80 * HOUR_MS, [3, 10, 120, 2500]).await;
    let now = bridge.app.clock.now_ms();
    let alarm = Alarm { kind: AlertKind::Outbreak, subject: "<b>Evil</b>", facts: json!({"rooms": 3}) };
    bridge.app.db.write(move |tx| raise(tx, now, &alarm)).await.unwrap();
    let page = officer.get("/").await.text;
    for shown in
        ["Outbreak of &#60;b&#62;Evil", "Rooms: 3", "scanner-one", "ClamAV 1.4", "2.5 s", "Out of date", "<svg"]
    {
        assert!(page.contains(shown), "{shown}");
    }
    for hidden in ["secretperson", "SecretMedia", "style=", "<script", "<style"] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    let alerts = officer.get("/alerts").await.text;
    assert!(alerts.contains("Nobody is told of alerts") && alerts.contains("Outbreak of &#60;b&#62;Evil"));
    assert_eq!(acts(&bridge).await.iter().filter(|act| act.ends_with(" scan_figures.view")).count(), 2);
    assert_eq!(acts(&bridge).await.iter().filter(|act| act.ends_with(" scan_alerts.list")).count(), 1);
}

#[tokio::test]
async fn charts_have_their_figures_as_tables_in_every_period_and_language() {
    let bridge = Bridge::new();
    let mut officer = Browser::signed_in(&bridge, OfficerRole::Security).await;
    for n in 0..3 {
        report(&bridge, "finance.test", &format!("f{n}"), json!({"state": "clean"})).await;
    }
    report(&bridge, "interior.test", "i", json!({"state": "infected", "signature": "Local.Eicar"})).await;
    word(&bridge, "one", true, 5 * HOUR_MS, [3, 10, 120, 2500]).await;
    for (period, rows) in [("day", 24), ("week", 28), ("month", 30), ("quarter", 13), ("nonsense", 28)] {
        let page = officer.get(&format!("/figures?period={period}")).await.text;
        assert_eq!(page.matches("<th scope=\"row\" class=\"when\">").count(), 5 * rows, "{period}");
        assert!(page.contains("Highest: 4 (") && page.contains("Local.Eicar"), "{period}");
    }
    let page = officer.get("/figures?period=month&homeserver=finance.test").await.text;
    assert!(page.contains("Highest: 3 (") && !page.contains("Local.Eicar") && page.contains("Finance"));
    assert!(!page.contains("How long a scan takes"), "scanners serve all");
    for (language, words) in [("fr", "Fichiers vérifiés"), ("uk", "Перевірені файли")] {
        officer.language = language;
        assert!(officer.get("/figures").await.text.contains(words));
    }
    // Nobody else sees them.
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    assert_eq!(admin.get("/figures").await.status, StatusCode::NOT_FOUND);
    let mut nobody = Browser::security(&bridge);
    assert_eq!(nobody.get("/figures").await.location(), "/login");
}
