//! A scanner with a homeserver, a bridge and an engine around it, all of them stand-ins outside its process.

use std::sync::Arc;
use std::time::Duration;

use aes::Aes256;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use bridge_api::scan::{EngineStatus, ScanReport};
use bridge_api::scan_rules::{Fetch, Fetches, ScanRules};
use ctr::Ctr64BE;
use ctr::cipher::{KeyIvInit, StreamCipher};
use homeserver_bridge::clock::TestClock;
use homeserver_bridge::config::ScanConfig;
use homeserver_bridge::http;
use homeserver_bridge::scan_role::{ScanApp, ScanParts};
use media_scanner::engine::fake::FakeEngine;
use media_scanner::{Engine, Holding};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::sync::Notify;
use tower::ServiceExt;
use vodozemac::Curve25519PublicKey;
use vodozemac::pk_encryption::PkEncryption;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The caller's token at the Interior.
pub(crate) const ANNA: &str = "token-of-anna";
/// The caller's token at the Finance ministry.
pub(crate) const BORYS: &str = "token-of-borys";
const RULES: &str = "/_depesha/scan/v1/rules";
pub(crate) const UNSTABLE: &str = "/_matrix/media_proxy/unstable";

pub(crate) struct Bench {
    pub(crate) app: ScanApp,
    pub(crate) engine: Arc<FakeEngine>,
    pub(crate) interior: MockServer,
    pub(crate) finance: MockServer,
    pub(crate) bridge: MockServer,
    pub(crate) dir: TempDir,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) config: ScanConfig,
    background: tokio::task::JoinHandle<()>,
    stop: Arc<Notify>,
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.background.abort();
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// Status and reason.
    pub(crate) fn refusal(&self) -> (u16, String) {
        let body = self.json();
        assert!(body["info"].as_str().is_some_and(|info| info.ends_with('.') || info.contains("spec")), "{body}");
        (self.status.as_u16(), body["reason"].as_str().unwrap_or_default().to_owned())
    }
}

