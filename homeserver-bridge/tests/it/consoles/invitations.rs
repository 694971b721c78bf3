//! Invitations in the administrators' console: many at once, each answered; the list; sent again, revoked, ended.

use axum::http::StatusCode;
use homeserver_bridge::clock::Clock;
use homeserver_bridge::homeserver::Homeserver;
use homeserver_bridge::jobs;
use homeserver_bridge::officers::OfficerRole;
use serde_json::json;

use super::browser::{Answer, Browser, acts};
use crate::fixture::Bridge;

const DAY_MS: i64 = 24 * 3600 * 1000;

async fn send(admin: &mut Browser, list: &str) -> Answer {
    let csrf = admin.get("/invite/list").await.csrf();
    admin.post("/invite/list", &[("csrf", &csrf), ("list", list)]).await
}

/// What is in the form for the next try.
fn comes_back(answer: &Answer) -> Vec<String> {
    let (_, rest) = answer.text.split_once("<textarea").unwrap();
    let (_, rest) = rest.split_once(">\n").unwrap();
    let text = rest.split("</textarea>").next().unwrap();
    text.lines().map(|line| line.replace("&#60;", "<").replace("&#62;", ">")).collect()
}

/// The outcome of each line.
fn outcomes(answer: &Answer) -> Vec<String> {
    let badges = answer.text.split("class=\"badge outcome-").skip(1);
    badges.map(|rest| rest.split(['>', '<']).nth(1).unwrap().to_owned()).collect()
}

async fn person(bridge: &Bridge, email: &str) -> String {
    let email = email.to_owned();
    let sql = "SELECT person_id FROM invitations WHERE email = $1";
    let row = bridge.app.db.read(move |tx| tx.query_one(sql, &[email.into()])).await.unwrap();
    row.expect("an invitation").text(0).unwrap()
}

#[tokio::test]
async fn every_line_of_a_list_is_answered_and_nothing_is_lost() {
    let bridge = Bridge::new();
    bridge.hr_says("p1", ["Petro", "Koval"], "petro@interior.gov.example", "working").await;
    let mut stranger = Browser::admin(&bridge);
    assert_eq!(stranger.get("/invite/list").await.location(), "/login");
    assert_eq!(stranger.post("/invite/list", &[("list", "a.b@interior.gov.example")]).await.location(), "/login");
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let answer = admin.post("/invite/list", &[("csrf", "x"), ("list", "anna.bo@interior.gov.example")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!acts(&bridge).await.iter().any(|act| act.contains("invitation")));

    send(&mut admin, "before.hand@interior.gov.example").await;
    let list = "anna.koval@interior.gov.example\n\
        \n\
        Boris Bondar <boris@finance.gov.example>\n\
        petro@interior.gov.example, Petro, Koval\n\
        before.hand@interior.gov.example\n\
        anna.koval@interior.gov.example\n\
        anna@evil.org@interior.gov.example, Anna, K\n\
        anna.koval@evil.example\n\
        anna.maria@interior.gov.example, Anna, Maria, Finance\n\
        anna.maria@interior.gov.example, Anna, Maria, Nowhere\n\
        x@interior.gov.example\n\
        ivan.petrenko@finance.gov.example, Ivan, Petrenko, finance";
    let answer = send(&mut admin, list).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        outcomes(&answer),
        [
            "Invited",
            "Invited",
            "Known to HR",
            "Already invited",
            "Twice in the list",
            "Not an address",
            "Foreign domain",
            "Wrong organisation",
            "Unknown organisation",
            "Name missing",
            "Invited",
        ]
    );
    assert!(answer.text.contains("3 of 11 were invited") && answer.text.contains("5 lines need a correction"));
    assert_eq!(
        comes_back(&answer),
        [
            "anna@evil.org@interior.gov.example, Anna, K",
            "anna.koval@evil.example",
            "anna.maria@interior.gov.example, Anna, Maria, Finance",
            "anna.maria@interior.gov.example, Anna, Maria, Nowhere",
            "x@interior.gov.example",
        ]
    );
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), 4);
    // Corrected and sent again, and nobody is invited twice.
    let answer = send(&mut admin, "anna.maria@interior.gov.example, Anna, Maria, Interior").await;
    assert_eq!(outcomes(&answer), ["Invited"]);
    for (text, told) in [
        ("", "Nothing to do"),
        (&"a.b@interior.gov.example\n".repeat(1001), "more than 1000 lines"),
        ("\u{fffd}a.b@interior.gov.example", "not text in UTF-8"),
    ] {
        let answer = send(&mut admin, text).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains(told) && answer.text.contains("autofocus aria-invalid"), "{told}");
    }
}

