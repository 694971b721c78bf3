//! What security officers decide reaches every file, and what scanners tell of files that were handed out.

use std::os::unix::fs::PermissionsExt;

use bridge_api::scan::{SignedVerdict, key_commitment};
use bridge_api::scan_rules::{Quarantined, RELEASED_BY_OFFICERS, ReleasedFile, Rescan, ScanRules};
use media_scanner::engine::eicar;
use sha2::{Digest, Sha256};

use crate::scanner_fixture::{ANNA, Bench, encrypt, eventually};

const LETTER: &[u8] = b"Dear colleague, see you at noon.\n";
const VERDICT: &str = "/_depesha/v1/scan";
const NOT_CLEAN: &str = "MCS_MEDIA_NOT_CLEAN";

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn release(ciphertext: &[u8], key: u8, signature: &str) -> ReleasedFile {
    ReleasedFile {
        ciphertext_sha256: sha256(ciphertext),
        key_commitment: key_commitment(&[key; 32], &[0; 16]),
        signature: signature.into(),
    }
}

#[tokio::test]
async fn a_released_file_is_given_out_in_the_officers_name_until_they_think_again() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", &[LETTER, &eicar()].concat(), 1);
    b.store_bytes("enc", &ciphertext).await;
    let body = b.seal(&file).await;
    let verdict =
        async || -> SignedVerdict { serde_json::from_slice(&b.post(Some(ANNA), VERDICT, &body).await.bytes).unwrap() };
    let refused = (403, NOT_CLEAN.to_owned());
    assert_eq!(b.post(Some(ANNA), "download_encrypted", &body).await.refusal(), refused);
    let mut rules = ScanRules { version: 1, released: vec![release(&ciphertext, 1, "Eicar")], ..ScanRules::default() };
    b.rules(&rules).await;
    let answer = b.post(Some(ANNA), "download_encrypted", &body).await;
    assert_eq!((answer.status.as_u16(), answer.bytes), (200, ciphertext.clone()));
    let signed = verdict().await.statement;
    assert_eq!((signed.verdict.as_str(), signed.engine.as_str()), ("clean", RELEASED_BY_OFFICERS));
    // The same bytes under another key are another content.
    let (_, mut other) = encrypt("enc", LETTER, 2);
    other["hashes"] = file["hashes"].clone();
    assert_eq!(b.post(Some(ANNA), VERDICT, b.seal(&other).await).await.json()["engine"], "Fake 1");

    rules.version = 2;
    rules.blocked_signatures.push("Eicar".into());
    b.rules(&rules).await;
    assert_eq!(b.post(Some(ANNA), "download_encrypted", &body).await.refusal(), refused, "never remembered");
    assert_eq!(verdict().await.statement.verdict, "infected");
    b.rules(&ScanRules { version: 3, ..ScanRules::default() }).await;
    assert_eq!(b.post(Some(ANNA), "download_encrypted", &body).await.refusal(), refused);
    // Under each key once; and once for each answer in the officers' name, for what else is in the file.
    assert_eq!(b.engine.state().scans, 4, "the finding itself was remembered");
}

