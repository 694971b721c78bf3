//! What an answer says of people, and who never appears.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{DIRECTORY, SEARCH, entry, found, join, sign_up, staffed};

#[tokio::test]
async fn an_answer_says_who_and_where_and_whether_they_can_be_written_to() {
    let bridge = staffed().await;
    let (_, answer) = bridge.api("POST", SEARCH, Some("anna"), json!({"term": "budget"})).await;
    insta::assert_json_snapshot!(answer, @r#"
    {
      "organisations": [],
      "people": [
        {
          "name": "Jean-Pierre D'ÉTÉ",
          "organisation": "Finance",
          "organisation_id": "finance",
          "person_id": "HR-2",
          "state": "known",
          "title": "Head of taxes",
          "unit": "Budget / Taxes",
          "unit_path": [
            "Budget",
            "Taxes"
          ],
          "verified_at_ms": 1800000000000
        },
        {
          "name": "Олена ЇЖАК",
          "organisation": "Finance",
          "organisation_id": "finance",
          "person_id": "HR-3",
          "state": "known",
          "title": "Économiste",
          "unit": "Budget",
          "unit_path": [
            "Budget"
          ],
          "verified_at_ms": 1800000000000
        }
      ],
      "units": [
        {
          "organisation": "Finance",
          "organisation_id": "finance",
          "people": 2,
          "unit": "Budget"
        }
      ]
    }
    "#);
    let (_, answer) = bridge.api("GET", "/_depesha/v1/people/HR-1", Some("anna"), Value::Null).await;
    insta::assert_json_snapshot!(answer, @r#"
    {
      "name": "Anna KOVALENKO",
      "organisation": "Interior",
      "organisation_id": "interior",
      "person_id": "HR-1",
      "state": "active",
      "title": "Clerk",
      "unit": "Secretariat",
      "unit_path": [
        "Secretariat"
      ],
      "user_id": "@anna:interior.test",
      "verified_at_ms": 1800000000000
    }
    "#);
    let (_, answer) = bridge.api("POST", SEARCH, Some("anna"), json!({"term": "fiance"})).await;
    assert_eq!(
        answer["organisations"][0],
        json!({"organisation_id": "finance", "organisation": "Finance", "people": 4})
    );
}

#[tokio::test]
async fn protected_hidden_and_former_people_never_appear() {
    let bridge = staffed().await;
    sign_up(&bridge, "HR-4", "vova").await;
    let everywhere = async |key: &str, name: &str| {
        let (status, _) = bridge.api("GET", &format!("/_depesha/v1/people/{key}"), Some("anna"), Value::Null).await;
        let by_email = [format!("{key}@finance.gov.example"), format!("{key}@interior.gov.example")];
        let mut places = usize::from(status == StatusCode::OK);
        for term in by_email.iter().map(String::as_str).chain([name]) {
            let (_, answer) = bridge.api("POST", SEARCH, Some("anna"), json!({"term": term})).await;
            places += answer["people"].as_array().unwrap().iter().filter(|p| p["person_id"] == key).count();
        }
        let (_, answer) = bridge.api("POST", DIRECTORY, Some("anna"), json!({"search_term": name})).await;
        places + answer["results"].as_array().unwrap().len()
    };
    assert_eq!(everywhere("HR-6", "agent").await, 0, "protected");
    assert_eq!(everywhere("HR-4", "kovalenkova").await, 4);

    let hide = async |hidden: bool| {
        let path = "/_depesha/v1/people/me/visibility";
        bridge.api("PUT", path, Some("vova"), json!({"hidden": hidden})).await.0
    };
    assert_eq!(hide(true).await, StatusCode::OK);
    assert_eq!(everywhere("HR-4", "kovalenkova").await, 0, "hidden");
    assert_eq!(hide(false).await, StatusCode::OK);
    assert_eq!(everywhere("HR-4", "kovalenkova").await, 4);

    let leave = |tx: &homeserver_bridge::database::Tx<'_>| {
        tx.execute("UPDATE people SET employment = 'left', version = 1000 WHERE person_id = 'HR-4'", &[])?;
        tx.execute("UPDATE catalogue_version SET version = 1000", &[])
    };
    bridge.app.db.write(leave).await.unwrap();
    assert_eq!(everywhere("HR-4", "kovalenkova").await, 0, "left, told by another process");
    let (_, tree) = bridge.api("GET", "/_depesha/v1/organisations", Some("anna"), Value::Null).await;
    insta::assert_json_snapshot!(tree, @r#"
    {
      "externals": [
        "externals.test"
      ],
      "organisations": [
        {
          "organisation": "Interior",
          "organisation_id": "interior",
          "people": 1,
          "server_name": "interior.test",
          "units": [
            {
              "name": "Secretariat",
              "people": 1,
              "units": []
            }
          ]
        },
        {
          "organisation": "Finance",
          "organisation_id": "finance",
          "people": 3,
          "server_name": "finance.test",
          "units": [
            {
              "name": "Budget",
              "people": 2,
              "units": [
                {
                  "name": "Taxes",
                  "people": 1,
                  "units": []
                }
              ]
            },
            {
              "name": "Secretariat",
              "people": 1,
              "units": []
            }
          ]
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn invited_people_are_found_until_hr_knows_them() {
    let bridge = staffed().await;
    let invite =
        "INSERT INTO invitations (person_id, email, given_name, family_name, organisation, invited_by, created_at_ms)
        VALUES ('inv-1', 'new@interior.gov.example', 'Nina', 'Novak', 'interior', 'a', 1)";
    assert_eq!(found(&bridge, "novak").await, Vec::<String>::new());
    bridge.app.db.write(move |tx| tx.execute(invite, &[])).await.unwrap();
    let (_, answer) = bridge.api("POST", SEARCH, Some("anna"), json!({"term": "novak"})).await;
    assert_eq!(
        (&answer["people"][0]["person_id"], &answer["people"][0]["state"]),
        (&json!("inv-1"), &json!("invited"))
    );
    sign_up(&bridge, "inv-1", "nina").await;
    join(&bridge, vec![entry("HR-9", "Nina", "Novak", "interior", json!({"email": "new@interior.gov.example"}))]).await;
    let (_, answer) = bridge.api("POST", SEARCH, Some("anna"), json!({"term": "novak"})).await;
    let shown: Vec<_> =
        answer["people"].as_array().unwrap().iter().map(|p| (p["person_id"].clone(), p["user_id"].clone())).collect();
    assert_eq!(shown, [(json!("HR-9"), json!("@nina:interior.test"))]);
}
