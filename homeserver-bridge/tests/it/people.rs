//! The people catalogue as clients see it: wrong callers first, then who is found, how, and who never is.

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
    let bridge = Bridge::new();
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
    assert_eq!(answer, json!({"organisations": []}));
    let (status, _) =
        bridge.api("PUT", "/_depesha/v1/people/me/visibility", Some("guest"), json!({"hidden": true})).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn spelling_order_and_one_slip_do_not_matter() {
    let bridge = staffed().await;
    for term in [
        "jean pierre",
        "JEAN-PIERRE d’été",
        "dete jean",
        "ete pierre jean",
        "jeanpierre",
        "jaen pierre",
        "piere",
        "jean head taxes",
        "jean finance",
    ] {
        assert_eq!(found(&bridge, term).await, ["Jean-Pierre D'ÉTÉ"], "{term}");
    }
    for term in [
        "олена",
        "Olena",
        "yizhak",
        "ЇЖАК",
        "оленп",
        "economiste",
        "ЇЖАК Олена budget",
        "hr-3@finance.gov.example",
        "HR-3@Finance.GOV.example",
    ] {
        assert_eq!(found(&bridge, term).await, ["Олена ЇЖАК"], "{term}");
    }
    for term in [
        "",
        "  ",
        "-'",
        "zzz",
        "jean olena",
        "hr-3@",
        "@finance.gov.example",
        "hr-3@finance",
        "hr-33@finance.gov.example",
    ] {
        assert_eq!(found(&bridge, term).await, Vec::<String>::new(), "{term}");
    }
}

#[tokio::test]
async fn whole_words_come_before_beginnings_and_those_before_slips() {
    let bridge = staffed().await;
    let all = ["Anna KOVALENKO", "Anna KOVALENKOVA", "Annika KOVALENK"];
    assert_eq!(found(&bridge, "kovalenko").await, all);
    assert_eq!(found(&bridge, "kovalenk").await, ["Annika KOVALENK", "Anna KOVALENKO", "Anna KOVALENKOVA"]);
    assert_eq!(found(&bridge, "anna").await, ["Anna KOVALENKO", "Anna KOVALENKOVA"]);
}

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
          ]
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
          ]
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
      "user_id": "@anna:interior.test"
    }
    "#);
    let (_, answer) = bridge.api("POST", SEARCH, Some("anna"), json!({"term": "fiance"})).await;
    assert_eq!(
        answer["organisations"][0],
        json!({"organisation_id": "finance", "organisation": "Finance", "people": 4})
    );
}

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

#[tokio::test]
async fn the_standard_search_shows_accounts_with_their_organisation() {
    let bridge = staffed().await;
    let search = async |term: &str, limit: u32| {
        let body = json!({"search_term": term, "limit": limit});
        bridge.door("POST", DIRECTORY, Some("anna"), body).await.1
    };
    insta::assert_json_snapshot!(search("kovalenko", 10).await, @r#"
    {
      "limited": false,
      "results": [
        {
          "display_name": "Anna KOVALENKO [Interior]",
          "user_id": "@anna:interior.test"
        }
      ]
    }
    "#);
    sign_up(&bridge, "HR-4", "vova").await;
    let both = search("kovalenko", 10).await;
    assert_eq!(both["results"].as_array().unwrap().len(), 2);
    let one = search("kovalenko", 1).await;
    assert_eq!((one["results"].as_array().unwrap().len(), &one["limited"]), (1, &json!(true)));
    assert_eq!(search("interior.test", 10).await["results"], json!([]));
    assert_eq!(search("hr-1@interior.gov.example", 10).await["results"], json!([]));
}

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
