//! The scanner with too much to do, and at its end: who waits, who is sent away and told when to come back, and what is
//! still finished.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Body;
use axum::http::Request;
use homeserver_bridge::config::ShareConfig;
use media_scanner::Engine;
use media_scanner::decrypt::Plain;
use media_scanner::engine::fake::FakeEngine;
use media_scanner::engine::{EngineError, EngineVersion, Finding};
use tokio::sync::Semaphore;

use crate::scanner_fixture::{ANNA, Answer, BORYS, Bench, UNSTABLE, encrypt, eventually};

const LETTER: &[u8] = b"Dear colleague, see you at noon.\n";
const VERDICT: &str = "/_depesha/v1/scan";

/// Finds nothing, and is not done with a large file until it is let.
struct Thorough {
    fake: FakeEngine,
    done: Arc<Semaphore>,
}

#[async_trait]
impl Engine for Thorough {
    async fn ping(&self) -> Result<(), EngineError> {
        self.fake.ping().await
    }

    async fn version(&self) -> Result<EngineVersion, EngineError> {
        self.fake.version().await
    }

    async fn scan(&self, content: &Plain) -> Result<Finding, EngineError> {
        if content.size() > 1 << 20 {
            let _done = self.done.acquire().await;
        }
        self.fake.scan(content).await
    }
}

fn thorough() -> (Arc<Thorough>, Arc<Semaphore>) {
    let done = Arc::new(Semaphore::new(0));
    (Arc::new(Thorough { fake: FakeEngine::default(), done: done.clone() }), done)
}

fn too_busy(answer: &Answer) -> u64 {
    assert_eq!(answer.refusal(), (429, "M_LIMIT_EXCEEDED".to_owned()));
    answer.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn large_files_hold_up_no_small_one_and_are_sent_away_when_too_many_wait() {
    let (engine, done) = thorough();
    let b = Arc::new(Bench::with_engine(engine, |config| config.limits.waiting = 3).await);
    b.store_bytes("letter", LETTER).await;
    let scan = |n: u8| {
        let b = b.clone();
        tokio::spawn(async move {
            b.store_bytes(&format!("large{n}"), &vec![b'a' + n; 2 << 20]).await;
            b.get(Some(ANNA), &format!("scan/interior.test/large{n}")).await
        })
    };
    // Three of four places for files of that size, and three that wait.
    let large: Vec<_> = (0..6).map(scan).collect();
    eventually("all places for large files are taken", async || {
        let traffic = b.app.holding().traffic;
        (traffic.running, traffic.waiting) == (3, 3)
    })
    .await;
    let pause = too_busy(&scan(6).await.unwrap());
    assert!((1..=60).contains(&pause), "{pause}");
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/letter").await.json()["clean"], true, "small files go on");
    done.add_permits(1000);
    for one in large {
        assert_eq!(one.await.unwrap().json()["clean"], true);
    }
    assert_eq!(scan(6).await.unwrap().json()["clean"], true, "nothing was remembered of it");
    assert!(b.is_empty_handed());
}

#[tokio::test]
async fn who_waits_too_long_is_sent_away_and_not_told_that_the_file_is_bad() {
    let (engine, done) = thorough();
    let b = Arc::new(Bench::with_engine(engine, |config| config.deadline_seconds = 8).await);
    let mut bodies = Vec::new();
    for n in 0..4 {
        let (ciphertext, file) = encrypt(&format!("m{n}"), &vec![0; 2 << 20], n);
        b.store_bytes(&format!("m{n}"), &ciphertext).await;
        bodies.push(b.seal(&file).await);
    }
    // Three of them have a place and are never done; the fourth gives up before them.
    let asked = bodies.iter().map(|body| b.post(Some(ANNA), "download_encrypted", body));
    let answers = futures_util::future::join_all(asked).await;
    let (busy, late): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 429);
    assert_eq!((busy.len(), late.len()), (1, 3));
    too_busy(busy[0]);
    for answer in late {
        assert_eq!((answer.refusal().0, answer.json()["org.depesha.verdict"].clone()), (500, "timeout".into()));
    }
    assert!(b.is_empty_handed());
    done.add_permits(1000);
    for body in &bodies {
        assert_eq!(b.post(Some(ANNA), "download_encrypted", body).await.status, 200, "nothing was remembered of it");
    }
}

