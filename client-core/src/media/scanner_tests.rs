//! The scanner's client against a scanner of wire-level answers: whatever goes wrong, a file stays closed and no key goes
//! out in clear.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::scan::{FileContext, SignedVerdict, VerdictStatement, room_pseudonym};
use bridge_api::well_known::{KeySignature, ScannerInfo, ScannerKeys};
use ed25519_dalek::{Signer, SigningKey};
use matrix_sdk::Client;
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::encryption::vodozemac::pk_encryption::PkDecryption;
use matrix_sdk::ruma::events::room::{EncryptedFile, MediaSource};
use matrix_sdk::store::RoomLoadSettings;
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::kept;
use super::safety::Safety;
use super::scanner::Scanner;
use super::source::{commitment_of, declared_sha256};
use crate::bridge::Bridge;
use crate::platform::now_ms;
use crate::view::{BlockedReason, ProblemView, SafetyView, UncheckableReason};

const SCAN: &str = "/_depesha/v1/scan";
const DOWNLOAD: &str = "/_matrix/media_proxy/unstable/download_encrypted";
const KEY: &str = "aWF6-32KGYaC3A_FEUCk1Bt0JA37zP0wrStgmdCaW-0";

fn file() -> EncryptedFile {
    serde_json::from_value(json!({
        "v": "v2", "url": "mxc://a.example/AbC", "iv": "w+sE15fzSc0AAAAAAAAAAA",
        "key": {"kty": "oct", "alg": "A256CTR", "ext": true, "key_ops": ["encrypt", "decrypt"], "k": KEY},
        "hashes": {"sha256": "fdSLu/YkRx3Wyh3KQabP3rd6+SFiKg5lsJZQHtkSAYA"}
    }))
    .expect("valid")
}

fn source() -> MediaSource {
    MediaSource::Encrypted(Box::new(file()))
}

/// A generation of the scanner's keys.
struct Keys {
    pk: PkDecryption,
    sign: SigningKey,
}

impl Keys {
    fn new(seed: u8) -> Self {
        Self { pk: PkDecryption::new(), sign: SigningKey::from_bytes(&[seed; 32]) }
    }

    fn public(&self) -> ScannerKeys {
        ScannerKeys {
            curve25519: self.pk.public_key().to_base64(),
            ed25519: STANDARD_NO_PAD.encode(self.sign.verifying_key().to_bytes()),
            ..ScannerKeys::default()
        }
    }

    /// The same with another generation's word for them.
    fn signed_by(&self, other: &Keys) -> ScannerKeys {
        let keys = self.public();
        let signature = STANDARD_NO_PAD.encode(other.sign.sign(&keys.statement()).to_bytes());
        ScannerKeys { signed_by: Some(KeySignature { key: other.public().ed25519, signature }), ..keys }
    }

    fn verdict(&self, word: &str) -> SignedVerdict {
        let statement = VerdictStatement {
            ciphertext_sha256: declared_sha256(&file()).expect("hash"),
            engine: "ClamAV".into(),
            key_commitment: commitment_of(&source()).expect("commitment"),
            mxc: "mxc://a.example/AbC".parse().expect("valid"),
            scanned_at_ms: now_ms(),
            signatures_version: "1".into(),
            verdict: word.into(),
        };
        let signature = STANDARD_NO_PAD.encode(self.sign.sign(&statement.canonical_json()).to_bytes());
        SignedVerdict { statement, signature, key: self.public().ed25519 }
    }
}

async fn scanner(server: &MockServer, keys: Vec<ScannerKeys>) -> Scanner {
    let client = Client::builder().homeserver_url(server.uri()).build().await.expect("client");
    let session: MatrixSession =
        serde_json::from_value(json!({"user_id": "@a:a.example", "device_id": "D", "access_token": "token"}))
            .expect("session");
    client.matrix_auth().restore_session(session, RoomLoadSettings::default()).await.expect("restored");
    let http = reqwest::Client::new();
    let bridge = Bridge::new(http.clone(), server.uri().parse().expect("address"));
    Scanner::open(client, http, bridge, ScannerInfo { base_url: server.uri(), keys, ..ScannerInfo::default() }).await
}

