//! Exports of the list of reports: what is in them, what never is, and that each is recorded.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;
use serde_json::{Value, json};

use super::browser::Browser;
use crate::figures::{DAY_MS, report};
use crate::fixture::Bridge;

fn infected(signature: &str) -> Value {
    json!({"state": "infected", "signature": signature})
}

async fn some_reports(bridge: &Bridge) {
    report(bridge, "finance.test", "SecretMedia1", infected("=HYPERLINK(\"http://evil\"),x")).await;
    report(bridge, "finance.test", "SecretMedia2", infected("Win.Test")).await;
    bridge.clock.advance_ms(1000);
    report(bridge, "finance.test", "SecretMedia3", infected("Win.Test")).await;
    bridge.clock.advance_ms(DAY_MS);
    report(bridge, "interior.test", "SecretMedia4", infected("Win.Test")).await;
    report(bridge, "interior.test", "SecretMedia5", json!({"state": "clean"})).await;
    report(bridge, "interior.test", "SecretMedia6", json!({"state": "type_forbidden"})).await;
}

async fn details(bridge: &Bridge) -> Vec<String> {
    let sql = "SELECT actor, detail FROM audit WHERE action = 'scan_reports.export' ORDER BY seq";
    let rows = bridge.app.db.read(move |tx| tx.query(sql, &[])).await.unwrap();
    rows.iter().map(|row| format!("{} {}", row.text(0).unwrap(), row.text(1).unwrap())).collect()
}

#[tokio::test]
async fn csv_and_json_hold_the_list_with_its_filter_and_nobody() {
    let bridge = Bridge::new();
    some_reports(&bridge).await;
    let mut officer = Browser::signed_in(&bridge, OfficerRole::Security).await;
    let list = officer.get("/reports?verdict=infected&homeserver=finance.test").await.text;
    assert!(list.contains("/reports/export/csv?verdict=infected&#38;homeserver=finance.test"), "{list}");

    let csv = officer.get("/reports/export/csv?verdict=infected&homeserver=finance.test").await;
    assert_eq!(csv.status, StatusCode::OK);
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8; header=present");
    assert!(csv.headers["content-disposition"].to_str().unwrap().ends_with("-reports-2027-01-16.csv\""));
    let mut reader = csv::Reader::from_reader(csv.text.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let column = |name: &str| head.iter().position(|one| one == name).unwrap();
    let cells = |name: &str| rows.iter().map(|row| row[column(name)].to_owned()).collect::<Vec<_>>();
    assert_eq!(cells("signature"), ["Win.Test", "Win.Test", "'=HYPERLINK(\"http://evil\"),x"]);
    assert_eq!(cells("sender_organisation"), ["Finance", "Finance", "Finance"]);
    assert_eq!(cells("case"), ["open", "open", "open"]);

    let lines = officer.get("/reports/export/jsonl?verdict=all").await;
    let objects: Vec<Value> = lines.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 6);
    assert_eq!(objects[1]["verdict"], "clean");
    assert_eq!(objects[0].as_object().unwrap().len(), head.len(), "both hold the same");
    for text in [&csv.text, &lines.text] {
        for secret in ["secretperson", "SecretMedia", "mxc:"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    assert_eq!(
        details(&bridge).await,
        [
            "security:olena format=csv rows=3 verdict=infected homeserver=finance.test page=0",
            "security:olena format=jsonl rows=6 verdict=all homeserver= page=0",
        ]
    );
    assert_eq!(officer.get("/reports/export/xlsx").await.status, StatusCode::NOT_FOUND);
    let mut nobody = Browser::security(&bridge);
    assert_eq!(nobody.get("/reports/export/csv?verdict=all").await.location(), "/login");
    assert_eq!(details(&bridge).await.len(), 2);
}

#[tokio::test]
async fn an_export_has_an_end_and_comes_in_batches_without_a_gap() {
    let bridge = Bridge::changed(|config| config.scan_reports.export_rows = 1100);
    let mut officer = Browser::signed_in(&bridge, OfficerRole::Security).await;
    for n in 0..1203 {
        report(&bridge, "finance.test", &format!("m{n}"), json!({"state": "engine_error"})).await;
    }
    let lines = officer.get("/reports/export/jsonl?verdict=all").await.text;
    let ids: std::collections::BTreeSet<_> =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].to_string()).collect();
    assert_eq!((lines.lines().count(), ids.len()), (1100, 1100));
    assert!(details(&bridge).await[0].contains("rows=1100 "));
}

