//! How much of the catalogue one caller gets.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{DIRECTORY, SEARCH, sign_up, staff, staffed};
use crate::fixture::Bridge;

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

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

async fn refusals(bridge: &Bridge) -> Vec<(String, String)> {
    let read = |tx: &homeserver_bridge::database::Tx<'_>| {
        let rows = tx.query("SELECT actor, detail FROM audit WHERE action = 'people.limit'", &[])?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
    };
    bridge.app.db.read(read).await.unwrap()
}

#[tokio::test]
async fn a_caller_is_shown_so_many_people_a_day_and_no_more() {
    let catalogue = "people_per_day = 3";
    let bridge = staff(Bridge::with_catalogue(catalogue)).await;
    sign_up(&bridge, "HR-4", "vova").await;
    let search = async |bridge: &Bridge, token, term: &str| {
        bridge.api("POST", SEARCH, Some(token), json!({ "term": term })).await
    };
    for _ in 0..5 {
        let (status, answer) = search(&bridge, "anna", "anna").await;
        assert_eq!((status, answer["people"].as_array().unwrap().len()), (StatusCode::OK, 2), "the same people again");
    }
    assert_eq!(search(&bridge, "anna", "olena").await.0, StatusCode::OK);
    assert_eq!(refusals(&bridge).await, []);
    for _ in 0..2 {
        let (status, answer) = search(&bridge, "anna", "jean").await;
        assert_eq!((status, answer["errcode"].as_str()), (StatusCode::TOO_MANY_REQUESTS, Some("M_LIMIT_EXCEEDED")));
        assert!(answer["error"].as_str().unwrap().contains("tomorrow"), "{answer}");
        assert!(answer["retry_after_ms"].as_i64().unwrap() <= DAY_MS);
    }
    let (status, _) = bridge.api("POST", DIRECTORY, Some("anna"), json!({"search_term": "jean"})).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "the standard search counts as well");
    let person =
        async |key: &str| bridge.api("GET", &format!("/_depesha/v1/people/{key}"), Some("anna"), Value::Null).await.0;
    assert_eq!(person("HR-2").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(person("HR-3").await, StatusCode::OK, "whom the caller knows already");
    assert_eq!(search(&bridge, "vova", "jean").await.0, StatusCode::OK, "others go on");
    let logged = [("@anna:interior.test".to_owned(), "people=3".to_owned())];
    assert_eq!(refusals(&bridge).await, logged, "once, and not what was looked for");

    let bridge = bridge.restarted(catalogue).await;
    bridge.interior.issue_token("anna", "@anna:interior.test");
    assert_eq!(search(&bridge, "anna", "jean").await.0, StatusCode::TOO_MANY_REQUESTS, "after a restart");
    assert_eq!(refusals(&bridge).await, logged);
    bridge.clock.advance_ms(DAY_MS);
    assert_eq!(search(&bridge, "anna", "jean").await.0, StatusCode::OK, "the next day");
}
