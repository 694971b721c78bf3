//! The security officers' console: what is shown, and what never is.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;
use serde_json::{Value, json};

use super::browser::{Browser, acts};
use crate::fixture::{Bridge, SCANNER_TOKEN};

async fn report(bridge: &Bridge, server: &str, media: &str, verdict: Value) {
    let body = json!({
        "mxc": format!("mxc://{server}/{media}"), "ciphertext_sha256": "ab12", "key_commitment": media,
        "verdict": verdict, "engine": "ClamAV 1.4", "signatures_version": "7", "size": 10_485_760,
        "type_found": "application/pdf", "encrypted": true, "homeserver": "interior.test",
        "requested_by": "@secretperson:interior.test", "scanned_at_ms": 1_795_302_360_000_u64
    });
    let (status, _) = bridge.api("POST", "/_depesha/scan/v1/reports", Some(SCANNER_TOKEN), body).await;
    assert_eq!(status, StatusCode::OK);
}

async fn engine(bridge: &Bridge, healthy: bool, made_ms: i64, checked_ms: i64) {
    let body = json!({"healthy": healthy, "engine": "ClamAV 1.4", "signatures_version": "7",
        "signatures_at_ms": made_ms, "checked_at_ms": checked_ms});
    bridge.api("POST", "/_depesha/scan/v1/engine", Some(SCANNER_TOKEN), body).await;
}

#[tokio::test]
async fn a_blocked_file_is_shown_without_people_and_without_a_way_to_it() {
    let bridge = Bridge::new();
    let mut officer = Browser::signed_in(&bridge, OfficerRole::Security).await;
    let empty = officer.get("/reports").await.text;
    assert!(empty.contains("Nothing has been blocked") && empty.contains("No scanner has reported yet"));

    report(&bridge, "finance.test", "SecretMedia1", json!({"state": "infected", "signature": "Local.Eicar"})).await;
    report(&bridge, "externals.test", "SecretMedia2", json!({"state": "clean"})).await;
    let list = officer.get("/reports").await.text;
    for shown in
        ["Local.Eicar", "application/pdf", "10.0 MiB", "finance.test", "Finance", "2026-11-21 23:06", "1 report"]
    {
        assert!(list.contains(shown), "{shown}");
    }
    let id = list.split("/reports/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = officer.get(&format!("/reports/{id}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("ab12") && page.text.contains("ClamAV 1.4") && page.text.contains("Interior"));
    for text in [list, page.text] {
        for secret in ["secretperson", "SecretMedia", "mxc:", "/_matrix", "/media/"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    assert_eq!(officer.get("/reports/unknown").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        acts(&bridge).await[3..],
        ["security:olena scan_reports.list", "security:olena scan_reports.list", "security:olena scan_report.view"]
    );
}

#[tokio::test]
async fn reports_are_filtered_and_come_in_pages() {
    let bridge = Bridge::new();
    let mut officer = Browser::signed_in(&bridge, OfficerRole::Security).await;
    for n in 0..51 {
        report(&bridge, "finance.test", &format!("a{n}"), json!({"state": "engine_error"})).await;
    }
    report(&bridge, "interior.test", "b", json!({"state": "clean"})).await;
    let count = |text: &str| text.matches("<th scope=\"row\"").count();
    for (query, rows, total) in [
        ("", 0, "Nothing has been blocked"),
        ("?verdict=all", 50, "52 reports"),
        ("?verdict=all&page=1", 2, "52 reports"),
        ("?verdict=unchecked&homeserver=finance.test", 50, "51 reports"),
        ("?verdict=unchecked&homeserver=interior.test", 0, "No report matches"),
        ("?verdict=clean", 1, "1 report"),
        ("?verdict='%20OR%201=1%20--", 0, "Nothing has been blocked"),
        ("?verdict=all&page=-7", 50, "52 reports"),
    ] {
        let text = officer.get(&format!("/reports{query}")).await.text;
        assert_eq!(count(&text), rows, "{query}");
        assert!(text.contains(total), "{query}");
    }
}

#[tokio::test]
async fn the_engine_is_working_failing_or_silent_and_old_signatures_are_marked() {
    const DAY: i64 = 24 * 3_600_000;
    let bridge = Bridge::new();
    let now = bridge.app.clock.now_ms();
    let mut officer = Browser::signed_in(&bridge, OfficerRole::Security).await;
    engine(&bridge, true, now - DAY, now).await;
    let text = officer.get("/engine").await.text;
    assert!(text.contains("Working") && text.contains("24 hours ago") && !text.contains("Out of date"));
    engine(&bridge, false, now - 9 * DAY, now + 1).await;
    let text = officer.get("/engine").await.text;
    assert!(text.contains("Not working") && text.contains("9 days ago") && text.contains("Out of date"));
    bridge.clock.advance_ms(6 * 60_000);
    assert!(officer.get("/reports").await.text.contains("No news"));
}

#[tokio::test]
async fn what_a_scanner_says_cannot_become_part_of_the_page() {
    let bridge = Bridge::new();
    let mut officer = Browser::signed_in(&bridge, OfficerRole::Security).await;
    report(&bridge, "finance.test", "a", json!({"state": "infected", "signature": "<img src=x>\"'&"})).await;
    let text = officer.get("/reports").await.text;
    assert!(!text.contains("<img src=x") && text.contains("&#60;img src=x&#62;"));
}
