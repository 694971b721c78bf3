//! How much of the catalogue one caller gets.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{SEARCH, sign_up, staffed};

#[tokio::test]
async fn copying_the_catalogue_is_slowed_down_for_each_caller_alone() {
    let bridge = staffed().await;
    sign_up(&bridge, "HR-4", "vova").await;
    let search = async |token| bridge.api("POST", SEARCH, Some(token), json!({"term": "anna"})).await;
    for _ in 0..60 {
        assert_eq!(search("anna").await.0, StatusCode::OK);
    }
    let (status, answer) = search("anna").await;
    assert_eq!((status, answer["errcode"].as_str()), (StatusCode::TOO_MANY_REQUESTS, Some("M_LIMIT_EXCEEDED")));
    assert_eq!(answer["retry_after_ms"], 500);
    let (status, _) = bridge.api("GET", "/_depesha/v1/people/HR-1", Some("anna"), Value::Null).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "entries count too");
    assert_eq!(search("vova").await.0, StatusCode::OK);
    bridge.clock.advance_ms(500);
    assert_eq!(search("anna").await.0, StatusCode::OK);
}
