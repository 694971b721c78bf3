//! The front door: what it refuses under every spelling, the release gate, and streams in both directions.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use futures_util::StreamExt;
use homeserver_bridge::http;
use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use crate::fixture::{Bridge, SCANNER_TOKEN};

/// What stands behind the door in these tests: it tells what it was asked.
#[derive(Clone, Default)]
struct Upstream {
    requests: Arc<AtomicUsize>,
    received: Arc<Notify>,
    go_on: Arc<Notify>,
    hung_up: CancellationToken,
}

async fn listen(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
    });
    address
}

async fn answer(State(upstream): State<Upstream>, request: Request) -> Response {
    upstream.requests.fetch_add(1, Ordering::SeqCst);
    match request.uri().path() {
        "/_matrix/media/v3/upload" => {
            let (mut bytes, mut chunks) = (0, request.into_body().into_data_stream());
            while let Some(Ok(chunk)) = chunks.next().await {
                bytes += chunk.len();
                upstream.received.notify_one();
            }
            Json(json!({"bytes": bytes})).into_response()
        }
        "/_matrix/client/v3/slow" => {
            let first = futures_util::stream::once(async { Ok::<_, std::io::Error>(Bytes::from_static(b"first ")) });
            let go_on = upstream.go_on.clone();
            let second = futures_util::stream::once(async move {
                go_on.notified().await;
                Ok(Bytes::from_static(b"second"))
            });
            Body::from_stream(first.chain(second)).into_response()
        }
        "/_matrix/client/v3/hang" => {
            let _guard = upstream.hung_up.drop_guard();
            std::future::pending::<()>().await;
            StatusCode::OK.into_response()
        }
        "/_matrix/client/v3/packed" => {
            ([("content-encoding", "gzip"), ("connection", "x-own"), ("x-own", "1")], "not really gzip").into_response()
        }
        _ => {
            let headers: serde_json::Map<String, Value> = request
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().into()))
                .collect();
            let uri = request.uri().to_string();
            let status = if uri.contains("teapot") { StatusCode::IM_A_TEAPOT } else { StatusCode::OK };
            (status, Json(json!({"method": request.method().as_str(), "uri": uri, "headers": headers}))).into_response()
        }
    }
}

async fn with_upstream() -> (Bridge, Upstream) {
    let upstream = Upstream::default();
    let address = listen(Router::new().fallback(answer).with_state(upstream.clone())).await;
    let base = format!("http://{address}");
    (Bridge::in_front_of(&base, &format!("{base}/scanner")), upstream)
}

/// A door that listens, its base URL, and a client.
async fn open_door(bridge: &Bridge) -> (String, reqwest::Client) {
    let router = http::front_door_router(bridge.app.clone(), "interior.test".parse().unwrap());
    let address = listen(router).await;
    (format!("http://{address}"), reqwest::Client::builder().no_proxy().no_gzip().build().unwrap())
}

