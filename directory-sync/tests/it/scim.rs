//! The SCIM service from outside: who is let in, what is kept, and what RFC 7644 promises.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use reqwest::{Certificate, Client, Method};
use serde_json::json;

use crate::scim_stage::{ENTERPRISE, Scim, TOKEN, answer, header, operation, person, scim};

#[tokio::test(flavor = "multi_thread")]
async fn without_the_token_nothing_is_answered() {
    let stage = Scim::new();
    let id = stage.create(&person(1)).await;
    let calls = [
        (Method::GET, "/Users".to_owned()),
        (Method::POST, "/Users".to_owned()),
        (Method::GET, format!("/Users/{id}")),
        (Method::DELETE, format!("/Users/{id}")),
        (Method::POST, "/Users/.search".to_owned()),
        (Method::GET, "/ServiceProviderConfig".to_owned()),
        (Method::GET, "/Schemas".to_owned()),
        (Method::GET, "/nothing".to_owned()),
    ];
    for (method, path) in calls {
        let plain = || stage.http.request(method.clone(), format!("{}{path}", stage.base));
        let tries = [
            plain(),
            plain().bearer_auth("wrong"),
            plain().bearer_auth(&TOKEN[1..]),
            plain().basic_auth("x", Some(TOKEN)),
        ];
        for request in tries {
            let response = scim(request, &person(2)).send().await.expect("answers");
            assert_eq!(response.status().as_u16(), 401, "{method} {path}");
            assert_eq!(header(&response, "www-authenticate"), "Bearer");
            let body: serde_json::Value = response.json().await.expect("JSON");
            assert_eq!(
                (body["status"].as_str(), &body["schemas"][0]),
                (Some("401"), &json!("urn:ietf:params:scim:api:messages:2.0:Error"))
            );
        }
    }
    assert_eq!(stage.get("/Users?count=0").await.1["totalResults"], 1);
    let log = fs::read_to_string(stage.path("log")).expect("log");
    assert!(!log.contains(TOKEN) && !log.contains("gov.example") && !log.contains("Given1"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_we_do_not_need_is_neither_stored_nor_shown() {
    let mut stage = Scim::new();
    let response = scim(stage.ask(Method::POST, "/Users"), &person(1)).send().await.expect("answers");
    assert_eq!(response.status().as_u16(), 201);
    let (tag, place) = (header(&response, "etag"), header(&response, "location"));
    let mut user: serde_json::Value = response.json().await.expect("JSON");
    let id = user["id"].as_str().expect("an id").to_owned();
    assert_eq!(place, format!("{}/Users/{id}", stage.base));
    assert_eq!((user["meta"]["location"].as_str(), user["meta"]["version"].as_str()), (Some(&*place), Some(&*tag)));
    assert_eq!(stage.get(&format!("/Users/{id}")).await, (200, user.clone()));
    user.as_object_mut().expect("an object").retain(|key, _| !matches!(key.as_str(), "id" | "meta"));
    insta::assert_json_snapshot!(user, @r#"
    {
      "active": true,
      "emails": [
        {
          "primary": true,
          "type": "work",
          "value": "p1@gov.example"
        }
      ],
      "externalId": "HR-0001",
      "name": {
        "familyName": "Family1",
        "givenName": "Given1"
      },
      "phoneNumbers": [
        {
          "type": "work",
          "value": "+33 1 23"
        }
      ],
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
      ],
      "title": "Head",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "department": "Office/Unit 1",
        "organization": "Ministry of the Interior"
      },
      "userName": "user1"
    }
    "#);

    stage
        .send(
            Method::PATCH,
            &format!("/Users/{id}"),
            &operation(json!({"op": "add", "path": "nickName", "value": "Secret"})),
        )
        .await;
    assert_eq!(stage.stop(), Some(0));
    let mut found = Vec::new();
    for entry in fs::read_dir(stage.folder.path()).expect("folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("people.db") {
            assert_eq!(entry.metadata().expect("there").permissions().mode() & 0o777, 0o600, "{name}");
            found.push(String::from_utf8_lossy(&fs::read(entry.path()).expect("read")).into_owned());
        }
    }
    let stored = found.concat();
    assert!(stored.contains("p1@gov.example") && stored.contains("Office/Unit 1"));
    for foreign in
        ["hunter2", "Nickname", "Formatted", "home.example", "+33 6", "Secret", "photos", "religion", "4711", "Boss-Id"]
    {
        assert!(!stored.contains(foreign), "{foreign} was stored");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_given_once() {
    let stage = Scim::new();
    let one = stage.create(&person(1)).await;
    let two = stage.create(&person(2)).await;
    let mut same = person(3);
    same["userName"] = "USER1".into();
    let (status, body) = stage.send(Method::POST, "/Users", &same).await;
    assert_eq!((status, body["scimType"].as_str()), (409, Some("uniqueness")), "{body}");
    let mut same = person(3);
    same["externalId"] = "HR-0001".into();
    assert_eq!(stage.send(Method::POST, "/Users", &same).await.0, 409);
    assert_eq!(stage.send(Method::PUT, &format!("/Users/{two}"), &same).await.0, 409);
    let taken = operation(json!({"op": "replace", "path": "userName", "value": "User1"}));
    assert_eq!(stage.send(Method::PATCH, &format!("/Users/{two}"), &taken).await.0, 409);
    let own = operation(json!({"op": "replace", "path": "userName", "value": "User1"}));
    assert_eq!(stage.send(Method::PATCH, &format!("/Users/{one}"), &own).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_user_is_refused() {
    let stage = Scim::new();
    let refused = async |request: reqwest::RequestBuilder| {
        let (status, body) = answer(request).await;
        (status, body["scimType"].as_str().unwrap_or_default().to_owned())
    };
    let post = || stage.ask(Method::POST, "/Users");
    assert_eq!(refused(scim(post(), &json!({"schemas": []}))).await, (400, "invalidValue".into()));
    assert_eq!(refused(scim(post(), &json!({"userName": "x", "active": "maybe"}))).await, (400, "invalidValue".into()));
    assert_eq!(refused(scim(post(), &json!({"userName": ["x"]}))).await, (400, "invalidValue".into()));
    assert_eq!(refused(scim(post(), &json!(["userName"]))).await, (400, "invalidSyntax".into()));
    let kind = "application/scim+json; charset=utf-8";
    assert_eq!(
        refused(post().header("content-type", kind).body("{\"userName\": ")).await,
        (400, "invalidSyntax".into())
    );
    assert_eq!(refused(post().header("content-type", "text/plain").body("{}")).await, (415, String::new()));
    assert_eq!(refused(post().body("{}")).await, (415, String::new()));
    let large = json!({"userName": "x", "displayName": "x".repeat(300_000)});
    assert_eq!(refused(scim(post(), &large)).await, (413, String::new()));
    assert_eq!(refused(stage.ask(Method::PUT, "/Users")).await.0, 405);
    assert_eq!(refused(stage.ask(Method::GET, "/Users/nobody")).await.0, 404);
    assert_eq!(refused(stage.ask(Method::GET, "/Groups")).await.0, 404);
    assert_eq!(refused(scim(stage.ask(Method::POST, "/Bulk"), &json!({}))).await.0, 501);
    assert_eq!(stage.get("/Users").await.1["totalResults"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_replaced_deactivated_and_deleted_and_versions_are_held_to() {
    let stage = Scim::new();
    let id = stage.create(&person(1)).await;
    let path = format!("/Users/{id}");
    let off = operation(json!({"op": "Replace", "path": "active", "value": "False"}));
    let wrong = scim(stage.ask(Method::PATCH, &path).header("if-match", "W/\"9\""), &off);
    assert_eq!(answer(wrong).await.0, 412);
    let right = scim(stage.ask(Method::PATCH, &path).header("if-match", "W/\"1\""), &off);
    let (status, user) = answer(right).await;
    assert_eq!((status, &user["active"], &user["meta"]["version"]), (200, &json!(false), &json!("W/\"2\"")));
    let (_, again) = stage.send(Method::PATCH, &path, &off).await;
    assert_eq!(again, user, "what changes nothing is no new version");
    assert_eq!(answer(stage.ask(Method::GET, &path).header("if-none-match", "W/\"2\"")).await.0, 304);
    assert_eq!(answer(stage.ask(Method::GET, &path).header("if-none-match", "W/\"1\"")).await.0, 200);

    let (status, user) =
        stage.send(Method::PUT, &path, &json!({"id": "other", "userName": "user1", "title": "Head"})).await;
    assert_eq!((status, &user["title"], user["id"].as_str()), (200, &json!("Head"), Some(&*id)));
    assert!(user.get("name").is_none() && user.get("externalId").is_none() && user.get(ENTERPRISE).is_none(), "{user}");

    assert_eq!(answer(stage.ask(Method::DELETE, &path).header("if-match", "W/\"1\"")).await.0, 412);
    assert_eq!(answer(stage.ask(Method::DELETE, &path)).await, (204, serde_json::Value::Null));
    assert_eq!(stage.get(&path).await.0, 404);
    assert_eq!(answer(stage.ask(Method::DELETE, &path)).await.0, 404);
    assert_eq!(stage.send(Method::PATCH, &path, &off).await.0, 404);
    stage.create(&person(1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_filtered_paged_ordered_and_cut_to_what_is_asked_for() {
    let stage = Scim::new();
    for at in 1..=7 {
        stage.create(&person(at)).await;
    }
    let names = |body: &serde_json::Value| -> Vec<String> {
        let users = body["Resources"].as_array().cloned().unwrap_or_default();
        users.iter().map(|user| user["userName"].as_str().unwrap_or("-").to_owned()).collect()
    };
    let (_, page) = stage.get("/Users?startIndex=3&count=2").await;
    assert_eq!((&page["totalResults"], &page["startIndex"], &page["itemsPerPage"]), (&json!(7), &json!(3), &json!(2)));
    assert_eq!(names(&page), ["user3", "user4"]);
    for (query, wanted) in [
        ("startIndex=-5&count=1", vec!["user1"]),
        ("startIndex=9", vec![]),
        ("count=0", vec![]),
        ("count=-1", vec![]),
        ("filter=userName%20eq%20%22USER5%22", vec!["user5"]),
        ("filter=externalId%20eq%20%22HR-0002%22", vec!["user2"]),
        ("filter=emails[type%20eq%20%22work%22%20and%20value%20sw%20%22p7%22]", vec!["user7"]),
        ("filter=title%20eq%20%22head%22&startIndex=2&count=2", vec!["user3", "user5"]),
        ("filter=title%20eq%20%22head%22&sortBy=userName&sortOrder=descending&count=2", vec!["user7", "user5"]),
        ("filter=displayName%20pr", vec![]),
        (
            "filter=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department%20ew%20%22unit%202%22",
            vec!["user2", "user5"],
        ),
    ] {
        let (status, body) = stage.get(&format!("/Users?{query}")).await;
        assert_eq!((status, names(&body)), (200, wanted.into_iter().map(str::to_owned).collect()), "{query}");
    }
    for (query, kind) in [
        ("filter=userName%20equals%20%22x%22", "invalidFilter"),
        ("filter=usrName%20eq%20%22x%22", "invalidFilter"),
        ("sortBy=usrName", "invalidPath"),
        ("sortOrder=upwards", "invalidValue"),
        ("count=many", "invalidValue"),
        ("attributes=title&excludedAttributes=title", "invalidValue"),
    ] {
        let (status, body) = stage.get(&format!("/Users?{query}")).await;
        assert_eq!((status, body["scimType"].as_str()), (400, Some(kind)), "{query}");
    }
    let search = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "attributes": ["name.familyName", "emails.value", format!("{ENTERPRISE}:department")],
        "filter": "userName eq \"user4\"",
    });
    let (status, mut found) = stage.send(Method::POST, "/Users/.search", &search).await;
    assert_eq!((status, &found["totalResults"]), (200, &json!(1)));
    let mut user = found["Resources"][0].take();
    assert!(user.as_object_mut().expect("an object").remove("id").is_some());
    insta::assert_json_snapshot!(user, @r#"
    {
      "emails": [
        {
          "value": "p4@gov.example"
        }
      ],
      "name": {
        "familyName": "Family4"
      },
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
      ],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "department": "Office/Unit 1"
      }
    }
    "#);
    let (_, found) =
        stage.get("/Users?filter=userName%20eq%20%22user4%22&excludedAttributes=emails.type,name,id,meta").await;
    let user = &found["Resources"][0];
    assert!(user.get("name").is_none() && user.get("meta").is_none() && user["id"].is_string());
    assert_eq!(user["emails"], json!([{"value": "p4@gov.example", "primary": true}]));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_what_it_can_do_and_what_it_keeps() {
    let stage = Scim::new();
    let (_, config) = stage.get("/ServiceProviderConfig").await;
    let can = |what: &str| config[what]["supported"].as_bool().expect("said");
    assert_eq!(
        ["patch", "filter", "sort", "etag", "bulk", "changePassword"].map(can),
        [true, true, true, true, false, false]
    );
    let (_, types) = stage.get("/ResourceTypes").await;
    assert_eq!((&types["totalResults"], &types["Resources"][0]["endpoint"]), (&json!(1), &json!("/Users")));
    let (_, schema) = stage.get(&format!("/Schemas/{ENTERPRISE}")).await;
    let names: Vec<&str> =
        schema["attributes"].as_array().expect("a list").iter().filter_map(|a| a["name"].as_str()).collect();
    assert_eq!(names, ["employeeNumber", "organization", "division", "department"]);
    assert_eq!(stage.get("/Schemas?filter=id%20pr").await.0, 403);
    assert_eq!(stage.get("/Schemas/urn:none").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_serves_tls_when_it_has_a_certificate_and_nothing_else_then() {
    let folder = tempfile::tempdir().expect("folder");
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
    fs::write(folder.path().join("cert.pem"), made.cert.pem()).expect("written");
    fs::write(folder.path().join("key.pem"), made.signing_key.serialize_pem()).expect("written");
    let root = Certificate::from_pem(made.cert.pem().as_bytes()).expect("a certificate");
    let http = Client::builder().tls_certs_only([root]).build().expect("a client");
    let stage = Scim::inside(folder, "tls_certificate = \"cert.pem\"\ntls_key = \"key.pem\"", http);
    let id = stage.create(&person(1)).await;
    let (_, user) = stage.get(&format!("/Users/{id}")).await;
    assert!(user["meta"]["location"].as_str().is_some_and(|place| place.starts_with("https://")));
    let clear = stage.base.replacen("https", "http", 1);
    assert!(Client::new().get(format!("{clear}/Users")).bearer_auth(TOKEN).send().await.is_err());
    // A connection that never says anything keeps nobody waiting.
    let address = stage.base.trim_start_matches("https://").trim_end_matches("/scim/v2").to_owned();
    let _silent: Vec<_> = (0..20).map(|_| std::net::TcpStream::connect(&address).expect("connects")).collect();
    assert_eq!(stage.get("/Users").await.0, 200);
}
