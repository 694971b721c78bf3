//! The scan role from outside: the content-scanner contract to the letter, and what the bridge is told.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::scan::{SignedVerdict, Verdict, key_commitment};
use bridge_api::well_known::PublishedScanner;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use media_scanner::engine::{Finding, eicar};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::scanner_fixture::{ANNA, BORYS, Bench, UNSTABLE, encrypt, eventually};

const VERDICT: &str = "/_depesha/v1/scan";
const LETTER: &[u8] = b"Dear colleague, see you at noon.\n";

fn refused(status: u16, reason: &str) -> (u16, String) {
    (status, reason.to_owned())
}

#[tokio::test]
async fn nobody_is_told_anything_without_a_token_even_when_the_verdict_is_known() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    b.store_bytes("clear", LETTER).await;
    let body = b.seal(&file).await;
    assert_eq!(b.post(Some(ANNA), "scan_encrypted", &body).await.json()["clean"], true);
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/clear").await.json()["clean"], true);
    for (token, reason) in [(None, "M_MISSING_TOKEN"), (Some("stolen"), "M_UNKNOWN_TOKEN")] {
        for path in ["scan_encrypted", "download_encrypted", VERDICT] {
            assert_eq!(b.post(token, path, &body).await.refusal(), refused(401, reason), "{path}");
            assert_eq!(b.post(token, path, "{").await.refusal(), refused(401, reason), "{path}");
        }
        for path in ["scan", "download", "thumbnail"] {
            let path = format!("{path}/interior.test/clear?width=1&height=1");
            assert_eq!(b.get(token, &path).await.refusal(), refused(401, reason), "{path}");
        }
    }
    // Another ministry's user does not get from the scanner what his own homeserver does not give him.
    assert_eq!(b.post(Some(BORYS), "download_encrypted", &body).await.refusal(), refused(404, "M_NOT_FOUND"));
}

#[tokio::test]
async fn a_clean_file_is_released_as_it_lies_on_the_homeserver() {
    let b = Bench::new().await;
    let long = LETTER.repeat(20_000);
    let (ciphertext, file) = encrypt("enc", &long, 1);
    b.store_bytes("enc", &ciphertext).await;
    b.store_bytes("clear", LETTER).await;
    b.store_bytes("page", b"<!DOCTYPE html><html><p>1</p></html>").await;
    let body = b.seal(&file).await;
    assert_eq!(b.post(Some(ANNA), "scan_encrypted", &body).await.json()["clean"], true);
    let answer = b.post(Some(ANNA), "download_encrypted", &body).await;
    assert_eq!((answer.status.as_u16(), answer.bytes == ciphertext), (200, true));
    assert_eq!(answer.headers["content-type"], "application/octet-stream");
    let answer = b.get(Some(ANNA), "download/interior.test/clear").await;
    assert_eq!((answer.status.as_u16(), answer.bytes.as_slice()), (200, LETTER));
    assert_eq!(answer.headers["content-type"], "text/plain");
    assert_eq!(answer.headers["content-disposition"], "attachment");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert!(answer.headers["content-security-policy"].to_str().unwrap().starts_with("sandbox"));
    let answer = b.get(Some(ANNA), "download/interior.test/page").await;
    assert_eq!(answer.headers["content-type"], "application/octet-stream", "no type that a browser would run");
    assert!(std::fs::read_dir(b.dir.path().join("spool")).unwrap().next().is_none(), "the spool leaves no names");
}

