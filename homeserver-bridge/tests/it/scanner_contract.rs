//! Every row of the contract's table of errors on every route that can meet it (contract, section 4).

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use media_scanner::engine::fake::FakeEngine;
use media_scanner::engine::{Finding, eicar};
use serde_json::{Value, json};
use wiremock::matchers::path_regex;
use wiremock::{Mock, ResponseTemplate};

use crate::scanner_fixture::{ANNA, Answer, Bench, UNSTABLE, encrypt, eventually};

const LETTER: &[u8] = b"Dear colleague, see you at noon.\n";
const PROGRAM: &[u8] = b"MZ\x90\0 a program";

/// The routes about a media; the last one is ours.
const ROUTES: [&str; 6] =
    ["scan", "download", "thumbnail", "scan_encrypted", "download_encrypted", "/_depesha/v1/scan"];

struct Table {
    b: Bench,
}

impl Table {
    /// The homeserver answers for every media whose name begins with the same letters, and for its thumbnail, alike.
    async fn new(change: impl FnOnce(&mut homeserver_bridge::config::ScanConfig)) -> Self {
        let b = Bench::with(change).await;
        let media = |name: &str| {
            path_regex(format!("^/_matrix/client/v1/media/(download|thumbnail)/interior.test/{name}(-enc)?$"))
        };
        let contents = [("letter", LETTER.to_vec()), ("bad", eicar()), ("program", PROGRAM.to_vec())];
        for (name, content) in contents {
            let answer = move |request: &wiremock::Request| {
                let sealed = request.url.path().ends_with("-enc");
                let bytes = if sealed { encrypt("", &content, 1).0 } else { content.clone() };
                ResponseTemplate::new(200).set_body_bytes(bytes)
            };
            Mock::given(media(name)).respond_with(answer).mount(&b.interior).await;
        }
        let large = ResponseTemplate::new(200).set_body_bytes(vec![b'x'; 4_000_001]);
        Mock::given(media("large")).respond_with(large).mount(&b.interior).await;
        Mock::given(media("broken")).respond_with(ResponseTemplate::new(500)).mount(&b.interior).await;
        Mock::given(media("kept")).respond_with(ResponseTemplate::new(403)).mount(&b.interior).await;
        Self { b }
    }

    async fn ask(&self, route: &str, token: Option<&str>, media: &str, content: &[u8]) -> Answer {
        if route.contains("encrypted") || route.starts_with('/') {
            let (_, file) = encrypt(&format!("{media}-enc"), content, 1);
            return self.b.post(token, route, self.b.seal(&file).await).await;
        }
        self.b.get(token, &format!("{route}/interior.test/{media}?width=32&height=32")).await
    }

    /// The same answer from every route.
    async fn row(&self, media: &str, content: &[u8], status: u16, reason: &str, word: Value) {
        for route in ROUTES {
            let answer = self.ask(route, Some(ANNA), media, content).await;
            assert_eq!(answer.refusal(), (status, reason.to_owned()), "{media} by {route}");
            assert_eq!(
                answer.json().get("org.depesha.verdict").cloned().unwrap_or_default(),
                word,
                "{media} by {route}"
            );
        }
    }
}

#[tokio::test]
async fn each_row_is_the_same_on_each_route() {
    let table = Table::new(|config| config.deadline_seconds = 1).await;
    table.row("program", PROGRAM, 403, "MCS_MIME_TYPE_FORBIDDEN", json!("type_forbidden")).await;
    table.row("broken", LETTER, 502, "MCS_MEDIA_REQUEST_FAILED", Value::Null).await;
    table.row("kept", LETTER, 502, "MCS_MEDIA_REQUEST_FAILED", Value::Null).await;
    table.row("nothing", LETTER, 404, "M_NOT_FOUND", Value::Null).await;
    table.row("large", &vec![b'x'; 4_000_001], 500, "M_UNKNOWN", json!("too_large")).await;
    let states = [
        (Finding::Clean, 0, false, "engine_error"),
        (Finding::Clean, 30, true, "timeout"),
        (Finding::Encrypted, 0, true, "unscannable_encrypted"),
        (Finding::Limits, 0, true, "unscannable_limits"),
        (Finding::TooLarge, 0, true, "too_large"),
    ];
    for (otherwise, delay, up, word) in states {
        table.b.engine.set(|e| (e.otherwise, e.delay, e.up) = (otherwise, Duration::from_secs(delay), up));
        table.row("letter", LETTER, 500, "M_UNKNOWN", json!(word)).await;
    }
    table.b.engine.set(|e| (e.otherwise, e.delay, e.up) = (Finding::Clean, Duration::ZERO, true));
    for route in ROUTES {
        let answer = table.ask(route, Some(ANNA), "letter", LETTER).await;
        assert_eq!(answer.status, 200, "nothing of all that was remembered: {route}");
        let answer = table.ask(route, Some(ANNA), "bad", &eicar()).await;
        match route {
            "scan" | "scan_encrypted" => {
                assert_eq!((answer.status, &answer.json()["clean"]), (200.try_into().unwrap(), &json!(false)))
            }
            "/_depesha/v1/scan" => assert_eq!(answer.json()["verdict"], "infected"),
            _ => assert_eq!(answer.refusal(), (403, "MCS_MEDIA_NOT_CLEAN".to_owned()), "{route}"),
        }
        // Now that verdicts are known.
        for (token, reason) in [(None, "M_MISSING_TOKEN"), (Some("stolen"), "M_UNKNOWN_TOKEN")] {
            for media in ["letter", "bad", "nothing"] {
                let answer = table.ask(route, token, media, LETTER).await;
                assert_eq!(answer.refusal(), (401, reason.to_owned()), "{media} by {route}");
            }
        }
    }
}

