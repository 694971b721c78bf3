//! Pictures that are uploaded in clear are scanned at once, as their sender, and only those.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use homeserver_bridge::http;
use serde_json::json;
use tower::ServiceExt;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::fixture::Bridge;
use crate::scanner_fixture::eventually;

const UPLOAD: &str = "/_matrix/media/v3/upload?filename=me.png";

/// A homeserver that takes uploads and names them so, and a scanner.
async fn parts(content_uri: &str, status: u16) -> (Bridge, MockServer, MockServer) {
    let (homeserver, scanner) = (MockServer::start().await, MockServer::start().await);
    let answer = ResponseTemplate::new(status).set_body_json(json!({"content_uri": content_uri}));
    Mock::given(method("POST")).and(path("/_matrix/media/v3/upload")).respond_with(answer).mount(&homeserver).await;
    Mock::given(method("GET"))
        .and(path("/_matrix/media_proxy/unstable/scan/interior.test/AbC"))
        .and(header("authorization", "Bearer anna"))
        .and(header("x-depesha-homeserver", "interior.test"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"clean": true, "info": "x."})))
        .mount(&scanner)
        .await;
    (Bridge::in_front_of(&homeserver.uri(), &scanner.uri()), homeserver, scanner)
}

async fn upload(bridge: &Bridge, kind: &str, size: usize) -> (StatusCode, String) {
    let request = Request::builder()
        .method("POST")
        .uri(UPLOAD)
        .header("authorization", "Bearer anna")
        .header("content-type", kind)
        .header("content-length", size)
        .body(Body::from(vec![b'x'; size]))
        .unwrap();
    let door = http::front_door_router(bridge.app.clone(), "interior.test".parse().unwrap());
    let answer = door.oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn a_small_picture_is_scanned_as_its_sender_and_the_answer_is_the_homeservers() {
    let (bridge, homeserver, scanner) = parts("mxc://interior.test/AbC", 200).await;
    let (status, body) = upload(&bridge, "image/png", 5000).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, r#"{"content_uri":"mxc://interior.test/AbC"}"#));
    eventually("it is scanned", || async { scanner.received_requests().await.unwrap().len() == 1 }).await;
    assert_eq!(homeserver.received_requests().await.unwrap()[0].body.len(), 5000);
    let asked = &scanner.received_requests().await.unwrap()[0];
    assert_eq!(asked.url.path(), "/_matrix/media_proxy/unstable/scan/interior.test/AbC");
    assert_eq!(asked.headers["authorization"], "Bearer anna");
}

#[tokio::test]
async fn nothing_else_is_scanned_at_the_upload() {
    let limit = Bridge::new().app.config.media_gate.scan_pictures_up_to_bytes as usize;
    let cases = [
        ("mxc://interior.test/AbC", 200, "application/octet-stream", 5000),
        ("mxc://interior.test/AbC", 200, "image/png", limit + 1),
        ("mxc://interior.test/AbC", 429, "image/png", 5000),
        ("mxc://finance.test/AbC", 200, "image/png", 5000),
        ("nonsense", 200, "image/png", 5000),
    ];
    for (content_uri, answered, kind, size) in cases {
        let (bridge, _homeserver, scanner) = parts(content_uri, answered).await;
        let (status, body) = upload(&bridge, kind, size).await;
        assert_eq!(status.as_u16(), answered);
        assert!(body.contains(content_uri), "the answer is the homeserver's");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert_eq!(scanner.received_requests().await.unwrap().len(), 0, "{content_uri} {answered} {kind} {size}");
    }
}
