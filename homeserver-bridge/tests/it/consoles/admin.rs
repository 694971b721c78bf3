//! The administrators' console: people, accounts, invitations, and the log of it all.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;

use super::browser::{Browser, acts};
use crate::fixture::Bridge;

/// Two people of the register, one of them with an account.
async fn people(bridge: &Bridge) {
    let insert = "INSERT INTO people (person_id, given_name, family_name, email, organisation, unit, title, phone,
            protected, employment, row_hash, changed_at_ms)
        VALUES ($1, $2, $3, $4, 'interior', '[\"Digital\", \"Networks\"]', $5, '', 0, 'working', '', 0)";
    bridge
        .app
        .db
        .write(move |tx| {
            for [id, given, family, email, title] in [
                ["p1", "Élodie", "Žižka", "elodie@interior.gov.example", "Engineer"],
                ["p2", "Петро", "Коваль", "petro@interior.gov.example", "100% analyst"],
            ] {
                tx.execute(insert, &[id, given, family, email, title].map(Into::into))?;
            }
            tx.execute(
                "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms)
                 VALUES ('@elodie:interior.test', 'p1', 'interior.test', 'active', 1795302360000)",
                &[],
            )
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn people_are_found_by_any_part_and_filtered() {
    let bridge = Bridge::new();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    assert!(admin.get("/people").await.text.contains("Nobody is here yet"));
    people(&bridge).await;
    let found = async |admin: &mut Browser, query: &str| {
        let text = admin.get(&format!("/people?{query}")).await.text;
        let rows = text.split("<th scope=\"row\"><a href=\"/people/").skip(1);
        rows.map(|row| row.split('"').next().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    for (query, expected) in [
        ("", "p1 p2"),
        ("q=elodie%40", "p1"),
        ("q=%C3%A9lodie", "p1"),
        ("q=%C5%BDI%C5%BDKA", "p1"),
        ("q=%D0%BF%D0%B5%D1%82%D1%80%D0%BE+analyst", "p2"),
        ("q=networks", "p1 p2"),
        ("q=100%25", "p2"),
        ("q=%25", "p2"),
        ("q=_", ""),
        ("q=nobody", ""),
        ("state=active", "p1"),
        ("state=known", "p2"),
        ("organisation=finance", ""),
        ("organisation=interior&q=engineer", "p1"),
    ] {
        assert_eq!(found(&mut admin, query).await, expected, "{query}");
    }
    assert!(admin.get("/people?q=nobody").await.text.contains("Nobody matches"));
}

#[tokio::test]
async fn a_person_is_shown_suspended_and_resumed() {
    let bridge = Bridge::new();
    people(&bridge).await;
    let account = homeserver_bridge::homeserver::NewAccount {
        user_id: "@elodie:interior.test".into(),
        display_name: "Élodie ŽIŽKA [Interior]".into(),
        email: "elodie@interior.gov.example".parse().unwrap(),
        password: Some("secret".into()),
    };
    homeserver_bridge::homeserver::Homeserver::create_account(&bridge.interior, &account).await.unwrap();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let page = admin.get("/people/p1").await;
    for shown in
        ["Élodie ŽIŽKA", "Active", "Digital / Networks", "Interior", "@elodie:interior.test", "2026-11-21 23:06"]
    {
        assert!(page.text.contains(shown), "{shown}");
    }
    let csrf = page.csrf();
    let answer = admin.post("/people/p1/suspend", &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), "/people/p1?done=suspended");
    assert!(bridge.interior.account("@elodie:interior.test").unwrap().locked);
    let page = admin.get(answer.location()).await.text;
    assert!(page.contains("Suspended") && page.contains("the person is signed out"));
    let answer = admin.post("/people/p1/resume", &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), "/people/p1?done=resumed");
    assert!(!bridge.interior.account("@elodie:interior.test").unwrap().locked);
    // Without an account there is nothing to do, and it is said.
    assert_eq!(admin.post("/people/p2/suspend", &[("csrf", &csrf)]).await.location(), "/people/p2?done=nothing");
    assert_eq!(admin.get("/people/nobody").await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get("/people/p1?done=%3Cb%3E").await.status, StatusCode::OK);
    let log = acts(&bridge).await;
    for act in ["person.view", "account.suspend", "account.resume"] {
        assert!(log.contains(&format!("administrator:olena {act}")), "{act}");
    }
}

#[tokio::test]
async fn one_person_is_invited_and_mistakes_are_explained() {
    let bridge = Bridge::new();
    people(&bridge).await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let csrf = admin.get("/invite").await.csrf();
    let invite = async |admin: &mut Browser, email: &str, given: &str, organisation: &str| {
        let fields = [
            ("csrf", csrf.as_str()),
            ("given", given),
            ("family", "Bond"),
            ("email", email),
            ("organisation", organisation),
        ];
        admin.post("/invite", &fields).await
    };
    for (email, given, organisation, explained) in [
        ("x", "A", "finance", "This is not a work email address."),
        ("a@evil.org@finance.gov.example", "A", "finance", "This is not a work email address."),
        ("<a@finance.gov.example>", "A", "finance", "This is not a work email address."),
        ("a@evil.example", "A", "finance", "No organisation here uses the domain"),
        ("a@finance.gov.example", "A", "interior", "belongs to another organisation"),
        ("a@finance.gov.example", "A", "", "Choose the organisation"),
        ("a@finance.gov.example", "", "finance", "Enter a given name"),
        ("petro@interior.gov.example", "A", "interior", "already knows this address"),
    ] {
        let answer = invite(&mut admin, email, given, organisation).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
        assert!(answer.text.contains(explained), "{email}: {explained}");
        assert!(answer.text.contains("value=\"Bond\""), "what was typed stays");
    }
    assert!(!acts(&bridge).await.iter().any(|act| act.contains("invitation")));

    let answer = invite(&mut admin, "james@finance.gov.example", "James", "finance").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = admin.get(answer.location()).await.text;
    for shown in ["James BOND", "Invited", "on its way by mail", "Finance", "administrator:olena"] {
        assert!(page.contains(shown), "{shown}");
    }
    let again = invite(&mut admin, "james@finance.gov.example", "James", "finance").await;
    assert!(again.text.contains("has been invited already"));
    assert!(admin.get("/people?state=invited").await.text.contains("James BOND"));
}

#[tokio::test]
async fn administrators_read_the_log_without_the_security_officers_part() {
    let bridge = Bridge::new();
    let mut security = Browser::signed_in(&bridge, OfficerRole::Security).await;
    security.get("/reports").await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    admin.get("/people?q=private%40words.example").await;
    let text = admin.get("/audit").await.text;
    assert!(text.contains("Looked through people") && text.contains("administrator:olena"));
    for hidden in ["security:olena", "scan_reports", "private@words.example"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    assert!(acts(&bridge).await.contains(&"security:olena scan_reports.list".to_owned()));
}
