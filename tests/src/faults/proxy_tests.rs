//! The proxy alone, against a small server that counts what reaches it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use axum::Router;
use axum::routing::any;
use serde_json::{Value, json};

use super::super::rule::{Stage, ToDevice};
use super::*;

/// A server that counts, and a proxy before it.
struct Scene {
    proxy: Proxy,
    count: Arc<AtomicU32>,
    http: reqwest::Client,
    base: String,
}

impl Scene {
    async fn new() -> Self {
        let count = Arc::new(AtomicU32::new(0));
        let counting = count.clone();
        let answer = move || {
            let number = counting.fetch_add(1, Ordering::SeqCst) + 1;
            async move { axum::Json(json!({"number": number, "padding": "x".repeat(2000)})) }
        };
        let sync = || async {
            let events = json!([{"sender": "@a:x", "n": 1}, {"sender": "@b:x", "n": 2}]);
            axum::Json(json!({"extensions": {"to_device": {"next_batch": "1", "events": events}}}))
        };
        let app = Router::new().route("/sync", any(sync)).fallback(answer);
        let socket = TcpListener::bind(("127.0.0.1", 0)).await.expect("port");
        let server = format!("http://{}", socket.local_addr().expect("address"));
        tokio::spawn(async move { axum::serve(socket, app).await });
        let proxy = Proxy::start(&[&server]).await.expect("proxy");
        let base = proxy.in_front_of(&server).expect("place").to_owned();
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().expect("client");
        Self { proxy, count, http, base }
    }

    async fn get(&self, path: &str) -> Result<(u16, Value), reqwest::Error> {
        let answer = self.http.get(format!("{}{path}", self.base)).send().await?;
        let status = answer.status().as_u16();
        Ok((status, answer.json().await?))
    }

    fn reached(&self) -> u32 {
        self.count.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn what_no_rule_means_passes() {
    let scene = Scene::new().await;
    scene.proxy.add(Rule::new("/elsewhere", Fault::DropRequest));
    let (status, body) = scene.get("/here").await.expect("answer");
    assert_eq!((status, body["number"].as_u64(), scene.reached()), (200, Some(1), 1));
}

#[tokio::test]
async fn a_dropped_request_never_arrives_and_a_dropped_answer_was_given() {
    let scene = Scene::new().await;
    scene.proxy.add(Rule::new("/a", Fault::DropRequest).times(1));
    assert!(scene.get("/a").await.is_err());
    assert_eq!(scene.reached(), 0);
    assert!(scene.get("/a").await.is_ok(), "only once");
    let rule = scene.proxy.add(Rule::new("/b", Fault::DropAnswer).after(1));
    assert!(scene.get("/b").await.is_ok(), "the first is let through");
    assert!(scene.get("/b").await.is_err());
    assert_eq!((scene.reached(), scene.proxy.hits(rule)), (3, 1));
    scene.proxy.lift(rule);
    assert!(scene.get("/b").await.is_ok());
}

#[tokio::test]
async fn an_answer_cut_in_the_middle_begins_and_does_not_end() {
    let scene = Scene::new().await;
    scene.proxy.add(Rule::new("/a", Fault::CutAnswer));
    let answer = scene.http.get(format!("{}/a", scene.base)).send().await.expect("it begins");
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.is_err());
    assert_eq!(scene.reached(), 1);
}

#[tokio::test]
async fn statuses_pauses_delays_and_replays() {
    let scene = Scene::new().await;
    scene.proxy.add(Rule::new("/a", Fault::Status(429, Some(1500))));
    let answer = scene.http.get(format!("{}/a", scene.base)).send().await.expect("answer");
    assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().ok()), (429, Some("2")));
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!((&body["errcode"], &body["retry_after_ms"]), (&json!("M_LIMIT_EXCEEDED"), &json!(1500)));
    assert_eq!(scene.reached(), 0);
    scene.proxy.lift_all();
    scene.proxy.add(Rule::new("/a", Fault::Replay));
    let (_, body) = scene.get("/a").await.expect("answer");
    assert_eq!((body["number"].as_u64(), scene.reached()), (Some(2), 2));
    scene.proxy.add(Rule::new("/b", Fault::Delay(50)));
    let start = Instant::now();
    scene.get("/b").await.expect("answer");
    assert!(start.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn a_held_request_goes_on_when_the_rule_is_lifted() {
    let scene = Scene::new().await;
    for (stage, arrived) in [(Stage::Before, 0), (Stage::After, 2)] {
        let rule = scene.proxy.add(Rule::new("/a", Fault::Hold(stage)));
        let request = scene.get("/a");
        let watching = async {
            scene.proxy.reached(rule, Duration::from_secs(30)).await.expect("reached");
            assert_eq!(scene.reached(), arrived, "{stage:?}");
            scene.proxy.lift(rule);
        };
        let (answer, ()) = tokio::join!(request, watching);
        assert_eq!(answer.expect("answer").0, 200);
    }
}

#[tokio::test]
async fn messages_from_devices_are_changed_in_the_answer_of_a_sync() {
    let scene = Scene::new().await;
    scene.proxy.add(Rule::new("/sync", Fault::ToDevice(ToDevice::Reorder)));
    scene.proxy.add(Rule::new("/sync", Fault::Sender { from: "@a:x".into(), to: "@c:x".into() }));
    let (_, body) = scene.get("/sync").await.expect("answer");
    let events = &body["extensions"]["to_device"]["events"];
    assert_eq!(*events, json!([{"sender": "@b:x", "n": 2}, {"sender": "@c:x", "n": 1}]));
}