#[tokio::test]
async fn an_infected_file_is_refused_on_every_route() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", &eicar(), 1);
    b.store_bytes("enc", &ciphertext).await;
    b.store_bytes("clear", &eicar()).await;
    let body = b.seal(&file).await;
    for answer in
        [b.post(Some(ANNA), "scan_encrypted", &body).await, b.get(Some(ANNA), "scan/interior.test/clear").await]
    {
        assert_eq!((answer.status.as_u16(), answer.json()["clean"].clone()), (200, json!(false)));
    }
    let not_clean = refused(403, "MCS_MEDIA_NOT_CLEAN");
    assert_eq!(b.post(Some(ANNA), "download_encrypted", &body).await.refusal(), not_clean);
    assert_eq!(b.get(Some(ANNA), "download/interior.test/clear").await.refusal(), not_clean);
    let signed = b.post(Some(ANNA), VERDICT, &body).await;
    assert_eq!((signed.status.as_u16(), signed.json()["verdict"].clone()), (200, json!("infected")));
}

#[tokio::test]
async fn a_signed_verdict_holds_under_the_published_key() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    let answer = b.post(Some(ANNA), VERDICT, &b.seal(&file).await).await;
    let signed: SignedVerdict = serde_json::from_slice(&answer.bytes).unwrap();
    let published = std::fs::read(b.dir.path().join("public.json")).unwrap();
    let published: PublishedScanner = serde_json::from_slice(&published).unwrap();
    assert_eq!(b.get(None, "public_key").await.json()["public_key"], published.keys[0].curve25519);
    assert_eq!(signed.key, published.keys[0].ed25519);
    assert_eq!(published.policy.unwrap().max_bytes, 4_000_000);
    assert_eq!(signed.statement.mxc.to_string(), "mxc://interior.test/enc");
    assert_eq!(signed.statement.verdict, "clean");
    assert_eq!(signed.statement.key_commitment, key_commitment(&[1; 32], &[0; 16]));
    let key: [u8; 32] = STANDARD_NO_PAD.decode(&signed.key).unwrap().try_into().unwrap();
    let signature = Signature::from_slice(&STANDARD_NO_PAD.decode(&signed.signature).unwrap()).unwrap();
    VerifyingKey::from_bytes(&key).unwrap().verify(&signed.statement.canonical_json(), &signature).unwrap();
}

