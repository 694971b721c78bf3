//! Figures: counted as reports come, read as charts and as Prometheus, summed up once a week.

use axum::http::StatusCode;
use homeserver_bridge::scan_figures::{Period, Sums, figures};
use homeserver_bridge::{http, jobs};
use serde_json::{Value, json};

use crate::fixture::{Bridge, SCANNER_TOKEN, call};

pub(crate) const HOUR_MS: i64 = 3_600_000;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;

/// A scanner reports a file.
pub(crate) async fn report(bridge: &Bridge, server: &str, media: &str, verdict: Value) {
    let body = json!({
        "mxc": format!("mxc://{server}/{media}"), "ciphertext_sha256": "ab12", "key_commitment": media,
        "verdict": verdict, "engine": "ClamAV 1.4", "signatures_version": "7", "size": 1000,
        "type_found": "application/pdf", "encrypted": true, "homeserver": "interior.test",
        "requested_by": "@secretperson:interior.test", "scanned_at_ms": bridge.app.clock.now_ms()
    });
    let (status, _) = bridge.api("POST", "/_depesha/scan/v1/reports", Some(SCANNER_TOKEN), body).await;
    assert_eq!(status, StatusCode::OK);
}

/// A scanner's word on itself.
pub(crate) async fn word(bridge: &Bridge, scanner: &str, healthy: bool, signatures_age_ms: i64, load: [u64; 4]) {
    let now = bridge.app.clock.now_ms();
    let [waiting, answered, median, p95] = load;
    let engine = if healthy { "ClamAV 1.4" } else { "" };
    let body = json!({"healthy": healthy, "engine": engine, "signatures_version": if healthy { "7" } else { "" },
        "signatures_at_ms": healthy.then_some(now - signatures_age_ms), "checked_at_ms": now,
        "load": {"scanner": scanner, "waiting": waiting, "running": 1, "answered": answered, "turned_away": 2,
            "median_ms": median, "p95_ms": p95}});
    let (status, _) = bridge.api("POST", "/_depesha/scan/v1/engine", Some(SCANNER_TOKEN), body).await;
    assert_eq!(status, StatusCode::OK);
}

fn eicar() -> Value {
    json!({"state": "infected", "signature": "Local.Eicar"})
}

#[tokio::test]
async fn scans_are_counted_when_they_come_and_stay_counted_without_their_reports() {
    let bridge = Bridge::new();
    report(&bridge, "finance.test", "a", json!({"state": "clean"})).await;
    report(&bridge, "finance.test", "a", json!({"state": "clean"})).await;
    bridge.clock.advance_ms(25 * HOUR_MS);
    report(&bridge, "finance.test", "b", eicar()).await;
    report(&bridge, "interior.test", "c", eicar()).await;
    report(&bridge, "interior.test", "d", json!({"state": "type_forbidden"})).await;
    report(&bridge, "interior.test", "e", json!({"state": "engine_error"})).await;
    bridge.app.db.write(|tx| tx.execute("DELETE FROM scan_reports", &[])).await.unwrap();

    let day = figures(&bridge.app, Period::Day, Vec::new()).await.unwrap();
    assert_eq!(day.now, Sums { clean: 0, infected: 2, forbidden: 1, unchecked: 1 });
    assert_eq!(day.before, Sums { clean: 1, ..Sums::default() }, "told twice, counted once");
    assert_eq!(day.slots.last(), Some(&day.now), "the last slot holds now");
    let month = figures(&bridge.app, Period::Month, Vec::new()).await.unwrap();
    assert_eq!(month.now, Sums { clean: 1, ..day.now });
    assert_eq!(month.slots.iter().map(Sums::all).sum::<i64>(), 5);
    assert_eq!(month.types.iter().map(|s| (s.name.as_str(), s.scans, s.blocked)).collect::<Vec<_>>(), [("pdf", 5, 3)]);
    assert_eq!(month.signatures.iter().map(|s| (s.name.as_str(), s.scans)).collect::<Vec<_>>(), [("Local.Eicar", 2)]);
    let servers: Vec<_> = month.servers.iter().map(|s| (s.name.as_str(), s.scans, s.blocked)).collect();
    assert_eq!(servers, [("interior.test", 3, 2), ("finance.test", 2, 1)]);
    let finance = figures(&bridge.app, Period::Week, vec!["finance.test".into()]).await.unwrap();
    assert_eq!(finance.now, Sums { clean: 1, infected: 1, ..Sums::default() });

    // Years later the counts of each hour and of each day are gone, and the total stays.
    bridge.clock.advance_ms(2000 * DAY_MS);
    jobs::look(&bridge.app, 0).await;
    let rows = |table: &'static str| {
        let db = bridge.app.db.clone();
        async move {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            db.read(move |tx| tx.query_one(&sql, &[])?.unwrap().int(0)).await.unwrap()
        }
    };
    assert_eq!((rows("scan_hours").await, rows("scan_days").await, rows("scan_totals").await), (0, 0, 4));
}