#[tokio::test]
async fn a_person_and_an_organisation_have_their_share_and_are_told_when_there_is_more() {
    let b = Bench::with(|config| {
        config.limits.user = ShareConfig { files_per_minute: 4, ..ShareConfig::default() };
        config
            .limits
            .organisations
            .insert("Finance".into(), ShareConfig { mib_per_minute: 1, ..ShareConfig::default() });
        config.homeservers[1].organisation = Some("Finance".into());
    })
    .await;
    b.store_bytes("letter", LETTER).await;
    let (_, file) = encrypt("nothing", LETTER, 1);
    let body = b.seal(&file).await;
    for _ in 0..2 {
        assert_eq!(b.get(Some(ANNA), "scan/interior.test/letter").await.status, 200);
        assert_eq!(b.post(Some(ANNA), "scan_encrypted", &body).await.status, 404);
    }
    for path in ["scan", "download", "thumbnail"] {
        let answer = b.get(Some(ANNA), &format!("{path}/interior.test/letter?width=1&height=1")).await;
        assert_eq!(too_busy(&answer), 15, "{path}");
    }
    for path in ["scan_encrypted", "download_encrypted", VERDICT] {
        assert_eq!(too_busy(&b.post(Some(ANNA), path, &body).await), 15, "{path}");
    }
    assert_eq!(b.get(None, "scan/interior.test/letter").await.refusal().0, 401, "the limit tells nothing to others");
    assert_eq!(b.get(Some(BORYS), "scan/finance.test/letter").await.status, 404, "and nobody else waits");
    b.clock.advance_ms(15_000);
    assert_eq!(b.get(Some(ANNA), "scan/interior.test/letter").await.status, 200);

    let large = vec![b'x'; 3 << 20];
    b.store_at(&b.finance, BORYS, "finance.test", "large", &large).await;
    assert_eq!(b.get(Some(BORYS), "scan/finance.test/large").await.status, 200, "one passes, and is paid for");
    assert_eq!(too_busy(&b.get(Some(BORYS), "scan/finance.test/large").await), 121);
    assert!(b.is_empty_handed());
}

#[tokio::test]
async fn an_answer_is_under_way_until_it_is_taken_or_left() {
    let b = Bench::with(|config| config.limits.user.requests_at_once = 0).await;
    b.store_bytes("large", &vec![b'x'; 3 << 20]).await;
    let request = Request::builder()
        .uri(format!("{UNSTABLE}/download/interior.test/large"))
        .header("authorization", format!("Bearer {ANNA}"))
        .body(Body::empty())
        .unwrap();
    let untaken = b.answer(request).await;
    assert_eq!(untaken.status(), 200);
    assert_eq!((b.app.holding().disk_bytes, b.app.admission.under_way()), (3 << 20, 1), "until the last byte is taken");
    drop(untaken);
    eventually("who leaves takes nothing along", async || b.is_empty_handed()).await;
}