#[tokio::test]
async fn bodies_that_give_no_keys_have_each_their_reason() {
    let b = Bench::new().await;
    let other = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    let strange = other.seal(&file).await.to_string();
    let mut no_key = file.clone();
    no_key["key"]["k"] = json!("AA");
    let mut wrong_hash = file.clone();
    wrong_hash["hashes"]["sha256"] = json!(STANDARD_NO_PAD.encode([0; 32]));
    let no_key = b.seal(&no_key).await.to_string();
    let wrong_hash = b.seal(&wrong_hash).await.to_string();
    let cases = [
        ("", 400, "MCS_MALFORMED_JSON"),
        ("{", 400, "MCS_MALFORMED_JSON"),
        ("[]", 400, "MCS_MALFORMED_JSON"),
        ("{}", 400, "MCS_MALFORMED_JSON"),
        (r#"{"encrypted_body": {"mac": "x"}}"#, 400, "MCS_MALFORMED_JSON"),
        (r#"{"encrypted_body": {"ciphertext": "?", "mac": "?", "ephemeral": "?"}}"#, 403, "MCS_BAD_DECRYPTION"),
        (&json!({"file": file}).to_string(), 400, "MCS_MALFORMED_JSON"),
        (&strange, 403, "MCS_BAD_DECRYPTION"),
        (&no_key, 400, "MCS_MEDIA_FAILED_TO_DECRYPT"),
        (&wrong_hash, 400, "MCS_MEDIA_FAILED_TO_DECRYPT"),
        (&"x".repeat(100_000), 413, "MCS_MALFORMED_JSON"),
    ];
    for path in ["scan_encrypted", "download_encrypted", VERDICT] {
        for (body, status, reason) in cases {
            assert_eq!(b.post(Some(ANNA), path, body).await.refusal(), refused(status, reason), "{path} {body:.60}");
        }
    }
    let lenient = Bench::with(|config| config.allow_clear_keys = true).await;
    lenient.store_bytes("enc", &ciphertext).await;
    let answer = lenient.post(Some(ANNA), "scan_encrypted", json!({"file": file})).await;
    assert_eq!(answer.json()["clean"], true, "only where the configuration allows it");
}

#[tokio::test]
async fn routes_that_do_not_exist_say_so_in_the_same_form() {
    let b = Bench::new().await;
    let unrecognized = refused(404, "M_UNRECOGNIZED");
    assert_eq!(b.get(Some(ANNA), "nothing").await.refusal(), unrecognized);
    assert_eq!(b.get(Some(ANNA), "scan_encrypted").await.refusal(), unrecognized);
    assert_eq!(b.post(Some(ANNA), "/_matrix/client/v3/login", "{}").await.refusal(), unrecognized);
    for path in ["scan/interior.test/..%2F..%2Fv3", "download/inter%20ior/x", "scan/interior.test/%ff"] {
        assert_eq!(b.get(Some(ANNA), path).await.refusal(), refused(404, "M_NOT_FOUND"), "{path}");
    }
}

#[tokio::test]
async fn whatever_is_no_verdict_is_neither_clean_nor_infected_and_says_what_it_is() {
    let b = Bench::with(|config| config.deadline_seconds = 1).await;
    let mut infos = std::collections::HashSet::new();
    let mut media = 0;
    let mut check = async |otherwise: Finding, delay: u64, up: bool, word: &str| {
        media += 1;
        let (ciphertext, file) = encrypt(&format!("m{media}"), LETTER, media);
        b.store_bytes(&format!("m{media}"), &ciphertext).await;
        b.engine.set(|e| (e.otherwise, e.delay, e.up) = (otherwise, Duration::from_secs(delay), up));
        let body = b.seal(&file).await;
        for path in ["scan_encrypted", "download_encrypted", VERDICT] {
            let answer = b.post(Some(ANNA), path, &body).await;
            assert_eq!(answer.refusal(), refused(500, "M_UNKNOWN"), "{path} {word}");
            assert_eq!(answer.json()["org.depesha.verdict"], word);
            infos.insert(answer.json()["info"].as_str().unwrap().to_owned());
        }
        b.engine.set(|e| (e.otherwise, e.delay, e.up) = (Finding::Clean, Duration::ZERO, true));
        assert_eq!(b.post(Some(ANNA), "scan_encrypted", &body).await.json()["clean"], true, "{word} is forgotten");
    };
    check(Finding::Clean, 0, false, "engine_error").await;
    check(Finding::Clean, 30, true, "timeout").await;
    check(Finding::Encrypted, 0, true, "unscannable_encrypted").await;
    check(Finding::Limits, 0, true, "unscannable_limits").await;
    check(Finding::TooLarge, 0, true, "too_large").await;
    assert_eq!(infos.len(), 5, "{infos:?}");
    b.store_bytes("large", &vec![b'x'; 4_000_001]).await;
    let answer = b.get(Some(ANNA), "scan/interior.test/large").await;
    assert_eq!(
        (answer.refusal(), answer.json()["org.depesha.verdict"].clone()),
        (refused(500, "M_UNKNOWN"), json!("too_large"))
    );
    b.store_bytes("program", b"MZ\x90\0 a program").await;
    let forbidden = refused(403, "MCS_MIME_TYPE_FORBIDDEN");
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/program").await.refusal(), forbidden);
    assert_eq!(b.get(Some(ANNA), "download/interior.test/program").await.refusal(), forbidden);
}

#[tokio::test]
async fn a_homeserver_that_refuses_or_sends_elsewhere_is_a_failed_request() {
    let b = Bench::new().await;
    let failed = refused(502, "MCS_MEDIA_REQUEST_FAILED");
    let away = format!("{}/_matrix/client/v1/media/download/interior.test/target", b.finance.uri());
    b.store("broken", ResponseTemplate::new(500)).await;
    b.store("forbidden", ResponseTemplate::new(403)).await;
    b.store("away", ResponseTemplate::new(307).insert_header("location", away.as_str())).await;
    b.store("loop", ResponseTemplate::new(307).insert_header("location", "loop")).await;
    b.store("near", ResponseTemplate::new(307).insert_header("location", "target")).await;
    b.store_bytes("target", LETTER).await;
    for media in ["broken", "forbidden", "away", "loop"] {
        assert_eq!(b.get(Some(ANNA), &format!("scan/interior.test/{media}")).await.refusal(), failed, "{media}");
    }
    let elsewhere = b.finance.received_requests().await.unwrap();
    assert!(elsewhere.iter().all(|r| !r.url.path().contains("media")), "the token goes to no other server");
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/near").await.json()["clean"], true);
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/nothing").await.refusal(), refused(404, "M_NOT_FOUND"));
    let gone = Bench::with(|c| c.homeservers[0].upstream = "http://127.0.0.1:9".parse().unwrap()).await;
    assert_eq!(gone.get(Some("unknown"), "scan/interior.test/target").await.refusal(), failed);
}

#[tokio::test]
async fn the_front_door_names_the_only_homeserver_that_is_shown_the_token() {
    let b = Bench::new().await;
    b.store_bytes("clear", LETTER).await;
    let ask = async |name: &str| {
        let request = Request::builder()
            .uri(format!("{UNSTABLE}/scan/interior.test/clear"))
            .header("authorization", format!("Bearer {ANNA}"))
            .header("x-depesha-homeserver", name);
        b.call(request.body(Body::empty()).unwrap()).await
    };
    assert_eq!(ask("interior.test").await.json()["clean"], true);
    assert!(b.finance.received_requests().await.unwrap().is_empty());
    assert_eq!(ask("finance.test").await.refusal(), refused(401, "M_UNKNOWN_TOKEN"));
    assert_eq!(ask("nowhere.test").await.refusal(), refused(401, "M_UNKNOWN_TOKEN"));
    assert_eq!(ask("not a name").await.refusal(), refused(401, "M_UNKNOWN_TOKEN"));
}

#[tokio::test]
async fn thumbnails_are_scanned_themselves() {
    use wiremock::matchers::{path, query_param};
    let b = Bench::new().await;
    let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &[0; 40]].concat();
    let thumbnail = |media: &str, bytes: Vec<u8>| {
        wiremock::Mock::given(path(format!("/_matrix/client/v1/media/thumbnail/interior.test/{media}")))
            .and(query_param("width", "32"))
            .and(query_param("height", "16"))
            .and(query_param("method", "crop"))
            .respond_with(ResponseTemplate::new(200).set_body_bytes(bytes))
    };
    thumbnail("good", png.clone()).mount(&b.interior).await;
    thumbnail("bad", eicar()).mount(&b.interior).await;
    let get =
        async |media: &str, query: &str| b.get(Some(ANNA), &format!("thumbnail/interior.test/{media}?{query}")).await;
    let answer = get("good", "width=32&height=16&method=crop&extra=1").await;
    assert_eq!((answer.status.as_u16(), answer.bytes), (200, png));
    assert_eq!(answer.headers["content-type"], "image/png");
    assert_eq!(get("bad", "width=32&height=16&method=crop").await.refusal(), refused(403, "MCS_MEDIA_NOT_CLEAN"));
    assert_eq!(get("good", "width=-1").await.refusal(), refused(400, "MCS_MALFORMED_JSON"));
    eventually("the bad one is told", async || b.reports().await.len() == 1).await;
    assert_eq!(b.reports().await[0].mxc.media(), "bad", "a clean thumbnail says nothing of its original");
}

#[tokio::test]
async fn the_bridge_knows_of_a_clean_file_before_the_caller_does() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    let body = b.seal(&file).await;
    assert_eq!(b.post(Some(ANNA), "scan_encrypted", &body).await.json()["clean"], true);
    let reports = b.reports().await;
    assert_eq!(reports.len(), 1);
    let report = &reports[0];
    assert_eq!((&report.verdict, report.encrypted, report.size), (&Verdict::Clean, true, LETTER.len() as u64));
    assert_eq!((report.requested_by.as_str(), report.homeserver.as_str()), ("@anna:interior.test", "interior.test"));
    assert_eq!(report.type_found, "text/plain");
    b.post(Some(ANNA), "scan_encrypted", &body).await;
    assert_eq!(b.reports().await.len(), 1, "the same news is told once");
    // The same bytes under another address: the verdict is known, the bridge must learn of the address all the same.
    let (_, copy) = encrypt("copy", LETTER, 1);
    b.store_bytes("copy", &ciphertext).await;
    b.post(Some(ANNA), "scan_encrypted", b.seal(&copy).await).await;
    assert_eq!(b.engine.state().scans, 1);
    assert_eq!(b.reports().await[1].mxc.media(), "copy");
}

