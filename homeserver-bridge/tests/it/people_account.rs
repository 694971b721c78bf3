//! From a Matrix id to the catalogue's entry: wrong callers first, then who is shown, and who never is.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::fixture::{Bridge, SYNC_TOKEN};
use crate::people::{entry, join, sign_up};

#[tokio::test]
async fn the_owner_of_an_account_is_shown_to_colleagues_only_and_only_if_they_may_be_seen() {
    let bridge = Bridge::new();
    let phone = json!({"phone": "+380 44 000 00 00", "unit": ["Secretariat", "Post / Mail"]});
    join(
        &bridge,
        vec![
            entry("HR-1", "Anna", "Kovalenko", "interior", json!({})),
            entry("HR-2", "Petro", "Bondar", "interior", phone),
            entry("HR-3", "Secret", "Agent", "interior", json!({"protected": true})),
        ],
    )
    .await;
    sign_up(&bridge, "HR-1", "anna").await;
    sign_up(&bridge, "HR-2", "petro").await;
    sign_up(&bridge, "HR-3", "agent").await;
    bridge.externals.issue_token("guest", "@guest:externals.test");
    let look = async |token: Option<&str>, user: &str| {
        bridge.api("GET", &format!("/_depesha/v1/people/of/@{user}:interior.test"), token, Value::Null).await
    };
    for token in [None, Some("stolen"), Some(SYNC_TOKEN)] {
        assert_eq!(look(token, "petro").await.0, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(look(Some("guest"), "petro").await.0, StatusCode::NOT_FOUND, "from outside");
    assert_eq!(look(Some("anna"), "agent").await.0, StatusCode::NOT_FOUND, "protected");
    assert_eq!(look(Some("anna"), "nobody").await.0, StatusCode::NOT_FOUND);
    let (status, found) = look(Some("anna"), "petro").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(found["person_id"], "HR-2");
    assert_eq!(found["phone"], "+380 44 000 00 00");
    assert_eq!(found["unit_path"], json!(["Secretariat", "Post / Mail"]));
    let body = json!({"hidden": true});
    let (hidden, _) = bridge.api("PUT", "/_depesha/v1/people/me/visibility", Some("petro"), body).await;
    assert_eq!((hidden, look(Some("anna"), "petro").await.0), (StatusCode::OK, StatusCode::NOT_FOUND));
}