#[tokio::test]
async fn who_stops_finishes_what_is_under_way_takes_nothing_new_and_tells_all() {
    let mut b = Bench::new().await;
    eventually("it is ready", async || b.plain("/health/ready").await.status == 200).await;
    b.engine.set(|engine| engine.delay = Duration::from_millis(700));
    b.store_bytes("clear", LETTER).await;
    let under_way = tokio::spawn({
        let router = homeserver_bridge::http::scanner::router(b.app.clone());
        let request = Request::builder()
            .uri(format!("{UNSTABLE}/download/interior.test/clear"))
            .header("authorization", format!("Bearer {ANNA}"))
            .body(Body::empty())
            .unwrap();
        async move {
            let answer = tower::ServiceExt::oneshot(router, request).await.unwrap();
            axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap()
        }
    });
    eventually("a file is looked at", async || b.app.holding().traffic.running == 1).await;
    b.app.admission.stop();
    for path in ["scan/interior.test/clear", "public_key"] {
        let answer = b.get(Some(ANNA), path).await;
        assert_eq!(answer.refusal(), (503, "M_UNKNOWN".to_owned()));
        assert!(answer.headers.contains_key("retry-after"));
        assert_eq!(answer.headers["connection"], "close", "the next request finds another scanner");
    }
    let health = b.plain("/health/ready").await;
    assert_eq!((health.status.as_u16(), health.json()["ready"].clone()), (503, false.into()));
    assert_eq!(b.plain("/_depesha/scan/v1/health").await.json()["under_way"], 1);
    b.app.admission.idle().await;
    assert_eq!(under_way.await.unwrap(), LETTER);
    b.stop().await;
    assert_eq!(b.reports().await.len(), 1);
    assert_eq!(b.fetches().await.len(), 1, "what was not told yet is told at the end");
    assert!(b.is_empty_handed());
}

#[tokio::test]
async fn the_health_is_for_everybody_and_tells_of_nobody() {
    let b = Bench::new().await;
    b.store_bytes("clear", LETTER).await;
    b.get(Some(ANNA), "scan/interior.test/clear").await;
    eventually("it is ready", async || b.plain("/health/ready").await.status == 200).await;
    let health = b.plain("/_depesha/scan/v1/health").await;
    insta::assert_snapshot!(String::from_utf8(health.bytes).unwrap(), @r#"{"ready":true,"stopping":false,"engine_healthy":true,"engine":"Fake 1","signatures_version":"1","signatures_at_ms":null,"under_way":0,"waiting":0,"running":0}"#);
    b.engine.set(|engine| engine.up = false);
    eventually("it is not ready", async || b.plain("/health/ready").await.status == 503).await;
    assert_eq!(b.plain("/_depesha/scan/v1/health").await.status, 200);
}

#[tokio::test]
async fn the_bridge_hears_how_much_there_is_to_do() {
    let b = Bench::with(|config| config.name = Some("first".into())).await;
    eventually("the start is told", async || !b.engine_statuses().await.is_empty()).await;
    b.store_bytes("clear", LETTER).await;
    b.get(Some(ANNA), "scan/interior.test/clear").await;
    b.get(Some(ANNA), "scan/interior.test/nothing").await;
    b.engine.set(|engine| engine.up = false);
    eventually("the change is told", async || b.engine_statuses().await.len() == 2).await;
    let statuses = b.engine_statuses().await;
    let load = statuses[1].load.clone().unwrap();
    assert_eq!((load.scanner.as_str(), load.answered, load.turned_away, load.running), ("first", 2, 0, 0));
}

#[tokio::test]
async fn web_clients_of_any_origin_are_let_in() {
    let b = Bench::new().await;
    let paths = ["public_key", "scan/a/b", "scan_encrypted", "download/a/b", "thumbnail/a/b", "download_encrypted"];
    let paths = paths.map(|path| format!("{UNSTABLE}/{path}"));
    for path in paths.iter().map(String::as_str).chain([VERDICT]) {
        let request = Request::builder().method("OPTIONS").uri(path).header("origin", "https://web.example");
        let request = request.header("access-control-request-headers", "authorization").body(Body::empty()).unwrap();
        for answer in [b.call(request).await, b.plain(path).await] {
            assert!([204, 200, 401, 404].contains(&answer.status.as_u16()), "{path} {}", answer.status);
            assert_eq!(answer.headers["access-control-allow-origin"], "*", "{path}");
            let text = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
            assert!(["GET", "POST", "OPTIONS"].iter().all(|m| text("access-control-allow-methods").contains(m)));
            assert!(text("access-control-allow-headers").contains("Authorization"));
            assert!(text("access-control-expose-headers").contains("Retry-After"));
        }
    }
}
