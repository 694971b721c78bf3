//! Organisations and units: filters, pages, the tree.

use serde_json::json;

use super::{SEARCH, names, staffed};

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