#[tokio::test]
async fn the_course_of_scanners_is_kept_by_the_hour() {
    let bridge = Bridge::new();
    word(&bridge, "one", true, 2 * HOUR_MS, [3, 10, 100, 900]).await;
    bridge.clock.advance_ms(60_000);
    word(&bridge, "one", true, 2 * HOUR_MS, [7, 30, 200, 700]).await;
    word(&bridge, "two", true, 5 * HOUR_MS, [1, 0, 0, 0]).await;
    // The same word again changes nothing.
    word(&bridge, "one", true, 2 * HOUR_MS, [99, 30, 200, 700]).await;
    let day = figures(&bridge.app, Period::Day, Vec::new()).await.unwrap();
    let slot = day.load.last().unwrap();
    assert_eq!((slot.median_ms, slot.p95_ms, slot.waiting), (Some(175), Some(900), Some(7)));
    assert_eq!((slot.turned_away, slot.oldest_ms), (6, Some(5 * HOUR_MS)));
    assert_eq!(day.load[0].waiting, None, "nobody spoke then");
}

#[tokio::test]
async fn prometheus_reads_figures_without_people_and_the_rules_name_only_what_is_there() {
    let bridge = Bridge::new();
    report(&bridge, "finance.test", "SecretMedia", eicar()).await;
    report(&bridge, "finance.test", "b", json!({"state": "clean"})).await;
    word(&bridge, "sc\"an", true, 3 * HOUR_MS, [4, 10, 1500, 2500]).await;
    word(&bridge, "two", false, 0, [0, 0, 0, 0]).await;
    let text = metrics(&bridge).await;
    for line in [
        "depesha_scans_total{verdict=\"infected\"} 1",
        "depesha_scans_total{verdict=\"clean\"} 1",
        "depesha_scans_total{verdict=\"timeout\"} 0",
        "depesha_scanned_bytes_total{verdict=\"clean\"} 1000",
        "depesha_scanner_waiting{scanner=\"sc\\\"an\"} 4",
        "depesha_scanner_latency_seconds{scanner=\"sc\\\"an\",quantile=\"0.95\"} 2.500",
        "depesha_engine_up{scanner=\"sc\\\"an\",engine=\"ClamAV 1.4\"} 1",
        "depesha_engine_up{scanner=\"two\",engine=\"two\"} 0",
        "depesha_signatures_age_seconds{scanner=\"sc\\\"an\",engine=\"ClamAV 1.4\"} 10800",
        "depesha_alerts_open{kind=\"engine_down\"} 0",
        "depesha_alert_deliveries_waiting 0",
    ] {
        assert!(text.lines().any(|l| l == line), "{line}\n{text}");
    }
    for secret in ["secretperson", "SecretMedia", "mxc", "finance.test"] {
        assert!(!text.contains(secret), "{secret}");
    }
    // Every figure is described before its first value, once.
    let mut described = std::collections::BTreeSet::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            assert!(described.insert(rest.split(' ').next().unwrap().to_owned()), "{line}");
        } else if !line.starts_with('#') {
            let name = line.split(['{', ' ']).next().unwrap();
            assert!(described.contains(name), "{line}");
        }
    }
    let rules = include_str!("../../../deploy/templates/prometheus-alerts.yaml");
    let named: Vec<_> = rules
        .lines()
        .filter(|line| line.trim_start().starts_with("expr:"))
        .flat_map(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
        .filter(|name| name.starts_with("depesha_"))
        .collect();
    assert!(named.len() > 8);
    for name in named {
        assert!(described.contains(name), "the rules name {name}");
    }
}