async fn homeserver(token: &str, user_id: &str) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/_matrix/client/v3/account/whoami"))
        .and(header("authorization", format!("Bearer {token}").as_str()))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"user_id": user_id})))
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(path("/_matrix/client/v3/account/whoami"))
        .respond_with(ResponseTemplate::new(401).set_body_json(json!({"errcode": "M_UNKNOWN_TOKEN", "error": "no"})))
        .with_priority(2)
        .mount(&server)
        .await;
    Mock::given(path("/nothing")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    server
}

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut ScanConfig)) -> Self {
        let interior = homeserver(ANNA, "@anna:interior.test").await;
        let finance = homeserver(BORYS, "@borys:finance.test").await;
        let bridge = MockServer::start().await;
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name).display().to_string();
        std::fs::write(dir.path().join("token"), "report-token\n").unwrap();
        let text = format!(
            "listen = \"127.0.0.1:0\"\nkey_file = {:?}\npublic_keys_file = {:?}\nspool_dir = {:?}\n\
             spool_memory_bytes = 4096\nmax_file_bytes = 4000000\ndeadline_seconds = 5\n\
             [[homeserver]]\nserver_name = \"interior.test\"\nupstream = {:?}\n\
             [[homeserver]]\nserver_name = \"finance.test\"\nupstream = {:?}\n\
             [clamd]\nsocket = \"/nowhere\"\n[report]\nbridge = {:?}\ntoken_file = {:?}\nrules_seconds = 1\n",
            path("keys.json"),
            path("public.json"),
            path("spool"),
            interior.uri(),
            finance.uri(),
            bridge.uri(),
            path("token"),
        );
        let mut config: ScanConfig = toml::from_str(&text).unwrap();
        change(&mut config);
        let engine = Arc::new(FakeEngine::default());
        let clock = Arc::new(TestClock::at(1_800_000_000_000));
        let (app, background) = ScanParts::new(&config, engine.clone(), clock.clone()).unwrap();
        let stop = Arc::new(Notify::new());
        let stopped = stop.clone();
        let background = tokio::spawn(background.run(async move { stopped.notified().await }));
        let bench = Self { app, engine, interior, finance, bridge, dir, clock, config, background, stop };
        bench.bridge_answers(200).await;
        bench
    }

    /// The same homeservers and the same bridge, with another engine than the fake.
    pub(crate) async fn with_engine(engine: Arc<dyn Engine>, change: impl FnOnce(&mut ScanConfig)) -> Self {
        let mut bench = Self::with(change).await;
        let (app, background) = ScanParts::new(&bench.config, engine, bench.clock.clone()).unwrap();
        bench.background.abort();
        let stopped = bench.stop.clone();
        bench.background = tokio::spawn(background.run(async move { stopped.notified().await }));
        bench.app = app;
        bench
    }

    /// Another scanner with the same configuration, as it would start now.
    pub(crate) fn another(&self) -> anyhow::Result<ScanApp> {
        ScanParts::new(&self.config, self.engine.clone(), self.clock.clone()).map(|(app, _)| app)
    }

    /// What runs beside the server ends, as it does with the process.
    pub(crate) async fn stop(&mut self) {
        self.stop.notify_one();
        (&mut self.background).await.unwrap();
    }

    /// From now on the bridge gives these rules to whoever asks; answers when they are in force.
    pub(crate) async fn rules(&self, rules: &ScanRules) {
        let answer = ResponseTemplate::new(200).set_body_json(rules);
        Mock::given(method("GET"))
            .and(path(RULES))
            .and(header("authorization", "Bearer report-token"))
            .respond_with(answer)
            // The newest before the older ones, all before the answer to everything.
            .with_priority(100 - rules.version as u8)
            .mount(&self.bridge)
            .await;
        eventually("the rules are in force", async || *self.app.rules_in_force() == rules.clone().into()).await;
    }

    /// From now on the bridge answers with this status.
    pub(crate) async fn bridge_answers(&self, status: u16) {
        self.bridge.reset().await;
        let answer = ResponseTemplate::new(status).set_body_json(json!({}));
        let everything = Mock::given(header("authorization", "Bearer report-token")).respond_with(answer);
        everything.with_priority(200).mount(&self.bridge).await;
    }

    /// The Interior has this media, for its own people.
    pub(crate) async fn store(&self, media: &str, answer: ResponseTemplate) {
        Mock::given(method("GET"))
            .and(path(format!("/_matrix/client/v1/media/download/interior.test/{media}")))
            .and(header("authorization", format!("Bearer {ANNA}").as_str()))
            .respond_with(answer)
            .mount(&self.interior)
            .await;
    }

    pub(crate) async fn store_bytes(&self, media: &str, bytes: &[u8]) {
        self.store(media, ResponseTemplate::new(200).set_body_bytes(bytes)).await;
    }

    /// A homeserver has this media, for the holder of this token.
    pub(crate) async fn store_at(&self, server: &MockServer, token: &str, name: &str, media: &str, bytes: &[u8]) {
        Mock::given(method("GET"))
            .and(path(format!("/_matrix/client/v1/media/download/{name}/{media}")))
            .and(header("authorization", format!("Bearer {token}").as_str()))
            .respond_with(ResponseTemplate::new(200).set_body_bytes(bytes))
            .mount(server)
            .await;
    }

    /// The answer with its body still to come.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response {
        http::scanner::router(self.app.clone()).oneshot(request).await.unwrap()
    }

    /// A route without a token.
    pub(crate) async fn plain(&self, path: &str) -> Answer {
        self.call(Request::builder().uri(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn call(&self, request: Request<Body>) -> Answer {
        let answer = self.answer(request).await;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 26).await.unwrap().to_vec();
        Answer { status, headers, bytes }
    }

    pub(crate) async fn get(&self, token: Option<&str>, path: &str) -> Answer {
        let mut request = Request::builder().uri(format!("{UNSTABLE}/{path}"));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.call(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, token: Option<&str>, path: &str, body: impl ToString) -> Answer {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("{UNSTABLE}/{path}") };
        let mut request = Request::builder().method("POST").uri(path).header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.call(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// `{"encrypted_body": …}` as a client makes it.
    pub(crate) async fn seal(&self, file: &Value) -> Value {
        seal_to(&self.public_key().await, file)
    }

    /// The key that it announces.
    pub(crate) async fn public_key(&self) -> String {
        self.get(None, "public_key").await.json()["public_key"].as_str().unwrap().to_owned()
    }

    /// What the bridge was told of scans.
    pub(crate) async fn reports(&self) -> Vec<ScanReport> {
        self.told("/_depesha/scan/v1/reports").await
    }

    /// What the bridge was told of the engine.
    pub(crate) async fn engine_statuses(&self) -> Vec<EngineStatus> {
        self.told("/_depesha/scan/v1/engine").await
    }

    /// What the bridge was told of files that were handed out.
    pub(crate) async fn fetches(&self) -> Vec<Fetch> {
        let batches: Vec<Fetches> = self.told("/_depesha/scan/v1/fetches").await;
        batches.into_iter().flat_map(|batch| batch.fetches).collect()
    }

    /// How often the bridge was asked for rules since its last answer was set.
    pub(crate) async fn asked_for_rules(&self) -> usize {
        self.bridge.received_requests().await.unwrap().iter().filter(|request| request.url.path() == RULES).count()
    }

    /// Nothing is held and nothing is under way; the spool folder's files are closed.
    pub(crate) fn is_empty_handed(&self) -> bool {
        let spool = self.dir.path().join("spool");
        let open = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
        let spooled = open.filter_map(|fd| std::fs::read_link(fd.path()).ok()).any(|to| to.starts_with(&spool));
        !spooled && self.app.holding() == Holding::default() && self.app.admission.under_way() == 0
    }

    async fn told<T: serde::de::DeserializeOwned>(&self, path: &str) -> Vec<T> {
        let requests = self.bridge.received_requests().await.unwrap();
        let here = requests.iter().filter(|request| request.url.path() == path);
        here.map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
    }
}

/// `{"encrypted_body": …}` for whoever holds this key.
pub(crate) fn seal_to(key: &str, file: &Value) -> Value {
    let key = Curve25519PublicKey::from_base64(key).unwrap();
    let message = PkEncryption::from_key(key).encrypt(json!({"file": file}).to_string().as_bytes()).unwrap();
    json!({"encrypted_body": {
        "ciphertext": STANDARD_NO_PAD.encode(&message.ciphertext),
        "mac": STANDARD_NO_PAD.encode(&message.mac),
        "ephemeral": message.ephemeral_key.to_base64(),
    }})
}

/// A file encrypted under a key made of one byte: the ciphertext, and its description with the key.
pub(crate) fn encrypt(media: &str, content: &[u8], key: u8) -> (Vec<u8>, Value) {
    let mut ciphertext = content.to_vec();
    Ctr64BE::<Aes256>::new(&[key; 32].into(), &[0; 16].into()).apply_keystream(&mut ciphertext);
    let file = json!({
        "url": format!("mxc://interior.test/{media}"), "v": "v2",
        "key": {"kty": "oct", "alg": "A256CTR", "ext": true, "key_ops": ["encrypt", "decrypt"], "k": URL_SAFE_NO_PAD.encode([key; 32])},
        "iv": STANDARD_NO_PAD.encode([0; 16]),
        "hashes": {"sha256": STANDARD_NO_PAD.encode(Sha256::digest(&ciphertext))},
    });
    (ciphertext, file)
}

/// Waits for something to become true.
pub(crate) async fn eventually<F: Future<Output = bool>>(what: &str, check: impl Fn() -> F) {
    for _ in 0..200 {
        if check().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("in 10 s it did not happen: {what}");
}