#[tokio::test]
async fn a_file_is_taken_as_it_comes_from_a_spreadsheet() {
    let bridge = Bridge::new();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let csrf = admin.get("/invite/list").await.csrf();
    let table = "Прізвище;Ім'я;Пошта;Телефон\r\nКоваль;Олена;olena@interior.gov.example;1\r\nБез;Адреси;;2\r\n";
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(table.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let answer = admin.upload("/invite/list", &csrf, &wide).await;
    assert_eq!(outcomes(&answer), ["Invited", "Not an address"]);
    assert_eq!(comes_back(&answer), ["Прізвище;Ім&#39;я;Пошта;Телефон", "Без;Адреси;;2"]);
    let answer = admin.upload("/invite/list", &csrf, format!("\u{feff}{table}").as_bytes()).await;
    assert_eq!(outcomes(&answer)[0], "Already invited");
    assert_eq!(admin.upload("/invite/list", "x", table.as_bytes()).await.status, StatusCode::FORBIDDEN);
    let answer = admin.upload("/invite/list", &csrf, b"\xcf\xee\xf8\xf2\xe0;a@interior.gov.example").await;
    assert!(answer.text.contains("not text in UTF-8"));
    let page = admin.get(&format!("/people/{}", person(&bridge, "olena@interior.gov.example").await)).await.text;
    assert!(page.contains("Олена КОВАЛЬ"));
}

#[tokio::test]
async fn an_invitation_is_sent_again_revoked_and_ends() {
    let bridge = Bridge::new();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    assert!(admin.get("/invitations").await.text.contains("Nobody has been invited yet"));
    send(&mut admin, "anna.koval@interior.gov.example").await;
    bridge.clock.advance_ms(1000);
    send(&mut admin, "boris.bondar@finance.gov.example").await;
    bridge.work().await;
    let (anna, boris) = (
        person(&bridge, "anna.koval@interior.gov.example").await,
        person(&bridge, "boris.bondar@finance.gov.example").await,
    );
    let mut stranger = Browser::admin(&bridge);
    for path in ["/invitations", &format!("/invitations/{anna}/revoke")] {
        assert_eq!(stranger.get(path).await.location(), "/login");
    }
    for act in ["resend", "revoke"] {
        let path = format!("/invitations/{anna}/{act}");
        assert_eq!(stranger.post(&path, &[]).await.location(), "/login");
        assert_eq!(admin.post(&path, &[("csrf", "x")]).await.status, StatusCode::FORBIDDEN);
    }
    let page = admin.get("/invitations").await;
    assert!(page.text.find("Boris BONDAR") < page.text.find("Anna KOVAL"), "newest first");
    let csrf = page.csrf();
    assert!(!admin.get("/invitations?organisation=finance").await.text.contains("Anna KOVAL"));
    assert!(admin.get("/invitations?q=KOVAL").await.text.contains("anna.koval@interior.gov.example"));

    assert!(admin.get(&format!("/invitations/{anna}/revoke")).await.text.contains("Anna KOVAL"));
    let revoke = admin.post(&format!("/invitations/{anna}/revoke"), &[("csrf", &csrf)]).await;
    assert_eq!(revoke.location(), "/invitations?done=revoked");
    let again = admin.post(&format!("/invitations/{anna}/revoke"), &[("csrf", &csrf)]).await;
    assert_eq!(again.location(), "/invitations?done=invitation-late");
    let signup = json!({"email": "anna.koval@interior.gov.example"});
    let before = bridge.mail.sent().len();
    bridge.api("POST", "/_depesha/v1/signup", None, signup.clone()).await;
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), before, "a revoked invitation lets nobody in");
    assert!(admin.get("/invitations?state=revoked").await.text.contains("Anna KOVAL"));

    let resend = admin.post(&format!("/invitations/{anna}/resend"), &[("csrf", &csrf)]).await;
    assert_eq!(resend.location(), "/invitations?done=resent");
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), before + 1);
    // Boris's time is over, Anna's has begun anew.
    bridge.clock.advance_ms(DAY_MS);
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let csrf = admin.get("/invitations").await.csrf();
    admin.post(&format!("/invitations/{anna}/resend"), &[("csrf", &csrf)]).await;
    bridge.clock.advance_ms(29 * DAY_MS);
    jobs::look(&bridge.app, bridge.clock.now_ms()).await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let ended = admin.get("/invitations?state=expired").await.text;
    assert!(ended.contains("Boris BONDAR") && !ended.contains("Anna KOVAL"));
    assert!(admin.get("/invitations?state=open").await.text.contains("Anna KOVAL"));
    // Invited again, he is the same person.
    let answer = send(&mut admin, "boris.bondar@finance.gov.example").await;
    assert_eq!(outcomes(&answer), ["Invited"]);
    assert_eq!(person(&bridge, "boris.bondar@finance.gov.example").await, boris);
    let csrf = admin.get("/invitations").await.csrf();
    assert_eq!(admin.post("/invitations/nobody/resend", &[("csrf", &csrf)]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_had_left_comes_back_by_a_new_invitation_with_a_new_account() {
    let bridge = Bridge::new();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let email = "anna.koval@interior.gov.example";
    let sign_up = async |answer: &str| {
        bridge.api("POST", "/_depesha/v1/signup", None, json!({"email": email})).await;
        bridge.work().await;
        let sent = bridge.mail.sent();
        let text = &sent.last().unwrap().text;
        let code = text.lines().find(|line| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit()));
        let body = json!({"email": email, "code": code.unwrap_or("00000000"), "password": "a good long password"});
        let (_, confirmed) = bridge.api("POST", "/_depesha/v1/signup/confirm", None, body).await;
        assert_eq!(confirmed["user_id"].as_str().unwrap_or("refused"), answer, "{confirmed}");
    };
    send(&mut admin, email).await;
    sign_up("@anna.koval:interior.test").await;
    assert_eq!(outcomes(&send(&mut admin, email).await), ["Has an account"]);
    let anna = person(&bridge, email).await;
    let csrf = admin.get("/people").await.csrf();
    let late = admin.post(&format!("/invitations/{anna}/revoke"), &[("csrf", &csrf)]).await;
    assert_eq!(late.location(), "/invitations?done=invitation-late", "used is used");
    admin.post(&format!("/people/{anna}/offboard"), &[("csrf", &csrf)]).await;
    assert_eq!(outcomes(&send(&mut admin, email).await), ["Leaving"]);
    for _ in 0..40 {
        bridge.clock.advance_ms(DAY_MS);
        bridge.work().await;
    }
    assert!(bridge.interior.account("@anna.koval:interior.test").unwrap().closed);
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    assert_eq!(outcomes(&send(&mut admin, email).await), ["Invited"]);
    assert!(bridge.interior.account_exists("@anna.koval2:interior.test").await.is_ok_and(|there| !there));
    sign_up("@anna.koval2:interior.test").await;
    assert!(bridge.interior.account("@anna.koval:interior.test").unwrap().closed, "the old one stays closed");
    assert!(admin.get("/invitations?state=used").await.text.contains("Anna KOVAL"));
}