async fn metrics(bridge: &Bridge) -> String {
    use tower::ServiceExt;
    let request = axum::http::Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
    let answer = http::metrics_router(bridge.app.clone()).oneshot(request).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    let (other, _) = call(http::metrics_router(bridge.app.clone()), "GET", "/", None, Value::Null).await;
    assert_eq!(other, StatusCode::NOT_FOUND, "nothing else is there");
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn the_weeks_summary_is_mailed_once_to_each_though_workers_race_and_the_relay_fails() {
    let bridge = Bridge::changed(|config| {
        config.weekly_summary = toml::from_str(
            "mail_to = [\"soc@interior.gov.example\", \"ciso@finance.gov.example\"]\nlanguage = \"fr\"\nweekday = 1\nhour = 6",
        )
        .unwrap();
    });
    let look = || jobs::look(&bridge.app, bridge.app.clock.now_ms());
    look().await;
    bridge.work().await;
    assert!(bridge.mail.sent().is_empty(), "the week of the installation has nothing to tell");
    report(&bridge, "finance.test", "a", eicar()).await;
    report(&bridge, "finance.test", "b", json!({"state": "clean"})).await;
    word(&bridge, "one", true, 30 * HOUR_MS, [0, 1, 1, 1]).await;
    // 1 800 000 000 is a Friday.
    bridge.clock.advance_ms(4 * DAY_MS);
    word(&bridge, "one", true, 30 * HOUR_MS, [0, 1, 1, 1]).await;
    bridge.mail.set_up(false);
    tokio::join!(look(), look(), look());
    bridge.work().await;
    assert!(bridge.mail.sent().is_empty());
    bridge.mail.set_up(true);
    bridge.clock.advance_ms(20 * 60_000);
    look().await;
    bridge.work().await;
    let sent = bridge.mail.sent();
    let mut to: Vec<_> = sent.iter().map(|mail| mail.to.to_string()).collect();
    to.sort();
    assert_eq!(to, ["ciso@finance.gov.example", "soc@interior.gov.example"]);
    assert_eq!(sent[0].subject, "Depesha : sécurité des fichiers, semaine du 2027-01-18");
    insta::assert_snapshot!(sent[0].text, @"
    Sécurité des fichiers du 2027-01-11 au 2027-01-17 (UTC)

    Fichiers vérifiés : 2 (semaine précédente : 0)
    Fichiers bloqués : 1 (semaine précédente : 0)
    Fichiers qui n’ont pas pu être vérifiés : 0 (semaine précédente : 0)
    Alertes : 0 ; en cours : 0
    Cas ouverts : 1
    Âge des signatures les plus anciennes en service : 30 heures

    Le plus souvent trouvés :
    - Local.Eicar: 1

    Le plus souvent bloqués, par organisation de l’expéditeur :
    - Finance: 1

    Depesha envoie ce résumé une fois par semaine. Il ne nomme ni personne, ni salon, ni fichier ; la console de sécurité en montre davantage.
    ");

    // A job that was done but not crossed out is done again, and mails nothing.
    bridge
        .app
        .db
        .write(|tx| {
            let payload = json!({"week": "2027-01-18", "day": 20_836, "number": 0});
            homeserver_bridge::queue::add(tx, "again", homeserver_bridge::scan_figures::SUMMARY_JOB, &payload, 0)
        })
        .await
        .unwrap();
    bridge.work().await;
    look().await;
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), 2);
    bridge.clock.advance_ms(7 * DAY_MS);
    look().await;
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), 4, "and again a week later");
}