#[tokio::test]
async fn stix_tells_what_was_seen_where_and_how_often_and_the_standards_own_library_takes_it() {
    let bridge = Bridge::new();
    let mut officer = Browser::signed_in(&bridge, OfficerRole::Security).await;
    let empty = officer.get("/reports/export/stix?verdict=all").await.text;
    assert_eq!(serde_json::from_str::<Value>(&empty).unwrap()["objects"].as_array().unwrap().len(), 2);
    some_reports(&bridge).await;
    // A day later the session is over.
    let mut officer = Browser::signed_in(&bridge, OfficerRole::Security).await;
    let answer = officer.get("/reports/export/stix?verdict=all").await;
    assert_eq!(answer.headers["content-type"], "application/stix+json;version=2.1");
    let bundle: Value = serde_json::from_str(&answer.text).unwrap();
    let objects = bundle["objects"].as_array().unwrap();
    let of = |kind: &str| objects.iter().filter(|one| one["type"] == kind).collect::<Vec<_>>();
    assert_eq!(of("malware").iter().map(|one| one["name"].as_str().unwrap()).collect::<Vec<_>>().len(), 2);
    let counts: Vec<_> = of("sighting").iter().map(|one| one["count"].as_i64().unwrap()).collect();
    assert_eq!(counts, [1, 1, 2], "by signature, organisation and day");
    assert!(
        !answer.text.contains("SecretMedia") && !answer.text.contains("ab12"),
        "no file, and no hash of ciphertext"
    );
    // A narrower export gives the same things the same ids.
    let narrow: Value =
        serde_json::from_str(&officer.get("/reports/export/stix?homeserver=interior.test").await.text).unwrap();
    for one in narrow["objects"].as_array().unwrap() {
        assert!(objects.contains(one), "{one}");
    }
    assert_eq!(
        checked(&answer.text),
        "identity identity identity indicator indicator malware malware marking-definition relationship relationship \
         sighting sighting sighting"
    );
}

/// What the library of OASIS reads; it comes from the Python package index, once a machine.
fn checked(bundle: &str) -> String {
    let mut child = Command::new(python())
        .arg("-c")
        .arg(include_str!("../stix_check.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(bundle.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Python with the library. A new list of packages makes a new environment; only a complete one gets its name.
fn python() -> PathBuf {
    const PACKAGES: &str = include_str!("../stix_packages.txt");
    let run = |command: &mut Command| {
        let output = command.output().expect("python3 runs (Debian: python3-venv)");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = cache.unwrap_or_else(|| std::env::home_dir().expect("a home folder").join(".cache")).join("depesha");
    let version = PACKAGES.lines().find_map(|line| line.strip_prefix("stix2==")).expect("pinned");
    let environment = cache.join(format!("stix2-{version}"));
    if std::fs::read_to_string(environment.join("packages.txt")).is_ok_and(|known| known == PACKAGES) {
        return environment.join("bin/python");
    }
    std::fs::create_dir_all(&cache).unwrap();
    let draft = tempfile::Builder::new().prefix("stix2-").tempdir_in(&cache).unwrap();
    run(Command::new("python3").args(["-m", "venv"]).arg(draft.path()));
    std::fs::write(draft.path().join("packages.txt"), PACKAGES).unwrap();
    let install =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "--no-deps", "-r"];
    run(Command::new(draft.path().join("bin/python")).args(install).arg(draft.path().join("packages.txt")));
    let _ = std::fs::remove_dir_all(&environment);
    std::fs::rename(draft.keep(), &environment).unwrap();
    environment.join("bin/python")
}