async fn answers(server: &MockServer, verb: &str, at: &str, answer: ResponseTemplate) {
    Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(server).await;
}

async fn bodies(server: &MockServer, at: &str) -> Vec<String> {
    let requests = server.received_requests().await.expect("recorded");
    let about = requests.into_iter().filter(|request| request.url.path() == at);
    about.map(|request| String::from_utf8(request.body).expect("text")).collect()
}

#[tokio::test]
async fn a_verdict_of_the_pinned_scanner_counts_and_the_request_shows_no_key() {
    let (server, keys) = (MockServer::start().await, Keys::new(1));
    Mock::given(method("POST"))
        .and(path(SCAN))
        .and(header("Authorization", "Bearer token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(keys.verdict("clean")))
        .mount(&server)
        .await;
    let found = scanner(&server, vec![keys.public()]).await.assess(&source(), &FileContext::default()).await;
    assert_eq!(found.safety, SafetyView::Safe);
    assert_eq!(found.verdict.map(|verdict| verdict.key), Some(keys.public().ed25519));
    for body in bodies(&server, SCAN).await {
        assert!(!body.contains(KEY) && !body.contains("w+sE15fzSc0"), "{body}");
        assert!(serde_json::from_str::<Value>(&body).expect("JSON").get("file").is_none());
    }
}

#[tokio::test]
async fn without_a_key_of_the_scanner_nothing_is_asked() {
    let server = MockServer::start().await;
    answers(&server, "POST", SCAN, ResponseTemplate::new(200).set_body_json(Keys::new(1).verdict("clean"))).await;
    let scanner = scanner(&server, Vec::new()).await;
    assert_eq!(scanner.assess(&source(), &FileContext::default()).await.safety, SafetyView::NotCheckedYet);
    assert!(scanner.download(&source(), &FileContext::default()).await.is_err());
    assert_eq!(server.received_requests().await.expect("recorded").len(), 0);
}

#[tokio::test]
async fn a_verdict_of_somebody_else_is_none() {
    let (server, keys) = (MockServer::start().await, Keys::new(1));
    answers(&server, "POST", SCAN, ResponseTemplate::new(200).set_body_json(Keys::new(2).verdict("clean"))).await;
    let found = scanner(&server, vec![keys.public()]).await.assess(&source(), &FileContext::default()).await;
    assert_eq!((found.safety, found.verdict), (SafetyView::NotCheckedYet, None));
}

#[tokio::test]
async fn trouble_is_never_clean_and_a_block_is_a_block() {
    let refusals = [
        (500, json!({"reason": "M_UNKNOWN", "info": "engine"}), SafetyView::NotCheckedYet),
        (
            500,
            json!({"reason": "M_UNKNOWN", "info": "size", "org.depesha.verdict": "too_large"}),
            SafetyView::Uncheckable { reason: UncheckableReason::TooLarge },
        ),
        // The word beside the code can never open a file.
        (500, json!({"reason": "M_UNKNOWN", "info": "x", "org.depesha.verdict": "clean"}), SafetyView::NotCheckedYet),
        (502, json!({"reason": "MCS_MEDIA_REQUEST_FAILED", "info": "x"}), SafetyView::NotCheckedYet),
        (401, json!({"reason": "M_UNKNOWN_TOKEN", "info": "x"}), SafetyView::NotCheckedYet),
        (429, json!({"reason": "M_LIMIT_EXCEEDED", "info": "x"}), SafetyView::Waiting),
        (503, json!({"reason": "M_UNKNOWN", "info": "stopping"}), SafetyView::Waiting),
        (200, json!({"clean": true, "info": "not what was asked"}), SafetyView::NotCheckedYet),
        (
            403,
            json!({"reason": "MCS_MEDIA_NOT_CLEAN", "info": "x"}),
            SafetyView::Blocked { reason: BlockedReason::Infected },
        ),
        (
            403,
            json!({"reason": "MCS_MIME_TYPE_FORBIDDEN", "info": "x"}),
            SafetyView::Blocked { reason: BlockedReason::TypeForbidden },
        ),
        (
            400,
            json!({"reason": "MCS_MEDIA_FAILED_TO_DECRYPT", "info": "x"}),
            SafetyView::Uncheckable { reason: UncheckableReason::Damaged },
        ),
    ];
    for (status, body, expected) in refusals {
        let (server, keys) = (MockServer::start().await, Keys::new(1));
        answers(&server, "POST", SCAN, ResponseTemplate::new(status).set_body_json(&body)).await;
        let found = scanner(&server, vec![keys.public()]).await.assess(&source(), &FileContext::default()).await;
        assert_eq!(found.safety, expected, "{status} {body}");
    }
}

/// The well-known lists these keys of the scanner.
async fn well_known(server: &MockServer, keys: Vec<ScannerKeys>) {
    let services = json!({"org.depesha.services": {
        "scanner": {"base_url": server.uri(), "keys": keys}, "bridge": {"base_url": server.uri()}}});
    let answer = ResponseTemplate::new(200).set_body_json(services);
    answers(server, "GET", "/.well-known/matrix/client", answer).await;
}

async fn cannot_read(server: &MockServer, at: &str, times: u64) {
    let refused = json!({"reason": "MCS_BAD_DECRYPTION", "info": "x"});
    let answer = ResponseTemplate::new(403).set_body_json(refused);
    Mock::given(method("POST")).and(path(at)).respond_with(answer).up_to_n_times(times).mount(server).await;
}

#[tokio::test]
async fn a_new_key_counts_only_if_the_well_known_lists_it_and_the_pinned_one_signed_it() {
    let (old, new) = (Keys::new(1), Keys::new(2));
    let refused = SafetyView::Uncheckable { reason: UncheckableReason::KeyRefused };
    let cases = [
        (vec![new.signed_by(&old), old.public()], SafetyView::Safe, 2),
        (vec![new.signed_by(&old)], SafetyView::Safe, 2),
        (vec![new.public(), old.public()], refused.clone(), 1),
        (vec![new.signed_by(&Keys::new(3)), old.public()], refused, 1),
        (vec![old.public()], SafetyView::NotCheckedYet, 1),
        (vec![], SafetyView::NotCheckedYet, 1),
    ];
    for (listed, expected, times) in cases {
        let server = MockServer::start().await;
        cannot_read(&server, SCAN, 1).await;
        answers(&server, "POST", SCAN, ResponseTemplate::new(200).set_body_json(new.verdict("clean"))).await;
        well_known(&server, listed.clone()).await;
        let scanner = scanner(&server, vec![old.public()]).await;
        let found = scanner.assess(&source(), &FileContext::default()).await;
        assert_eq!((found.safety, bodies(&server, SCAN).await.len()), (expected.clone(), times), "{listed:?}");
        assert_eq!(bodies(&server, "/.well-known/matrix/client").await.len(), 1, "the well-known is read once");
        let trust = scanner.trust().await;
        let key = if expected == SafetyView::Safe { &new } else { &old };
        assert_eq!(trust.fingerprint, Some(key.public().fingerprint()));
        assert_eq!(trust.refused.is_some(), matches!(expected, SafetyView::Uncheckable { .. }));
    }
}

#[tokio::test]
async fn a_verdict_of_the_next_key_leads_to_one_look_at_the_well_known() {
    let (server, old, new) = (MockServer::start().await, Keys::new(1), Keys::new(2));
    answers(&server, "POST", SCAN, ResponseTemplate::new(200).set_body_json(new.verdict("clean"))).await;
    well_known(&server, vec![new.signed_by(&old), old.public()]).await;
    let scanner = scanner(&server, vec![old.public()]).await;
    assert_eq!(scanner.judge_offline(&source(), &new.verdict("clean")), None);
    assert_eq!(scanner.judge_offline(&source(), &old.verdict("clean")), Some(SafetyView::Safe));
    assert_eq!(scanner.assess(&source(), &FileContext::default()).await.safety, SafetyView::Safe);
    for keys in [&old, &new] {
        assert_eq!(scanner.judge_offline(&source(), &keys.verdict("clean")), Some(SafetyView::Safe), "both hold now");
    }
}

#[tokio::test]
async fn a_key_that_was_followed_is_kept_for_the_next_start() {
    let (server, old, new) = (MockServer::start().await, Keys::new(1), Keys::new(2));
    well_known(&server, vec![new.signed_by(&old)]).await;
    let first = scanner(&server, vec![old.public()]).await;
    first.trust().await;
    let (client, http) = (first.client().clone(), reqwest::Client::new());
    let nowhere = Bridge::new(http.clone(), "http://127.0.0.1:9".parse().expect("address"));
    let info = ScannerInfo { base_url: server.uri(), keys: vec![old.public()], ..ScannerInfo::default() };
    let next = Scanner::open(client, http, nowhere, info).await;
    assert_eq!(next.trust().await.fingerprint, Some(new.public().fingerprint()));
}

#[tokio::test]
async fn a_busy_scanner_says_when_to_come_back() {
    for (status, header, seconds) in
        [(429, Some("7"), 7), (503, None, 5), (429, Some("soon"), 5), (429, Some("86400"), 300)]
    {
        let (server, keys) = (MockServer::start().await, Keys::new(1));
        let busy = json!({"reason": "M_LIMIT_EXCEEDED", "info": "x"});
        let mut answer = ResponseTemplate::new(status).set_body_json(busy);
        if let Some(value) = header {
            answer = answer.insert_header("Retry-After", value);
        }
        answers(&server, "POST", SCAN, answer).await;
        let found = scanner(&server, vec![keys.public()]).await.assess(&source(), &FileContext::default()).await;
        assert_eq!(found.safety, SafetyView::Waiting);
        assert_eq!(found.retry_after, Some(Duration::from_secs(seconds)), "{status} {header:?}");
    }
}

#[tokio::test]
async fn the_room_goes_along_under_its_pseudonym() {
    let (server, keys) = (MockServer::start().await, Keys::new(1));
    answers(&server, "POST", SCAN, ResponseTemplate::new(200).set_body_json(keys.verdict("clean"))).await;
    let context = super::safety::context(&room_pseudonym("!secret:a.example"), "application/pdf");
    scanner(&server, vec![keys.public()]).await.assess(&source(), &context).await;
    let body = bodies(&server, SCAN).await.remove(0);
    assert!(!body.contains("secret"));
    let told: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(told["org.depesha.context"]["declared_type"], "application/pdf");
    assert_eq!(told["org.depesha.context"]["room"].as_str().map(str::len), Some(32));
}

#[tokio::test]
async fn a_file_that_officers_released_opens_when_it_is_asked_about_again() {
    let (server, keys) = (MockServer::start().await, Keys::new(1));
    let blocked = ResponseTemplate::new(200).set_body_json(keys.verdict("infected"));
    Mock::given(method("POST")).and(path(SCAN)).respond_with(blocked).up_to_n_times(1).mount(&server).await;
    let broken = ResponseTemplate::new(502);
    Mock::given(method("POST")).and(path(SCAN)).respond_with(broken).up_to_n_times(1).mount(&server).await;
    let safety = Safety::new(Arc::new(scanner(&server, vec![keys.public()]).await));
    let mut changes = safety.changes();
    let (handle, state) = safety.look_up(&source(), "a.pdf", "application/pdf", "room", None);
    assert_eq!(state, SafetyView::Checking);
    let of = |handle: &str| safety.file(handle).expect("shown").safety;
    changes.recv().await.expect("told");
    let infected = SafetyView::Blocked { reason: BlockedReason::Infected };
    assert_eq!(of(&handle), infected);
    assert!(safety.check_again(&handle) && !safety.check_again("unknown"));
    for expected in [SafetyView::Checking, infected] {
        changes.recv().await.expect("told");
        assert!(of(&handle) == expected || of(&handle) != SafetyView::Safe, "without an answer it stays shut");
    }
    answers(&server, "POST", SCAN, ResponseTemplate::new(200).set_body_json(keys.verdict("clean"))).await;
    safety.check_again(&handle);
    while of(&handle) != SafetyView::Safe {
        changes.recv().await.expect("told");
    }
}

#[tokio::test]
async fn a_file_whose_verdict_turned_bad_shuts_on_the_next_check() {
    let (server, keys) = (MockServer::start().await, Keys::new(1));
    answers(&server, "POST", SCAN, ResponseTemplate::new(200).set_body_json(keys.verdict("infected"))).await;
    let safety = Safety::new(Arc::new(scanner(&server, vec![keys.public()]).await));
    let mut changes = safety.changes();
    let (handle, state) = safety.look_up(&source(), "a.pdf", "application/pdf", "room", Some(&keys.verdict("clean")));
    assert_eq!(state, SafetyView::Safe, "the verdict that came with it");
    safety.check_again(&handle);
    let infected = SafetyView::Blocked { reason: BlockedReason::Infected };
    while safety.file(&handle).expect("shown").safety != infected {
        changes.recv().await.expect("told");
    }
}

#[tokio::test]
async fn what_is_kept_of_a_file_goes_when_its_verdict_turns_bad() {
    let (server, keys) = (MockServer::start().await, Keys::new(1));
    answers(&server, "POST", SCAN, ResponseTemplate::new(200).set_body_json(keys.verdict("infected"))).await;
    let scanner = Arc::new(scanner(&server, vec![keys.public()]).await);
    let (safety, client) = (Safety::new(scanner.clone()), scanner.client());
    let mut changes = safety.changes();
    let (handle, _) = safety.look_up(&source(), "a.pdf", "application/pdf", "room", Some(&keys.verdict("clean")));
    assert_eq!(kept::find(client, &handle).await, None);
    for name in [handle.as_str(), "other"] {
        kept::keep(client, name, name.as_bytes().to_vec()).await;
        assert_eq!(kept::find(client, name).await, Some(name.as_bytes().to_vec()));
    }
    safety.check_again(&handle);
    while !matches!(safety.file(&handle).expect("shown").safety, SafetyView::Blocked { .. }) {
        changes.recv().await.expect("told");
    }
    assert_eq!(kept::find(client, &handle).await, None);
    assert!(kept::find(client, "other").await.is_some(), "nothing else goes");
}

#[tokio::test]
async fn bytes_that_do_not_meet_the_hash_are_not_given_out() {
    let (server, keys) = (MockServer::start().await, Keys::new(1));
    answers(&server, "POST", DOWNLOAD, ResponseTemplate::new(200).set_body_bytes(b"other bytes".to_vec())).await;
    let scanner = scanner(&server, vec![keys.public()]).await;
    assert_eq!(scanner.download(&source(), &FileContext::default()).await, Err(ProblemView::FileNotReleased));
    let blocked = MockServer::start().await;
    let refusal = json!({"reason": "MCS_MEDIA_NOT_CLEAN", "info": "x"});
    answers(&blocked, "POST", DOWNLOAD, ResponseTemplate::new(403).set_body_json(refusal)).await;
    let scanner = self::scanner(&blocked, vec![keys.public()]).await;
    assert_eq!(scanner.download(&source(), &FileContext::default()).await, Err(ProblemView::FileNotReleased));
}