#[tokio::test]
async fn ciphertext_that_is_scanned_without_its_key_opens_no_gate() {
    let b = Bench::new().await;
    let (ciphertext, _) = encrypt("enc", &[&eicar()[..], LETTER].concat(), 1);
    b.store_bytes("enc", &ciphertext).await;
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/enc").await.json()["clean"], true, "noise is clean");
    b.store_bytes("marker", LETTER).await;
    b.get(Some(ANNA), "scan/interior.test/marker").await;
    let told: Vec<_> = b.reports().await.iter().map(|r| r.mxc.media().to_owned()).collect();
    assert_eq!(told, ["marker"]);
}

#[tokio::test]
async fn reports_wait_for_a_bridge_that_is_down_and_the_answer_does_not() {
    let b = Bench::new().await;
    b.bridge_answers(503).await;
    b.store_bytes("clear", LETTER).await;
    b.store_bytes("bad", &eicar()).await;
    let started = std::time::Instant::now();
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/clear").await.json()["clean"], true);
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/bad").await.json()["clean"], false);
    assert!(started.elapsed() < Duration::from_secs(4));
    b.bridge_answers(200).await;
    eventually("both are told in the end", async || {
        let told = b.reports().await;
        ["clear", "bad"].iter().all(|media| told.iter().any(|report| report.mxc.media() == *media))
    })
    .await;
}

