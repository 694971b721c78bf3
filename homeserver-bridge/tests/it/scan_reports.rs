//! What the scanner reports, and what the release gate makes of it.

use axum::http::StatusCode;
use homeserver_bridge::scan_reports::{Gate, engines, gate};
use serde_json::{Value, json};

use crate::fixture::{Bridge, MODULE_TOKEN, SCANNER_TOKEN};

const REPORTS: &str = "/_depesha/scan/v1/reports";
const ENGINE: &str = "/_depesha/scan/v1/engine";

fn report(media: &str, verdict: Value) -> Value {
    json!({
        "mxc": format!("mxc://interior.test/{media}"), "ciphertext_sha256": "ab", "key_commitment": "cd",
        "verdict": verdict, "engine": "ClamAV 1.4", "signatures_version": "1", "size": 68, "type_found": "text/plain",
        "encrypted": true, "homeserver": "finance.test", "requested_by": "@b:finance.test", "scanned_at_ms": 5,
        "coherent": true
    })
}

async fn gate_of(bridge: &Bridge, media: &str) -> Gate {
    gate(&bridge.app, &format!("mxc://interior.test/{media}").parse().unwrap()).await.unwrap()
}

#[tokio::test]
async fn only_the_scanner_may_report() {
    let bridge = Bridge::new();
    for (token, errcode) in [(None, "M_MISSING_TOKEN"), (Some(MODULE_TOKEN), "M_UNKNOWN_TOKEN")] {
        for path in [REPORTS, ENGINE] {
            let (status, body) = bridge.api("POST", path, token, report("a", json!({"state": "clean"}))).await;
            assert_eq!((status, body["errcode"].as_str()), (StatusCode::UNAUTHORIZED, Some(errcode)), "{path}");
        }
    }
    assert_eq!(gate_of(&bridge, "a").await, Gate::NotScanned);
}

#[tokio::test]
async fn only_a_clean_verdict_opens_and_a_find_closes_for_good() {
    let bridge = Bridge::new();
    let tell = async |media: &str, verdict: Value| {
        let (status, _) = bridge.api("POST", REPORTS, Some(SCANNER_TOKEN), report(media, verdict)).await;
        assert_eq!(status, StatusCode::OK);
        gate_of(&bridge, media).await
    };
    assert_eq!(tell("a", json!({"state": "engine_error"})).await, Gate::NotScanned);
    assert_eq!(tell("a", json!({"state": "unscannable", "why": "limits"})).await, Gate::NotScanned);
    assert_eq!(tell("a", json!({"state": "clean"})).await, Gate::Clean);
    assert_eq!(tell("a", json!({"state": "timeout"})).await, Gate::Clean);
    assert_eq!(tell("a", json!({"state": "infected", "signature": "Local.Eicar"})).await, Gate::NotClean);
    assert_eq!(tell("a", json!({"state": "clean"})).await, Gate::NotClean);
    assert_eq!(tell("b", json!({"state": "type_forbidden"})).await, Gate::NotClean);
    assert_eq!(gate_of(&bridge, "c").await, Gate::NotScanned);
}

#[tokio::test]
async fn noise_under_a_wrong_key_opens_nothing_and_two_keys_that_fit_shut() {
    let bridge = Bridge::new();
    let tell = async |media: &str, key: &str, coherent: bool, verdict: &str| {
        let mut body = report(media, json!({"state": verdict, "signature": "x"}));
        (body["key_commitment"], body["coherent"]) = (key.into(), coherent.into());
        let (status, _) = bridge.api("POST", REPORTS, Some(SCANNER_TOKEN), body).await;
        assert_eq!(status, StatusCode::OK);
        gate_of(&bridge, media).await
    };
    assert_eq!(tell("a", "wrong", false, "clean").await, Gate::NotScanned);
    assert_eq!(tell("a", "true", true, "clean").await, Gate::Clean);
    assert_eq!(tell("a", "wrong too", false, "clean").await, Gate::Clean, "noise does not shut it for others");
    assert_eq!(tell("b", "one", true, "clean").await, Gate::Clean);
    assert_eq!(tell("b", "other", true, "clean").await, Gate::Ambiguous);
    assert_eq!(tell("c", "wrong", false, "clean").await, Gate::NotScanned);
    assert_eq!(tell("c", "true", true, "infected").await, Gate::NotClean);
    // A scanner that says nothing of it is not believed.
    let mut silent = report("d", json!({"state": "clean"}));
    silent.as_object_mut().unwrap().remove("coherent");
    bridge.api("POST", REPORTS, Some(SCANNER_TOKEN), silent).await;
    assert_eq!(gate_of(&bridge, "d").await, Gate::NotScanned);
}

#[tokio::test]
async fn telling_it_twice_keeps_it_once_and_what_was_not_found_is_not_kept() {
    let bridge = Bridge::new();
    for _ in 0..2 {
        for verdict in [json!({"state": "clean"}), json!({"state": "not_found"})] {
            bridge.api("POST", REPORTS, Some(SCANNER_TOKEN), report("a", verdict)).await;
        }
    }
    let rows = bridge.app.db.read(|tx| tx.query("SELECT verdict, media_server FROM scan_reports", &[])).await.unwrap();
    let rows: Vec<_> = rows.iter().map(|r| (r.text(0).unwrap(), r.text(1).unwrap())).collect();
    assert_eq!(rows, [("clean".to_owned(), "interior.test".to_owned())]);
}

#[tokio::test]
async fn several_engines_of_a_scanner_are_kept_each_by_itself() {
    let bridge = Bridge::new();
    let one = |name: &str, healthy: bool| {
        json!({"name": name, "kind": "icap", "required": true, "healthy": healthy, "engine": "AV 3",
               "signatures_version": "7", "signatures_at_ms": 5})
    };
    let body = json!({"healthy": false, "engine": "", "signatures_version": "", "checked_at_ms": 900_000_000_000_u64,
                      "engines": [one("gate", false), one("second", true)]});
    assert_eq!(bridge.api("POST", ENGINE, Some(SCANNER_TOKEN), body).await.0, StatusCode::OK);
    let states = engines(&bridge.app).await.unwrap();
    let kept: Vec<_> = states.iter().map(|s| (s.engine.as_str(), s.healthy, s.signatures_version.as_str())).collect();
    assert_eq!(kept, [("gate (icap)", false, "AV 3 7"), ("second (icap)", true, "AV 3 7")]);
    let later = json!({"healthy": true, "engine": "ClamAV 1.4", "signatures_version": "8",
                       "checked_at_ms": 900_000_000_000_u64 + 8 * 86_400_000});
    assert_eq!(bridge.api("POST", ENGINE, Some(SCANNER_TOKEN), later).await.0, StatusCode::OK);
    let states = engines(&bridge.app).await.unwrap();
    assert_eq!(states.len(), 1, "of engines that nobody speaks of any more nothing is kept");
}

#[tokio::test]
async fn the_last_word_on_the_engine_stays_though_an_older_one_comes_late() {
    let bridge = Bridge::new();
    for (healthy, version, at) in [(true, "2", 20), (false, "1", 10)] {
        let body = json!({"healthy": healthy, "engine": "ClamAV 1.4", "signatures_version": version,
            "signatures_at_ms": 1, "checked_at_ms": at});
        let (status, _) = bridge.api("POST", ENGINE, Some(SCANNER_TOKEN), body).await;
        assert_eq!(status, StatusCode::OK);
    }
    let states = engines(&bridge.app).await.unwrap();
    assert_eq!(states.len(), 1);
    assert!(states[0].healthy);
    assert_eq!(states[0].signatures_version, "2");
}
