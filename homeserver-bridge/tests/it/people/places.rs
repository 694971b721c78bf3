//! Organisations and units: filters, pages, the tree.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use homeserver_bridge::http;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{SEARCH, entry, join, names, staffed};

#[tokio::test]
async fn filters_and_pages() {
    let bridge = staffed().await;
    assert_eq!(names(&bridge, json!({"term": "anna", "organisation": "finance"})).await, ["Anna KOVALENKOVA"]);
    let unit = |unit: &str| json!({"term": "", "organisation": "finance", "unit": unit});
    assert_eq!(names(&bridge, unit("Budget")).await, ["Jean-Pierre D'ÉTÉ", "Олена ЇЖАК"]);
    assert_eq!(names(&bridge, unit("Budget / Taxes")).await, ["Jean-Pierre D'ÉTÉ"]);
    assert_eq!(names(&bridge, unit("Taxes")).await, Vec::<String>::new());
    let mut pages = Vec::new();
    let mut from = json!(0);
    while !from.is_null() {
        let body = json!({"term": "", "organisation": "finance", "limit": 3, "from": from});
        let (_, answer) = bridge.api("POST", SEARCH, Some("anna"), body).await;
        pages.push(
            answer["people"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p["person_id"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>(),
        );
        from = answer["next"].clone();
    }
    assert_eq!(pages, [vec!["HR-2", "HR-5", "HR-4"], vec!["HR-3"]]);
}

#[tokio::test]
async fn a_whole_unit_is_listed_with_how_many_they_are() {
    let bridge = staffed().await;
    let taxes = |key: &str, change: Value| {
        let mut entry = entry(key, "Tax", key, "interior", json!({"unit": ["Budget", "Taxes"]}));
        entry.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        entry
    };
    join(
        &bridge,
        vec![
            taxes("HR-50", json!({})),
            taxes("HR-51", json!({"protected": true})),
            taxes("HR-52", json!({"unit": ["Budget / Taxes"]})),
            taxes("HR-53", json!({"unit": ["Budget", "Taxes", "Section A"]})),
        ],
    )
    .await;
    let list = async |body: Value| {
        let (status, answer) = bridge.api("POST", SEARCH, Some("anna"), body).await;
        assert_eq!(status, StatusCode::OK);
        let keys = answer["people"].as_array().unwrap().iter().map(|p| p["person_id"].as_str().unwrap().to_owned());
        (keys.collect::<Vec<_>>(), answer["total"].clone(), answer["next"].clone())
    };
    let unit = json!({"term": "", "organisation": "interior", "unit": "Budget / Taxes"});
    assert_eq!(list(unit).await, (vec!["HR-50".into(), "HR-52".into(), "HR-53".into()], json!(3), Value::Null));
    let anywhere = json!({"term": "", "unit": "Budget / Taxes", "limit": 2});
    let (keys, total, next) = list(anywhere).await;
    assert_eq!((keys, total, next), (vec!["HR-2".into(), "HR-50".into()], json!(4), json!(2)));
    for nowhere in [json!({"unit": "Bud"}), json!({"unit": "Taxes"}), json!({"organisation": "nowhere"})] {
        let mut body = json!({"term": ""});
        body.as_object_mut().unwrap().extend(nowhere.as_object().unwrap().clone());
        assert_eq!(list(body).await, (vec![], json!(0), Value::Null), "{nowhere}");
    }
    let (keys, total, _) = list(json!({"term": "tax", "organisation": "interior", "unit": "Budget"})).await;
    assert_eq!((keys, total), (vec!["HR-50".into(), "HR-53".into()], Value::Null));
}

#[tokio::test]
async fn the_tree_is_sent_again_only_when_it_changed() {
    let bridge = staffed().await;
    let get = async |known: Option<&str>| {
        let mut request = Request::get("/_depesha/v1/organisations").header("authorization", "Bearer anna");
        if let Some(known) = known {
            request = request.header("if-none-match", known);
        }
        let router = http::api_router(bridge.app.clone());
        let answer = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let etag = answer.headers()["etag"].to_str().unwrap().to_owned();
        (answer.status(), etag, axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap())
    };
    let (status, first, body) = get(None).await;
    assert!(status == StatusCode::OK && !body.is_empty());
    let (status, etag, body) = get(Some(&format!("\"other\", W/{first}"))).await;
    assert_eq!((status, &etag, body.len()), (StatusCode::NOT_MODIFIED, &first, 0));
    join(&bridge, vec![entry("HR-60", "New", "One", "interior", json!({}))]).await;
    let (status, etag, _) = get(Some(&first)).await;
    assert_eq!(status, StatusCode::OK);
    assert_ne!(etag, first);
}