#[tokio::test]
async fn what_is_blocked_is_refused_although_it_was_clean_before_and_is_clean_again_afterwards() {
    let b = Bench::new().await;
    b.store_bytes("letter", LETTER).await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    let body = b.seal(&file).await;
    let refusals = async || {
        let clear = b.get(Some(ANNA), "download/interior.test/letter").await;
        let sealed = b.post(Some(ANNA), "download_encrypted", &body).await;
        [clear, sealed].map(|answer| answer.json()["reason"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(refusals().await, ["", ""]);
    let hashes = vec![sha256(LETTER).to_uppercase(), sha256(&ciphertext)];
    b.rules(&ScanRules { version: 1, blocked_hashes: hashes.clone(), ..ScanRules::default() }).await;
    assert_eq!(refusals().await, [NOT_CLEAN, NOT_CLEAN]);
    let answer = b.post(Some(ANNA), VERDICT, &body).await;
    assert_eq!((answer.status.as_u16(), answer.json()["verdict"].clone()), (200, "infected".into()));
    eventually("the bridge learns the name", async || {
        b.reports().await.iter().any(|report| format!("{:?}", report.verdict).contains("Depesha.Blocked.Hash"))
    })
    .await;
    b.rules(&ScanRules { version: 2, blocked_types: vec!["text/plain".into()], ..ScanRules::default() }).await;
    assert_eq!(refusals().await, ["MCS_MIME_TYPE_FORBIDDEN", "MCS_MIME_TYPE_FORBIDDEN"]);
    b.rules(&ScanRules { version: 3, ..ScanRules::default() }).await;
    assert_eq!(refusals().await, ["", ""]);
    assert_eq!(b.engine.state().scans, 2, "each was looked at once");
}

#[tokio::test]
async fn the_operating_mode_holds_types_back_at_once_and_says_nothing_bad_of_the_file() {
    const HELD_BACK: &str = "MCS_MIME_TYPE_FORBIDDEN";
    let b = Bench::new().await;
    b.store_bytes("letter", LETTER).await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    let body = b.seal(&file).await;
    let answers = async || {
        let clear = b.get(Some(ANNA), "download/interior.test/letter").await;
        let sealed = b.post(Some(ANNA), "download_encrypted", &body).await;
        let verdict = b.post(Some(ANNA), VERDICT, &body).await;
        [clear, sealed, verdict].map(|answer| answer.json()["reason"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(answers().await, ["", "", ""]);
    let mode = |version: u64, types: &[&str]| ScanRules {
        version,
        only_file_types: Some(types.iter().map(|one| (*one).to_owned()).collect()),
        ..ScanRules::default()
    };
    b.rules(&mode(1, &["application/pdf", "image/*"])).await;
    assert_eq!(answers().await, [HELD_BACK; 3], "although they were known to be clean");
    b.store_bytes("late", LETTER).await;
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/late").await.refusal(), (403, HELD_BACK.to_owned()));
    eventually("the bridge learns of it", async || b.reports().await.iter().any(|r| r.mxc.media() == "late")).await;
    assert!(
        b.reports().await.iter().all(|report| report.verdict.word() == "clean"),
        "what it is, not that it is held back"
    );
    b.rules(&mode(2, &["text/*"])).await;
    assert_eq!(answers().await, ["", "", ""]);
    b.rules(&ScanRules { version: 3, ..ScanRules::default() }).await;
    assert_eq!(answers().await, ["", "", ""]);
    assert_eq!(b.engine.state().scans, 2, "each content was looked at once");
}

#[tokio::test]
async fn a_file_is_scanned_anew_when_officers_ask_and_one_in_quarantine_is_no_riddle() {
    let b = Bench::new().await;
    b.store_bytes("letter", LETTER).await;
    let scan = async || b.get(Some(ANNA), "scan/interior.test/letter").await.json()["clean"].clone();
    assert_eq!((scan().await, scan().await, b.engine.state().scans), (true.into(), true.into(), 1));
    b.clock.advance_ms(1);
    let since_ms = 1_800_000_000_001;
    let quarantined = Quarantined { mxc: "mxc://interior.test/away".parse().unwrap(), signature: "Eicar".into() };
    let rescan = vec![Rescan { ciphertext_sha256: sha256(LETTER), since_ms }];
    assert_eq!(b.get(Some(ANNA), "download/interior.test/away").await.refusal().0, 404);
    b.rules(&ScanRules { version: 1, rescan, quarantined: vec![quarantined], ..ScanRules::default() }).await;
    assert_eq!((scan().await, scan().await, b.engine.state().scans), (true.into(), true.into(), 2));
    let reports = b.reports().await.len();
    assert_eq!(b.get(Some(ANNA), "download/interior.test/away").await.refusal(), (403, NOT_CLEAN.to_owned()));
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/away").await.json()["clean"], false);
    assert_eq!(b.reports().await.len(), reports, "the bridge knows, it said so");
    assert!(b.fetches().await.is_empty());
}

#[tokio::test]
async fn the_rules_outlive_the_process_and_the_bridge() {
    let b = Bench::new().await;
    b.store_bytes("letter", LETTER).await;
    let rules = ScanRules { version: 7, blocked_hashes: vec![sha256(LETTER)], ..ScanRules::default() };
    b.rules(&rules).await;
    let kept = b.dir.path().join("scan-rules.json");
    eventually("they are kept", async || kept.exists()).await;
    assert_eq!(std::fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);
    b.bridge_answers(503).await;
    let next = b.another().unwrap();
    assert_eq!(*next.rules_in_force(), rules.into());
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/letter").await.json()["clean"], false);
    std::fs::write(&kept, "{\"version\": 7").unwrap();
    let error = b.another().map(drop).unwrap_err();
    assert!(format!("{error:#}").contains("scan-rules.json are damaged: remove the file"), "{error:#}");
}

#[tokio::test]
async fn an_answer_that_is_no_rules_changes_nothing() {
    let b = Bench::new().await;
    let rules = ScanRules { version: 1, blocked_types: vec!["text/plain".into()], ..ScanRules::default() };
    b.rules(&rules).await;
    let asked = async || b.asked_for_rules().await;
    for status in [500, 401, 404, 200] {
        b.bridge_answers(status).await;
        eventually("it was asked again", async || asked().await > 0).await;
        assert_eq!(*b.app.rules_in_force(), rules.clone().into(), "{status}");
    }
}

#[tokio::test]
async fn the_bridge_learns_who_was_given_which_bytes_also_after_it_was_away() {
    let b = Bench::new().await;
    let (ciphertext, file) = encrypt("enc", LETTER, 1);
    b.store_bytes("enc", &ciphertext).await;
    b.store_bytes("clear", LETTER).await;
    b.store_bytes("bad", &eicar()).await;
    let body = b.seal(&file).await;
    b.bridge_answers(503).await;
    for (path, status) in [("scan", 200), ("download", 200), ("download", 200)] {
        assert_eq!(b.get(Some(ANNA), &format!("{path}/interior.test/clear")).await.status, status);
    }
    assert_eq!(b.get(Some(ANNA), "download/interior.test/bad").await.status, 403);
    assert_eq!(b.post(Some(ANNA), "scan_encrypted", &body).await.status, 200);
    assert_eq!(b.post(Some(ANNA), "download_encrypted", &body).await.status, 200);
    eventually("it was tried", async || !b.fetches().await.is_empty()).await;
    b.bridge_answers(200).await;
    eventually("it arrived", async || b.fetches().await.len() >= 3).await;
    let fetches = b.fetches().await;
    let media: Vec<_> = fetches.iter().map(|fetch| fetch.mxc.media()).collect();
    assert_eq!(media, ["clear", "clear", "enc"], "oldest first, and only what was handed out");
    assert!(fetches.iter().all(|f| f.user_id == "@anna:interior.test" && f.at_ms == 1_800_000_000_000));
}