#[tokio::test]
async fn a_homeserver_that_is_away_fails_the_request_on_every_route() {
    let away = Bench::with(|config| config.homeservers[0].upstream = "http://127.0.0.1:9".parse().unwrap()).await;
    let table = Table { b: away };
    table.row("letter", LETTER, 502, "MCS_MEDIA_REQUEST_FAILED", Value::Null).await;
}

#[tokio::test]
async fn an_engine_that_sees_nothing_any_more_is_found_out_on_the_timer() {
    let table = Table::new(|config| config.self_test_seconds = 1).await;
    let ready = async || table.b.plain("/health/ready").await.status == 200;
    eventually("it is ready", ready).await;
    table.b.engine.set(|e| e.sighted = false);
    eventually("the test file is missed", async || !ready().await).await;
    table.row("letter", LETTER, 500, "M_UNKNOWN", json!("engine_error")).await;
    table.b.engine.set(|e| e.sighted = true);
    eventually("it is found again", ready).await;
    assert_eq!(table.ask("scan", Some(ANNA), "letter", LETTER).await.json()["clean"], true);
}

#[tokio::test]
async fn the_version_of_the_signatures_is_part_of_every_verdict_and_new_ones_look_again() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", &[LETTER, &eicar()].concat(), 1);
    b.store_bytes("enc", &ciphertext).await;
    let body = b.seal(&file).await;
    let ask = async || {
        let verdict = b.post(Some(ANNA), "/_depesha/v1/scan", &body).await.json();
        ["verdict", "signatures_version"].map(|field| verdict[field].as_str().unwrap_or_default().to_owned())
    };
    // Signatures that do not know it yet would say clean: the fake finds only what it can see.
    b.engine.set(|e| e.signatures = "27800".into());
    assert_eq!(ask().await, ["infected", "27800"]);
    assert_eq!((ask().await, b.engine.state().scans), (["infected", "27800"].map(String::from), 1));
    b.engine.set(|e| e.signatures = "27801".into());
    assert_eq!((ask().await, b.engine.state().scans), (["infected", "27801"].map(String::from), 2));
    eventually("the bridge hears of both", async || b.reports().await.len() == 2).await;
}

#[tokio::test]
async fn what_makes_no_request_is_told_apart_on_every_route_that_takes_keys() {
    let b = Bench::with_engine(Arc::new(FakeEngine::default()), |_| {}).await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    let sealed = b.seal(&file).await;
    let mut cut = sealed.clone();
    cut["encrypted_body"]["mac"] = json!("AAAA");
    let mut version = file.clone();
    version["v"] = json!("v3");
    let mut hash = file.clone();
    hash["hashes"]["sha256"] = json!(STANDARD_NO_PAD.encode([7; 32]));
    let cases = [
        (json!({}), 400, "MCS_MALFORMED_JSON"),
        (json!({"file": file}), 400, "MCS_MALFORMED_JSON"),
        (cut, 403, "MCS_BAD_DECRYPTION"),
        (b.seal(&version).await, 400, "MCS_MEDIA_FAILED_TO_DECRYPT"),
        (b.seal(&hash).await, 400, "MCS_MEDIA_FAILED_TO_DECRYPT"),
        (b.seal(&json!({"url": "mxc://interior.test/enc"})).await, 400, "MCS_MEDIA_FAILED_TO_DECRYPT"),
    ];
    for route in &ROUTES[3..] {
        for (body, status, reason) in &cases {
            assert_eq!(
                b.post(Some(ANNA), route, body).await.refusal(),
                (*status, (*reason).to_owned()),
                "{route} {body}"
            );
        }
        assert_eq!(b.post(Some(ANNA), route, &sealed).await.status, 200);
    }
    for (verb, path) in [("POST", "public_key"), ("PUT", "scan_encrypted"), ("DELETE", "scan/interior.test/enc")] {
        let request = Request::builder().method(verb).uri(format!("{UNSTABLE}/{path}")).body(Body::empty()).unwrap();
        assert_eq!(b.call(request).await.refusal(), (404, "M_UNRECOGNIZED".to_owned()), "{verb} {path}");
    }
}
