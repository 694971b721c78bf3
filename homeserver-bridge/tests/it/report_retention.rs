//! Reports past their time: what goes, what the release gate keeps, and the proof of it.

use homeserver_bridge::audit;
use homeserver_bridge::scan_reports::{Gate, gate};
use homeserver_bridge::{database::Value as Cell, jobs};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::figures::DAY_MS;
use crate::fixture::{Bridge, SCANNER_TOKEN};

async fn tell(bridge: &Bridge, media: &str, verdict: Value, coherent: bool) {
    let body = json!({
        "mxc": format!("mxc://interior.test/{media}"), "ciphertext_sha256": format!("hash-{media}"),
        "key_commitment": media, "verdict": verdict, "engine": "ClamAV 1.4", "signatures_version": "7", "size": 1000,
        "type_found": "text/plain", "encrypted": true, "coherent": coherent, "homeserver": "finance.test",
        "requested_by": "@secretperson:finance.test", "scanned_at_ms": bridge.app.clock.now_ms()
    });
    let (status, answer) = bridge.api("POST", "/_depesha/scan/v1/reports", Some(SCANNER_TOKEN), body).await;
    assert!(status.is_success(), "{answer}");
}

async fn gate_of(bridge: &Bridge, media: &str) -> Gate {
    gate(&bridge.app, &format!("mxc://interior.test/{media}").parse().unwrap()).await.unwrap()
}

async fn texts(bridge: &Bridge, sql: &'static str) -> Vec<String> {
    let rows = bridge.app.db.read(move |tx| tx.query(sql, &[])).await.unwrap();
    rows.iter().map(|row| row.text(0).unwrap()).collect()
}

async fn look(bridge: &Bridge) {
    jobs::look(&bridge.app, bridge.app.clock.now_ms()).await;
}

#[tokio::test]
async fn reports_go_in_their_time_the_gate_stays_and_the_log_proves_it() {
    let bridge = Bridge::changed(|config| {
        config.scan_reports =
            toml::from_str("clean_days = 10\nunchecked_days = 20\nfind_days = 30\nfigures_days = 400").unwrap();
    });
    tell(&bridge, "clean", json!({"state": "clean"}), true).await;
    tell(&bridge, "noise", json!({"state": "clean"}), false).await;
    tell(&bridge, "failed", json!({"state": "timeout"}), false).await;
    tell(&bridge, "closed", json!({"state": "infected", "signature": "Evil"}), true).await;
    tell(&bridge, "open", json!({"state": "infected", "signature": "Evil"}), true).await;
    let close = "UPDATE scan_files SET case_state = 'closed', closed_as = 'malware', quarantine_from_ms = NULL
         WHERE key_commitment = 'closed'";
    bridge.app.db.write(move |tx| tx.execute(close, &[])).await.unwrap();
    let gates = async || {
        let mut all = Vec::new();
        for media in ["clean", "noise", "failed", "closed", "open"] {
            all.push(gate_of(&bridge, media).await);
        }
        all
    };
    let before = gates().await;
    assert_eq!(before, [Gate::Clean, Gate::NotScanned, Gate::NotScanned, Gate::NotClean, Gate::NotClean]);
    let files = "SELECT key_commitment FROM scan_files ORDER BY key_commitment";
    let gone = "SELECT id FROM scan_reports WHERE verdict = 'clean' ORDER BY id";
    let clean_ids = texts(&bridge, gone).await;
    look(&bridge).await;
    assert_eq!(texts(&bridge, files).await.len(), 5, "nothing is old yet");

    bridge.clock.advance_ms(11 * DAY_MS);
    look(&bridge).await;
    assert_eq!(texts(&bridge, files).await, ["closed", "failed", "open"]);
    bridge.clock.advance_ms(10 * DAY_MS);
    look(&bridge).await;
    assert_eq!(texts(&bridge, files).await, ["closed", "open"]);
    bridge.clock.advance_ms(10 * DAY_MS);
    look(&bridge).await;
    look(&bridge).await;
    assert_eq!(texts(&bridge, files).await, ["open"], "an open case stays whole");
    assert_eq!(gates().await, before, "the gate knows what it knew");

    let rows = "SELECT requested_by || homeserver || file_id || signatures_version FROM scan_reports WHERE retired = 1";
    assert_eq!(texts(&bridge, rows).await, ["", ""], "of two verdicts the gate's part is left, without people");
    let details =
        texts(&bridge, "SELECT subject || ' ' || detail FROM audit WHERE action = 'scan_reports.remove'").await;
    assert_eq!(details.len(), 3, "{details:?}");
    assert!(
        details[0].starts_with("clean count=2 gate_rows=1 from=2027-01-15T08:00:00.000Z to=2027-01-15T08:00:00.000Z ")
    );
    assert!(
        details[1].starts_with("unchecked count=1 gate_rows=0 ") && details[2].starts_with("find count=1 gate_rows=1 ")
    );
    let hash = hex::encode(Sha256::digest(clean_ids.join("\n")));
    assert!(details[0].ends_with(&format!("ids_sha256={hash}")), "whoever has the ids can prove it");
    assert!(bridge.app.db.read(audit::verify).await.unwrap().is_ok());

    // The same file again is a new report, and old rows of the gate do not pile up.
    tell(&bridge, "clean", json!({"state": "clean"}), true).await;
    bridge.clock.advance_ms(11 * DAY_MS);
    look(&bridge).await;
    let left = "SELECT verdict FROM scan_reports WHERE key_commitment = 'clean'";
    assert_eq!(texts(&bridge, left).await, ["clean"]);
    assert_eq!(gate_of(&bridge, "clean").await, Gate::Clean);
}

#[tokio::test]
async fn many_reports_go_in_batches() {
    let bridge = Bridge::new();
    tell(&bridge, "a", json!({"state": "timeout"}), false).await;
    bridge
        .app
        .db
        .write(|tx| {
            let columns = "mxc, ciphertext_sha256, verdict, signature, engine, signatures_version, size, type_found,
                 encrypted, homeserver, media_server, requested_by, scanned_at_ms, last_seen_at_ms";
            for n in 0..1200_i64 {
                let id = format!("more-{n}");
                let sql = format!(
                    "INSERT INTO scan_reports (id, key_commitment, {columns})
                     SELECT $1, $1, {columns} FROM scan_reports WHERE key_commitment = 'a'"
                );
                tx.execute(&sql, &[Cell::from(id)])?;
            }
            Ok(())
        })
        .await
        .unwrap();
    bridge.clock.advance_ms(91 * DAY_MS);
    look(&bridge).await;
    assert_eq!(texts(&bridge, "SELECT id FROM scan_reports").await, [""; 0]);
    let details = texts(&bridge, "SELECT detail FROM audit WHERE action = 'scan_reports.remove' ORDER BY seq").await;
    let counts: Vec<_> = details.iter().map(|detail| detail.split(' ').next().unwrap()).collect();
    assert_eq!(counts, ["count=500", "count=500", "count=201"]);
}
