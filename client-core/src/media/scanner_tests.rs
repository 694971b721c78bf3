//! The scanner's client against a scanner of wire-level answers: whatever goes wrong, a file stays closed and no key goes
//! out in clear.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::scan::{SignedVerdict, VerdictStatement};
use bridge_api::well_known::{ScannerInfo, ScannerKeys};
use ed25519_dalek::{Signer, SigningKey};
use matrix_sdk::Client;
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::encryption::vodozemac::pk_encryption::PkDecryption;
use matrix_sdk::ruma::events::room::{EncryptedFile, MediaSource};
use matrix_sdk::store::RoomLoadSettings;
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

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
    Scanner::new(client, http, bridge, ScannerInfo { base_url: server.uri(), keys, ..ScannerInfo::default() })
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
    let found = scanner(&server, vec![keys.public()]).await.assess(&source()).await;
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
    assert_eq!(scanner.assess(&source()).await.safety, SafetyView::NotCheckedYet);
    assert!(scanner.download(&source()).await.is_err());
    assert_eq!(server.received_requests().await.expect("recorded").len(), 0);
}

#[tokio::test]
async fn a_verdict_of_somebody_else_is_none() {
    let (server, keys) = (MockServer::start().await, Keys::new(1));
    answers(&server, "POST", SCAN, ResponseTemplate::new(200).set_body_json(Keys::new(2).verdict("clean"))).await;
    let found = scanner(&server, vec![keys.public()]).await.assess(&source()).await;
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
        let found = scanner(&server, vec![keys.public()]).await.assess(&source()).await;
        assert_eq!(found.safety, expected, "{status} {body}");
    }
}

#[tokio::test]
async fn a_new_key_counts_only_if_the_well_known_lists_it() {
    for listed in [true, false] {
        let (server, old, new) = (MockServer::start().await, Keys::new(1), Keys::new(2));
        let refused = json!({"reason": "MCS_BAD_DECRYPTION", "info": "x"});
        Mock::given(method("POST"))
            .and(path(SCAN))
            .respond_with(ResponseTemplate::new(403).set_body_json(refused))
            .up_to_n_times(1)
            .mount(&server)
            .await;
        answers(&server, "POST", SCAN, ResponseTemplate::new(200).set_body_json(new.verdict("clean"))).await;
        let told = json!({"public_key": new.public().curve25519});
        let key_path = "/_matrix/media_proxy/unstable/public_key";
        answers(&server, "GET", key_path, ResponseTemplate::new(200).set_body_json(told)).await;
        let keys = if listed { vec![new.public(), old.public()] } else { vec![old.public()] };
        let well_known = json!({"org.depesha.services": {
            "scanner": {"base_url": server.uri(), "keys": keys}, "bridge": {"base_url": server.uri()}}});
        answers(&server, "GET", "/.well-known/matrix/client", ResponseTemplate::new(200).set_body_json(well_known))
            .await;

        let found = scanner(&server, vec![old.public()]).await.assess(&source()).await;
        let asked = bodies(&server, SCAN).await;
        if listed {
            assert_eq!((found.safety, asked.len()), (SafetyView::Safe, 2));
        } else {
            assert_eq!((found.safety, asked.len()), (SafetyView::NotCheckedYet, 1));
        }
    }
}

#[tokio::test]
async fn bytes_that_do_not_meet_the_hash_are_not_given_out() {
    let (server, keys) = (MockServer::start().await, Keys::new(1));
    answers(&server, "POST", DOWNLOAD, ResponseTemplate::new(200).set_body_bytes(b"other bytes".to_vec())).await;
    let scanner = scanner(&server, vec![keys.public()]).await;
    assert_eq!(scanner.download(&source()).await, Err(ProblemView::FileNotReleased));
    let blocked = MockServer::start().await;
    let refusal = json!({"reason": "MCS_MEDIA_NOT_CLEAN", "info": "x"});
    answers(&blocked, "POST", DOWNLOAD, ResponseTemplate::new(403).set_body_json(refusal)).await;
    let scanner = self::scanner(&blocked, vec![keys.public()]).await;
    assert_eq!(scanner.download(&source()).await, Err(ProblemView::FileNotReleased));
}