fn code(body: &Value) -> &str {
    body["errcode"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn what_belongs_to_hr_cannot_be_written_under_any_spelling() {
    let (bridge, upstream) = with_upstream().await;
    for path in [
        "/_matrix/client/v3/profile/@a:interior.test/displayname",
        "/_matrix/client/r0/profile/@a:interior.test/displayname",
        "/_matrix/client/unstable/profile/@a:interior.test/displayname",
        "/_matrix/client/api/v1/profile/@a:interior.test/displayname",
        "/_matrix/client/unstable/uk.tcpip.msc4133/profile/@a:interior.test/displayname",
        "/_matrix/client/v3/profile/@a:interior.test/displayname/",
        "/_matrix/client/v3/profile/@a:interior.test/displ%61yname",
        "/_matrix/client/v3/prof%69le/%40a%3Ainterior.test/%64%69%73playname",
        "/_matrix/client/v3//profile/@a:interior.test/displayname",
        "/_matrix//client/v3/profile//@a:interior.test/displayname",
        "/_matrix/client/v3/profile/@a:interior.test/displayname?x=/avatar_url",
        "/_matrix/client/v3/profile/@a:interior.test/org.depesha.organisation",
        "/_matrix/client/v3/profile/@a:interior.test/org%2Edepesha.title",
    ] {
        for method in ["PUT", "DELETE"] {
            let (status, body) = bridge.door(method, path, Some("t"), json!({"displayname": "Minister"})).await;
            assert_eq!((status, code(&body)), (StatusCode::FORBIDDEN, "M_FORBIDDEN"), "{method} {path}");
        }
    }
    for path in [
        "/_matrix/client/v3/profile/@a:x/avatar_url/../displayname",
        "/_matrix/client/v3/profile/@a:x/avatar_url/%2e%2e/displayname",
        "/_matrix/client/%2E%2e/client/v3/profile/@a:x/displayname",
        "/_matrix/../_synapse/admin/v2/users",
    ] {
        let (status, _) = bridge.door("PUT", path, Some("t"), json!({})).await;
        assert!(status.is_client_error(), "{path}: {status}");
    }
    assert_eq!(upstream.requests.load(Ordering::SeqCst), 0, "the homeserver was not asked");
    let (status, _) = bridge.door("PUT", "/_matrix/client/v3/profile/@a:x/avatar_url", Some("t"), json!({})).await;
    assert_eq!(status, StatusCode::OK);
    let (status, _) = bridge.door("GET", "/_matrix/client/v3/profile/@a:x/displayname", Some("t"), Value::Null).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn doors_that_are_not_ours_stay_shut() {
    let (bridge, upstream) = with_upstream().await;
    for path in [
        "/_synapse/admin/v2/users",
        "/_synapse/client/oidc/backchannel_logout",
        "/_synapse/client/oidc/callback/more",
        "/_synapse/client/pick_idp",
        "/%5fsynapse/admin/v2/users",
        "//_synapse/admin/v2/users",
        "/_matrix/federation/v1/media/download/abc",
        "/_matrix/f%65deration/v1/version",
        "/_matrix/key/v2/server",
        "/_matrix/media/v3/download/interior.test/abc",
        "/_matrix/media/r0/thumbnail/interior.test/abc",
        "/_matrix/media/v1/d%6fwnload/interior.test/abc",
        "/_matrix/client/r0/user_directory/search",
        "/",
    ] {
        for token in [None, Some("t")] {
            let (status, _) = bridge.door("GET", path, token, Value::Null).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    for path in [
        "/_matrix/client/v3/register",
        "/_matrix/client/r0/register?kind=guest",
        "/_matrix/client/v3/account/3pid/add",
        "/_matrix/client/v3/account/password/email/requestToken",
        "/_matrix/client/v3/account/deactivate",
    ] {
        let (status, body) = bridge.door("POST", path, Some("t"), json!({})).await;
        assert_eq!((status, code(&body)), (StatusCode::FORBIDDEN, "M_FORBIDDEN"), "{path}");
        assert!(body["error"].as_str().unwrap().len() > 20);
    }
    assert_eq!(upstream.requests.load(Ordering::SeqCst), 0, "the homeserver was not asked");
}

async fn report(bridge: &Bridge, mxc: &str, verdict: &str) {
    let mxc = mxc.to_owned();
    let verdict = verdict.to_owned();
    bridge
        .app
        .db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO scan_reports (id, mxc, ciphertext_sha256, key_commitment, verdict, signature, engine,
                   signatures_version, size, type_found, encrypted, homeserver, media_server, requested_by,
                   scanned_at_ms, coherent) VALUES ($1, $1, '', '', $2, '', '', '', 0, '', 1, '', '', '', 0, 1)",
                &[mxc.into(), verdict.into()],
            )
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn bytes_leave_only_with_a_session_and_a_clean_verdict() {
    let (bridge, upstream) = with_upstream().await;
    bridge.interior.issue_token("anna", "@anna:interior.test");
    bridge.finance.issue_token("elsewhere", "@x:finance.test");
    report(&bridge, "mxc://finance.test/clean", "clean").await;
    report(&bridge, "mxc://finance.test/bad", "infected").await;
    let ways = [
        "/_matrix/client/v1/media/download/finance.test/ID",
        "/_matrix/client/v1/media/download/finance.test/ID/name.pdf",
        "/_matrix/client/v1/media/thumbnail/finance.test/ID?width=32&height=32",
        "/_matrix/client/unstable/org.matrix.msc3916/media/download/finance.test/ID",
        "/_matrix/client/v1/media/downl%6fad/finance.test/ID",
    ];
    let cases = [
        (None, "clean", 401, "M_MISSING_TOKEN"),
        (Some("stranger"), "clean", 401, "M_UNKNOWN_TOKEN"),
        (Some("elsewhere"), "clean", 401, "M_UNKNOWN_TOKEN"),
        (Some(SCANNER_TOKEN), "clean", 401, "M_UNKNOWN_TOKEN"),
        (None, "unknown", 401, "M_MISSING_TOKEN"),
        (Some("anna"), "unknown", 403, "ORG.DEPESHA.NOT_SCANNED"),
        (Some("anna"), "CLEAN", 403, "ORG.DEPESHA.NOT_SCANNED"),
        (Some("anna"), "bad", 403, "ORG.DEPESHA.NOT_CLEAN"),
    ];
    for way in ways {
        for (token, id, status, errcode) in cases {
            let path = way.replace("ID", id);
            let (found, body) = bridge.door("GET", &path, token, Value::Null).await;
            assert_eq!((found.as_u16(), code(&body)), (status, errcode), "{path} {token:?}");
            let (found, _) = bridge.door("HEAD", &path, token, Value::Null).await;
            assert_eq!(found.as_u16(), status, "{path} {token:?}");
        }
    }
    assert_eq!(upstream.requests.load(Ordering::SeqCst), 0, "the homeserver was not asked");
    for way in ways {
        let (status, body) = bridge.door("GET", &way.replace("ID", "clean"), Some("anna"), Value::Null).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(body["uri"], way.replace("ID", "clean"));
        assert_eq!(body["headers"]["authorization"], "Bearer anna");
    }
    bridge.interior.set_up(false);
    let path = ways[0].replace("ID", "clean");
    let (status, body) = bridge.door("GET", &path, Some("not-yet-seen"), Value::Null).await;
    assert_eq!((status, code(&body)), (StatusCode::BAD_GATEWAY, "ORG.DEPESHA.UNAVAILABLE"));
}

#[tokio::test]
async fn the_rest_is_passed_through_as_it_is() {
    let (bridge, _) = with_upstream().await;
    let (door, client) = open_door(&bridge).await;
    let path = "/_matrix/client/v3/rooms/!a%2Fb%3Ax/state/m.room.name/?x=%20y&z=teapot";
    let answer = client
        .put(format!("{door}{path}"))
        .header("x-forwarded-for", "1.2.3.4")
        .header("x-depesha-homeserver", "evil.test")
        .header("connection", "x-private")
        .header("x-private", "secret")
        .header("x-custom", "kept")
        .bearer_auth("token")
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 418);
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!((body["method"].as_str(), body["uri"].as_str()), (Some("PUT"), Some(path)));
    let headers = &body["headers"];
    assert_eq!(headers["x-forwarded-for"], "127.0.0.1", "a client cannot say who it is");
    assert_eq!(headers["x-custom"], "kept");
    assert_eq!(headers["authorization"], "Bearer token");
    assert_eq!(headers["content-length"], "2");
    assert!(headers["x-private"].is_null() && headers["x-depesha-homeserver"].is_null());
    assert_ne!(headers["host"], door.trim_start_matches("http://"), "the homeserver's own name");

    let packed = client.get(format!("{door}/_matrix/client/v3/packed")).send().await.unwrap();
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert!(packed.headers().get("x-own").is_none());
    assert_eq!(packed.text().await.unwrap(), "not really gzip");
}

#[tokio::test]
async fn the_scanner_is_told_which_homeserver_asks() {
    let (bridge, _) = with_upstream().await;
    let (door, client) = open_door(&bridge).await;
    for (method, path) in [
        (reqwest::Method::POST, "/_depesha/v1/scan"),
        (reqwest::Method::GET, "/_matrix/media_proxy/unstable/public_key"),
        (reqwest::Method::POST, "/_matrix/media_proxy/unstable/download_encrypted?x=1"),
    ] {
        let request = client.request(method, format!("{door}{path}")).header("X-Depesha-Homeserver", "evil.test");
        let body: Value = serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
        assert_eq!(body["uri"], format!("/scanner{path}"));
        assert_eq!(body["headers"]["x-depesha-homeserver"], "interior.test");
    }
}

#[tokio::test]
async fn web_clients_of_any_origin_may_ask() {
    let (bridge, upstream) = with_upstream().await;
    let (door, client) = open_door(&bridge).await;
    for path in ["/_matrix/client/v3/sync", "/_depesha/v1/signup", "/.well-known/matrix/client", "/_depesha/v1/scan"] {
        let answer = client.request(reqwest::Method::OPTIONS, format!("{door}{path}")).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}");
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
        assert!(answer.headers()["access-control-allow-headers"].to_str().unwrap().contains("Authorization"));
    }
    assert_eq!(upstream.requests.load(Ordering::SeqCst), 0);
    let answer = client.get(format!("{door}/_matrix/federation/v1/version")).send().await.unwrap();
    assert_eq!(answer.headers()["access-control-allow-origin"], "*", "errors too");
}

#[tokio::test]
async fn the_well_known_file_names_the_scanner_and_its_keys() {
    let bridge = Bridge::new();
    let (status, body) = bridge.door("GET", "/.well-known/matrix/client", None, Value::Null).await;
    assert_eq!(status, StatusCode::OK);
    let base_url = "http://interior.door.test";
    assert_eq!(
        body,
        json!({
            "m.homeserver": {"base_url": base_url},
            "org.depesha.services": {
                "scanner": {"base_url": base_url, "keys": [{"curve25519": "curve", "ed25519": "ed"}]},
                "bridge": {"base_url": base_url},
            },
        })
    );
}

#[tokio::test]
async fn an_upload_streams_up_while_it_is_written() {
    let (bridge, upstream) = with_upstream().await;
    let (door, client) = open_door(&bridge).await;
    let (send, receive) = mpsc::channel::<Result<Bytes, std::io::Error>>(1);
    let body = futures_util::stream::unfold(receive, async |mut r| r.recv().await.map(|chunk| (chunk, r)));
    let request = client.post(format!("{door}/_matrix/media/v3/upload")).body(reqwest::Body::wrap_stream(body));
    let upload = tokio::spawn(request.send());
    send.send(Ok(Bytes::from_static(b"first"))).await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), upstream.received.notified()).await.expect("the first part arrives");
    // Larger than any limit of ours, and than what could wait in buffers.
    let megabyte = Bytes::from(vec![7; 1 << 20]);
    for _ in 0..64 {
        send.send(Ok(megabyte.clone())).await.unwrap();
    }
    drop(send);
    let answer = upload.await.unwrap().unwrap().text().await.unwrap();
    assert_eq!(answer, json!({"bytes": 5 + (64 << 20)}).to_string());
}

#[tokio::test]
async fn an_answer_streams_down_while_it_is_made() {
    let (bridge, upstream) = with_upstream().await;
    let (door, client) = open_door(&bridge).await;
    let mut answer = client.get(format!("{door}/_matrix/client/v3/slow")).send().await.unwrap();
    let first = tokio::time::timeout(Duration::from_secs(10), answer.chunk()).await.expect("the first part arrives");
    assert_eq!(first.unwrap().unwrap(), "first ");
    upstream.go_on.notify_one();
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "second");
    assert!(answer.chunk().await.unwrap().is_none());
}

#[tokio::test]
async fn who_hangs_up_is_hung_up_on() {
    let (bridge, upstream) = with_upstream().await;
    let (door, client) = open_door(&bridge).await;
    let polling = tokio::spawn(client.get(format!("{door}/_matrix/client/v3/hang")).send());
    while upstream.requests.load(Ordering::SeqCst) == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!upstream.hung_up.is_cancelled());
    polling.abort();
    tokio::time::timeout(Duration::from_secs(10), upstream.hung_up.cancelled()).await.expect("the request is dropped");
}

#[tokio::test]
async fn a_homeserver_that_is_down_is_a_sentence() {
    let bridge = Bridge::new();
    for path in ["/_matrix/client/versions", "/_matrix/media_proxy/unstable/public_key"] {
        let (status, body) = bridge.door("GET", path, None, Value::Null).await;
        assert_eq!((status, code(&body)), (StatusCode::BAD_GATEWAY, "ORG.DEPESHA.UNAVAILABLE"), "{path}");
        assert!(!body["error"].as_str().unwrap().contains("127.0.0.1"));
    }
}
