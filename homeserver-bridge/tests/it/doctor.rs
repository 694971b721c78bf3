//! The doctor names what does not answer, and only that.

use axum::Router;
use axum::routing::any;
use homeserver_bridge::roles::doctor;

use crate::fixture::Bridge;

async fn faults(bridge: &Bridge) -> Vec<String> {
    let findings = doctor::examine(&bridge.app.config).await;
    assert_eq!(findings.len(), 10);
    findings.into_iter().filter(|f| f.fault.is_some()).map(|f| f.part).collect()
}

#[tokio::test]
async fn what_does_not_answer_is_named() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(any(|| async { axum::Json(serde_json::json!({})) }));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });

    // No relay listens at the fixture's address.
    assert_eq!(faults(&Bridge::in_front_of(&base, &base)).await, ["mail relay"]);
    assert_eq!(faults(&Bridge::in_front_of(&base, "http://127.0.0.1:9")).await, ["scanner", "mail relay"]);
    let found = faults(&Bridge::in_front_of("http://127.0.0.1:9", &base)).await;
    assert_eq!(found.len(), 7, "each homeserver, each token, and the relay: {found:?}");
}