#[tokio::test]
async fn the_bridge_hears_how_the_engine_does_when_it_changes() {
    let b = Bench::new().await;
    let last = async || b.engine_statuses().await.last().map(|status| status.healthy);
    eventually("the engine is well", async || last().await == Some(true)).await;
    b.engine.set(|e| e.up = false);
    eventually("the engine is down", async || last().await == Some(false)).await;
    b.engine.set(|e| e.up = true);
    eventually("the engine is back", async || last().await == Some(true)).await;
    assert_eq!(b.engine_statuses().await.last().unwrap().signatures_version, "1");
}

#[tokio::test]
async fn a_configuration_that_cannot_work_is_refused_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let token = dir.path().join("token");
    std::fs::write(&token, "t").unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let start = |homeservers: &str| {
        let text = format!(
            "listen = \"127.0.0.1:0\"\nkey_file = {:?}\npublic_keys_file = {:?}\nspool_dir = {:?}\n{homeservers}\
             [clamd]\nsocket = \"/nowhere\"\n[report]\nbridge = \"http://127.0.0.1:9\"\ntoken_file = {:?}\n",
            path("keys"),
            path("public"),
            path("spool"),
            token.display().to_string(),
        );
        let config = toml::from_str(&text).unwrap();
        let engine = std::sync::Arc::new(media_scanner::Clamd::new("/nowhere"));
        let clock = std::sync::Arc::new(homeserver_bridge::clock::SystemClock);
        homeserver_bridge::scan_role::ScanParts::new(&config, engine, clock).map(drop)
    };
    let one = "[[homeserver]]\nserver_name = \"a.test\"\nupstream = \"http://127.0.0.1:9\"\n";
    assert!(start("homeserver = []\n").is_err());
    assert!(start(&one.repeat(2)).is_err());
    assert!(start(one).is_ok());
}
