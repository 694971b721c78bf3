//! The people catalogue as clients see it: wrong callers first, then who is found, how, and who never is.

mod changes;
mod limits;
mod places;
mod scale;
mod search;
mod seen;

use axum::http::StatusCode;
use homeserver_bridge::homeserver::{Homeserver, NewAccount};
use serde_json::{Value, json};

use crate::fixture::{Bridge, MODULE_TOKEN, SYNC_TOKEN};

const SEARCH: &str = "/_depesha/v1/people/search";
const DIRECTORY: &str = "/_matrix/client/v3/user_directory/search";
pub(crate) const PLAN: &str = "00000000000000000000000000000000000000000000000000000000000000aa";

/// HR's entry of a person; `change` overwrites fields.
pub(crate) fn entry(key: &str, given: &str, family: &str, organisation: &str, change: Value) -> Value {
    let mut entry = json!({
        "person_id": key, "given_name": given, "family_name": family,
        "email": format!("{}@{organisation}.gov.example", key.to_lowercase()), "organisation": organisation,
        "unit": ["Secretariat"], "title": "Clerk", "phone": "", "protected": false
    });
    if let (Some(entry), Value::Object(change)) = (entry.as_object_mut(), change) {
        entry.extend(change);
    }
    entry
}

pub(crate) async fn join(bridge: &Bridge, entries: Vec<Value>) {
    let changes: Vec<Value> = entries.into_iter().map(|entry| json!({"kind": "join", "entry": entry})).collect();
    let body = json!({"plan_hash": PLAN, "changes": changes});
    let (status, answer) = bridge.api("POST", "/_depesha/sync/v1/changes", Some(SYNC_TOKEN), body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    for answer in answer["answers"].as_array().unwrap() {
        assert_eq!(answer["outcome"], "applied", "{answer}");
    }
}

/// Gives a person an account at the Interior, and a token of the same name as the account.
pub(crate) async fn sign_up(bridge: &Bridge, key: &str, localpart: &str) -> String {
    let user_id = format!("@{localpart}:interior.test");
    bridge.interior.issue_token(localpart, &user_id);
    let account = NewAccount {
        user_id: user_id.clone(),
        display_name: "before".into(),
        email: "a@interior.gov.example".parse().unwrap(),
        password: Some("secret".into()),
    };
    bridge.interior.create_account(&account).await.unwrap();
    let (key, id) = (key.to_owned(), user_id.clone());
    bridge
        .app
        .db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms)
                 VALUES ($1, $2, 'interior.test', 'active', 0)",
                &[id.into(), key.into()],
            )
        })
        .await
        .unwrap();
    user_id
}

/// A ministry's few people, one of them with an account to search from.
async fn staffed() -> Bridge {
    staff(Bridge::new()).await
}

async fn staff(bridge: Bridge) -> Bridge {
    let finance = json!({"unit": ["Budget", "Taxes"], "title": "Head of taxes"});
    join(
        &bridge,
        vec![
            entry("HR-1", "Anna", "Kovalenko", "interior", json!({})),
            entry("HR-2", "Jean-Pierre", "D'Été", "finance", finance.clone()),
            entry("HR-3", "Олена", "Їжак", "finance", json!({"title": "Économiste", "unit": ["Budget"]})),
            entry("HR-4", "Anna", "Kovalenkova", "finance", json!({})),
            entry("HR-5", "Annika", "Kovalenk", "finance", json!({})),
            entry("HR-6", "Secret", "Agent", "interior", json!({"protected": true})),
        ],
    )
    .await;
    sign_up(&bridge, "HR-1", "anna").await;
    bridge
}

async fn names(bridge: &Bridge, body: Value) -> Vec<String> {
    let (status, answer) = bridge.api("POST", SEARCH, Some("anna"), body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let people = answer["people"].as_array().unwrap();
    people.iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect()
}

async fn found(bridge: &Bridge, term: &str) -> Vec<String> {
    names(bridge, json!({"term": term})).await
}

#[tokio::test]
async fn nobody_searches_without_a_session_of_ours() {
    let bridge = staffed().await;
    bridge.finance.issue_token("finance-token", "@x:finance.test");
    let routes = [
        ("POST", SEARCH),
        ("POST", DIRECTORY),
        ("GET", "/_depesha/v1/people/HR-1"),
        ("PUT", "/_depesha/v1/people/me/visibility"),
        ("GET", "/_depesha/v1/organisations"),
    ];
    for (method, path) in routes {
        let body = json!({"term": "anna", "search_term": "anna", "hidden": true});
        for (token, errcode) in [
            (None, "M_MISSING_TOKEN"),
            (Some("stolen"), "M_UNKNOWN_TOKEN"),
            (Some(MODULE_TOKEN), "M_UNKNOWN_TOKEN"),
            (Some(SYNC_TOKEN), "M_UNKNOWN_TOKEN"),
        ] {
            let (status, answer) = bridge.api(method, path, token, body.clone()).await;
            assert_eq!((status, answer["errcode"].as_str()), (StatusCode::UNAUTHORIZED, Some(errcode)), "{path}");
        }
        let (status, _) = bridge.door(method, path, Some("finance-token"), body.clone()).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "another homeserver's token at this door: {path}");
    }
}

#[tokio::test]
async fn people_from_outside_find_nobody() {
    let bridge = staffed().await;
    bridge.externals.issue_token("guest", "@guest:externals.test");
    for term in ["anna", "hr-1@interior.gov.example", "budget"] {
        let (status, answer) = bridge.api("POST", SEARCH, Some("guest"), json!({"term": term})).await;
        assert_eq!((status, answer), (StatusCode::OK, json!({"people": [], "units": [], "organisations": []})));
    }
    let (_, answer) = bridge.api("POST", DIRECTORY, Some("guest"), json!({"search_term": "anna"})).await;
    assert_eq!(answer, json!({"limited": false, "results": []}));
    let (status, _) = bridge.api("GET", "/_depesha/v1/people/HR-1", Some("guest"), Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (_, answer) = bridge.api("GET", "/_depesha/v1/organisations", Some("guest"), Value::Null).await;
    assert_eq!(answer, json!({"organisations": [], "externals": ["externals.test"]}));
    let (status, _) =
        bridge.api("PUT", "/_depesha/v1/people/me/visibility", Some("guest"), json!({"hidden": true})).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
