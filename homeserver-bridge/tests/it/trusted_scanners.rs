//! Two bridges, each with a scanner of its own: what one ministry's scanner says of its media counts at the other's
//! release gate, and nothing else does.

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::http::StatusCode;
use bridge_api::scan::{SignedVerdict, Verdict};
use bridge_api::well_known::{PublishedScanner, ScannerKeys};
use homeserver_bridge::config::{ServeConfig, TrustedScannerConfig};
use homeserver_bridge::http;
use homeserver_bridge::scan_reports::{Gate, gate};
use media_scanner::{Outcome, key_file, sign};
use serde_json::{Value, json};

use crate::fixture::{Bridge, SCANNER_TOKEN};

const WEEK: u64 = 7 * 24 * 3_600_000;
const MINUTE: i64 = 60_000;

/// The Justice ministry: its own bridge, whose API and front door listen.
struct Justice {
    bridge: Bridge,
    address: SocketAddr,
    folder: tempfile::TempDir,
    server: tokio::task::JoinHandle<()>,
}

impl Justice {
    async fn new() -> Self {
        let bridge = Bridge::changed(|config: &mut ServeConfig| {
            config.homeservers[0].server_name = "justice.test".parse().unwrap();
            config.organisations[0].homeserver = "justice.test".parse().unwrap();
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let door = http::front_door_router(bridge.app.clone(), "justice.test".parse().unwrap());
        let router = axum::Router::new().nest("/door", door).nest("/api", http::api_router(bridge.app.clone()));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let justice = Self { bridge, address, folder: tempfile::tempdir().unwrap(), server };
        key_file::load_or_create(&justice.keys(), 1, WEEK).unwrap();
        justice.publish();
        justice
    }

    fn keys(&self) -> PathBuf {
        self.folder.path().join("keys.json")
    }

    fn public(&self) -> Vec<ScannerKeys> {
        key_file::load(&self.keys(), 1, WEEK).unwrap().public_keys()
    }

    /// The scanner's keys as they are now stand in the well-known.
    fn publish(&self) {
        let published = PublishedScanner { keys: self.public(), ..PublishedScanner::default() };
        let path = &self.bridge.app.config.scanner.public_keys_file;
        std::fs::write(path, serde_json::to_vec(&published).unwrap()).unwrap();
    }

    fn signed(&self, mxc: &str, verdict: &Verdict) -> SignedVerdict {
        let ring = key_file::load(&self.keys(), 1, WEEK).unwrap();
        let outcome = Outcome::unread(verdict.clone(), None, 5);
        sign::sign(&ring, &mxc.parse().unwrap(), &outcome).unwrap()
    }

    /// Its scanner reports what it found, under this version of the signatures.
    async fn found(&self, mxc: &str, verdict: Verdict, version: &str) {
        let body = json!({
            "mxc": mxc, "ciphertext_sha256": "", "key_commitment": "k", "verdict": verdict, "engine": "ClamAV",
            "signatures_version": version, "size": 1, "type_found": "text/plain", "encrypted": true,
            "homeserver": "justice.test", "requested_by": "@x:justice.test", "scanned_at_ms": 5, "coherent": true,
            "signed": self.signed(mxc, &verdict),
        });
        let (status, _) = self.bridge.api("POST", "/_depesha/scan/v1/reports", Some(SCANNER_TOKEN), body).await;
        assert_eq!(status, StatusCode::OK);
    }

    fn trusted(&self) -> TrustedScannerConfig {
        TrustedScannerConfig {
            server_names: vec!["justice.test".parse().unwrap()],
            bridge: format!("http://{}/api", self.address).parse().unwrap(),
            front_door: Some(format!("http://{}/door", self.address).parse().unwrap()),
            keys: Vec::new(),
        }
    }
}

fn infected() -> Verdict {
    Verdict::Infected { signature: "Local.Eicar".into() }
}

fn trusting(scanner: TrustedScannerConfig) -> Bridge {
    Bridge::changed(move |config| config.trusted_scanners = vec![scanner])
}

async fn gate_of(bridge: &Bridge, mxc: &str) -> Gate {
    gate(&bridge.app, &mxc.parse().unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_file_that_its_own_ministry_scanned_is_released_here() {
    let justice = Justice::new().await;
    let here = trusting(justice.trusted());
    let stranger = Bridge::new();
    justice.found("mxc://justice.test/good", Verdict::Clean, "1").await;
    justice.found("mxc://justice.test/bad", infected(), "1").await;
    for (media, expected) in [("good", Gate::Clean), ("bad", Gate::NotClean), ("unknown", Gate::NotScanned)] {
        let mxc = format!("mxc://justice.test/{media}");
        assert_eq!(gate_of(&here, &mxc).await, expected, "{media}");
        assert_eq!(gate_of(&here, &mxc).await, expected, "{media}, kept");
        assert_eq!(gate_of(&stranger, &mxc).await, Gate::NotScanned, "who trusts nobody asks nobody");
    }
    here.interior.issue_token("anna", "@anna:interior.test");
    for way in ["download", "thumbnail"] {
        for (media, errcode) in [("good", "ORG.DEPESHA.UNAVAILABLE"), ("bad", "ORG.DEPESHA.NOT_CLEAN")] {
            let path = format!("/_matrix/client/v1/media/{way}/justice.test/{media}?width=1&height=1");
            let (_, body) = here.door("GET", &path, Some("anna"), Value::Null).await;
            // No homeserver stands behind this door: what is released is asked of it.
            assert_eq!(body["errcode"], errcode, "{path}");
        }
    }
    let (_, told) = here.door("GET", "/.well-known/matrix/client", None, Value::Null).await;
    let told = &told["org.depesha.services"]["scanner"]["trusted"][0];
    assert_eq!(
        (&told["server_names"][0], &told["keys"][0]["ed25519"]),
        (&json!("justice.test"), &json!(justice.public()[0].ed25519))
    );
}

#[tokio::test]
async fn its_word_counts_only_for_its_own_media_and_only_signed() {
    let justice = Justice::new().await;
    // Its bridge does not speak of media of others, whatever its scanner reports.
    justice.found("mxc://elsewhere.test/a", Verdict::Clean, "1").await;
    let path = "/_depesha/scan/v1/verdicts/elsewhere.test/a";
    assert_eq!(justice.bridge.api("GET", path, None, Value::Null).await.0, StatusCode::NOT_FOUND);

    let theirs = wiremock::MockServer::start().await;
    let answers = async |verdict: SignedVerdict| {
        theirs.reset().await;
        let answer = wiremock::ResponseTemplate::new(200).set_body_json(verdict);
        wiremock::Mock::given(wiremock::matchers::method("GET")).respond_with(answer).mount(&theirs).await;
        let scanner = TrustedScannerConfig {
            bridge: theirs.uri().parse().unwrap(),
            front_door: None,
            keys: justice.public(),
            ..justice.trusted()
        };
        gate_of(&trusting(scanner), "mxc://justice.test/a").await
    };
    let good = justice.signed("mxc://justice.test/a", &Verdict::Clean);
    assert_eq!(answers(good.clone()).await, Gate::Clean);
    assert_eq!(answers(justice.signed("mxc://justice.test/other", &Verdict::Clean)).await, Gate::NotScanned);
    let mut turned = justice.signed("mxc://justice.test/a", &infected());
    turned.statement.verdict = "clean".into();
    assert_eq!(answers(turned).await, Gate::NotScanned);
    let impostor = Justice::new().await;
    assert_eq!(answers(impostor.signed("mxc://justice.test/a", &Verdict::Clean)).await, Gate::NotScanned);
}

#[tokio::test]
async fn what_turned_bad_there_is_shut_here_and_silence_there_is_borne_for_a_day() {
    let justice = Justice::new().await;
    let here = trusting(justice.trusted());
    justice.found("mxc://justice.test/a", Verdict::Clean, "1").await;
    justice.found("mxc://justice.test/b", Verdict::Clean, "1").await;
    for media in ["a", "b"] {
        assert_eq!(gate_of(&here, &format!("mxc://justice.test/{media}")).await, Gate::Clean);
    }
    justice.found("mxc://justice.test/a", infected(), "2").await;
    here.clock.advance_ms(11 * MINUTE);
    assert_eq!(gate_of(&here, "mxc://justice.test/a").await, Gate::NotClean);
    justice.server.abort();
    let _ = justice.server.await;
    assert_eq!(gate_of(&here, "mxc://justice.test/b").await, Gate::Clean);
    here.clock.advance_ms(24 * 60 * MINUTE);
    assert_eq!(gate_of(&here, "mxc://justice.test/b").await, Gate::NotScanned);
    assert_eq!(gate_of(&here, "mxc://justice.test/a").await, Gate::NotScanned, "nothing is said of it any more");
}

#[tokio::test]
async fn new_keys_are_taken_from_the_well_known_only_if_the_old_ones_confirm_them() {
    let justice = Justice::new().await;
    let here = trusting(justice.trusted());
    justice.found("mxc://justice.test/a", Verdict::Clean, "1").await;
    assert_eq!(gate_of(&here, "mxc://justice.test/a").await, Gate::Clean);

    key_file::rotate(&justice.keys(), 1000, WEEK).unwrap();
    justice.publish();
    justice.found("mxc://justice.test/b", Verdict::Clean, "1").await;
    here.clock.advance_ms(MINUTE);
    assert_eq!(gate_of(&here, "mxc://justice.test/b").await, Gate::Clean);

    std::fs::remove_file(justice.keys()).unwrap();
    key_file::load_or_create(&justice.keys(), 1, WEEK).unwrap();
    justice.publish();
    justice.found("mxc://justice.test/c", Verdict::Clean, "1").await;
    here.clock.advance_ms(MINUTE);
    assert_eq!(gate_of(&here, "mxc://justice.test/c").await, Gate::NotScanned);
}

#[tokio::test]
async fn a_configuration_that_does_not_hold_together_is_refused() {
    let justice = Justice::new().await;
    let refused = |change: fn(&mut TrustedScannerConfig), times: usize, words: &str| {
        let mut config = Bridge::new().app.config.clone();
        let mut scanner = justice.trusted();
        change(&mut scanner);
        config.trusted_scanners = vec![scanner; times];
        let error = config.check().unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    };
    refused(|one| one.server_names.clear(), 1, "server_names");
    refused(|one| one.server_names[0] = "interior.test".parse().unwrap(), 1, "homeserver of this bridge");
    refused(|_| {}, 2, "stands in two");
    refused(|one| one.front_door = None, 1, "front_door, or its keys");
    refused(|one| one.bridge = "http://bridge.justice.example/".parse().unwrap(), 1, "https://");
}
