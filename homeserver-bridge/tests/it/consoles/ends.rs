//! The last day that an administrator chooses for the account of somebody whom HR does not know.

use axum::http::StatusCode;
use homeserver_bridge::clock::{Clock, day_end};
use homeserver_bridge::externals;
use homeserver_bridge::officers::OfficerRole;
use serde_json::json;

use super::browser::{Answer, Browser, acts};
use crate::accounts;
use crate::fixture::Bridge;

const DAY_MS: i64 = 24 * 3600 * 1000;
/// The tests' today is 2027-01-15, and accounts last for a year.
const CHOSEN: &str = "2027-03-31";

async fn send(admin: &mut Browser, email: &str, until: &str) -> Answer {
    let csrf = admin.get("/invite").await.csrf();
    let fields = [
        ("csrf", csrf.as_str()),
        ("given", "Guest"),
        ("family", "Worker"),
        ("email", email),
        ("organisation", "interior"),
        ("until", until),
    ];
    admin.post("/invite", &fields).await
}

async fn send_list(admin: &mut Browser, list: &str, until: &str) -> Answer {
    let csrf = admin.get("/invite/list").await.csrf();
    admin.post("/invite/list", &[("csrf", &csrf), ("list", list), ("until", until)]).await
}

/// The person's key, and until when they have an account.
async fn term(bridge: &Bridge, email: &str) -> (String, i64) {
    let email = email.to_owned();
    let sql = "SELECT i.person_id, t.until_ms FROM invitations i JOIN account_terms t ON t.person_id = i.person_id
        WHERE i.email = $1";
    let row = bridge.app.db.read(move |tx| tx.query_one(sql, &[email.into()])).await.unwrap().expect("a term");
    (row.text(0).unwrap(), row.int(1).unwrap())
}

/// The line of a list of invitations that is about an address.
fn line<'a>(page: &'a str, email: &str) -> &'a str {
    page.split("<tr>").find(|row| row.contains(email)).unwrap_or_default()
}

#[tokio::test]
async fn a_last_day_is_chosen_within_the_limits_shown_and_kept() {
    let bridge = Bridge::new();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let email = "guest.worker@interior.gov.example";
    let page = admin.get("/invite").await.text;
    assert!(page.contains("min=\"2027-01-15\" max=\"2028-01-15\"") && page.contains("365 days"), "{page}");
    for wrong in ["2027-01-14", "2028-01-16", "2027-02-30", "soon", "9999-12-31", "31.12.2027"] {
        let answer = send(&mut admin, email, wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.text.contains("id=\"until-alert\" role=\"alert\"") && answer.text.contains(email), "{wrong}");
        assert!(answer.text.contains(&format!("type=\"date\" value=\"{wrong}\"")), "{wrong} is lost");
    }
    assert_eq!(bridge.work().await, 0, "something came of a wrong day");
    for (email, until, expected) in [
        (email, CHOSEN, day_end(CHOSEN).unwrap()),
        ("today@interior.gov.example", "2027-01-15", day_end("2027-01-15").unwrap()),
        ("a.year@interior.gov.example", "2028-01-15", day_end("2028-01-15").unwrap()),
        ("none@interior.gov.example", "", bridge.clock.now_ms() + 365 * DAY_MS),
    ] {
        assert_eq!(send(&mut admin, email, until).await.status, StatusCode::SEE_OTHER, "{email}");
        assert_eq!(term(&bridge, email).await.1, expected, "{email}");
    }
    for (language, head) in [("en", "Account until"), ("fr", "Compte jusqu’au"), ("uk", "Обліковий запис до")]
    {
        admin.language = language;
        let list = admin.get("/invitations").await.text;
        assert!(list.contains(head), "{language}: {list}");
        assert!(line(&list, email).contains("<time datetime=\"2027-03-31\">2027-03-31</time>"), "{list}");
        assert!(line(&list, "none@").contains("2028-01-15"), "{list}");
    }
    let (person, _) = term(&bridge, email).await;
    assert!(admin.get(&format!("/people/{person}")).await.text.contains("2027-03-31"));
    assert!(acts(&bridge).await.contains(&"administrator:olena invitation.create".to_owned()));
}

#[tokio::test]
async fn each_line_of_a_list_has_its_own_last_day_or_that_of_the_form() {
    let bridge = Bridge::new();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let list = "email;given name;family name;last day\n\
        one@interior.gov.example;A;B;2027-12-31\n\
        two@interior.gov.example;A;B;31/12/2027\n\
        three@interior.gov.example;A;B;\n\
        four@interior.gov.example;A;B;2026-12-31\n\
        five@interior.gov.example;A;B;12/31/2027\n\
        six@interior.gov.example;A;B;next spring\n\
        seven@interior.gov.example;A;B;2028-06-01";
    let answer = send_list(&mut admin, list, CHOSEN).await;
    assert!(answer.text.contains("3 of 7 were invited"), "{}", answer.text);
    assert!(answer.text.contains("4 lines need a correction"), "{}", answer.text);
    assert_eq!(answer.text.matches("Write the last day as 2027-12-31").count(), 4, "{}", answer.text);
    let left = answer.text.split("<textarea").nth(1).unwrap().split("</textarea>").next().unwrap();
    for (line, comes_back) in [("one@", false), ("three@", false), ("four@", true), ("five@", true), ("seven@", true)] {
        assert_eq!(left.contains(line), comes_back, "{line}");
    }
    assert!(left.contains("six@interior.gov.example;A;B;next spring") && left.contains("email;given name;"));
    assert!(answer.text.contains(&format!("type=\"date\" value=\"{CHOSEN}\"")), "the form's day is lost");
    for (email, day) in [("one", "2027-12-31"), ("two", "2027-12-31"), ("three", CHOSEN)] {
        let until = term(&bridge, &format!("{email}@interior.gov.example")).await.1;
        assert_eq!(Some(until), day_end(day), "{email}");
    }
    // Without names of columns the day may stand anywhere behind the address.
    send_list(&mut admin, "eight@interior.gov.example; A; B; 2027-05-01", "").await;
    assert_eq!(Some(term(&bridge, "eight@interior.gov.example").await.1), day_end("2027-05-01"));
    // A wrong day for all stops all, and nothing is lost.
    let answer = send_list(&mut admin, "nine.x@interior.gov.example", "2026-01-01").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("id=\"until-alert\"") && answer.text.contains("nine.x@"), "{}", answer.text);
    assert!(!admin.get("/invitations").await.text.contains("nine.x@"));
    // A file brings its own days, too.
    let csrf = admin.get("/invite/list").await.csrf();
    let file = "courriel;prénom;nom;dernier jour\r\nten@interior.gov.example;A;B;01.06.2027\r\n";
    admin.upload("/invite/list", &csrf, file.as_bytes()).await;
    assert_eq!(Some(term(&bridge, "ten@interior.gov.example").await.1), day_end("2027-06-01"));
}

#[tokio::test]
async fn the_account_ends_on_the_chosen_day_and_whoever_is_invited_anew_gets_a_new_one() {
    let bridge = Bridge::new();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let (used, unused) = ("guest.worker@interior.gov.example", "late.worker@interior.gov.example");
    for email in [used, unused] {
        send(&mut admin, email, "2027-01-20").await;
    }
    bridge.work().await;
    let user = accounts::sign_up(&bridge, used).await;
    assert!(!bridge.interior.account(&user).unwrap().locked);
    bridge.clock.advance_ms(7 * DAY_MS);
    externals::look(&bridge.app).await.unwrap();
    bridge.work().await;
    assert!(bridge.interior.account(&user).unwrap().locked, "the account goes on after its last day");

    // An invitation whose account would have ended is of no use any more, and is not sent again.
    let before = bridge.mail.sent().len();
    let (status, _) = accounts::post(&bridge, "signup", json!({"email": unused})).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), before, "a code for an account that has ended");
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let (person, _) = term(&bridge, unused).await;
    let csrf = admin.get("/invitations").await.csrf();
    let resent = admin.post(&format!("/invitations/{person}/resend"), &[("csrf", &csrf)]).await;
    assert_eq!(resent.location(), "/invitations?done=invitation-over");
    assert!(admin.get(resent.location()).await.text.contains("the last day of the account has passed"));
    // Revoked, and invited anew at once: the old day is forgotten.
    admin.post(&format!("/invitations/{person}/revoke"), &[("csrf", &csrf)]).await;
    assert_eq!(send(&mut admin, unused, CHOSEN).await.status, StatusCode::SEE_OTHER);
    assert_eq!(term(&bridge, unused).await, (person.clone(), day_end(CHOSEN).unwrap()));
    bridge.work().await;
    let user = accounts::sign_up(&bridge, unused).await;
    externals::look(&bridge.app).await.unwrap();
    bridge.work().await;
    assert!(!bridge.interior.account(&user).unwrap().locked);
}

#[tokio::test]
async fn a_chosen_day_outlives_a_revocation() {
    let bridge = Bridge::new();
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let email = "guest.worker@interior.gov.example";
    send(&mut admin, email, CHOSEN).await;
    let (person, until) = term(&bridge, email).await;
    let csrf = admin.get("/invitations").await.csrf();
    admin.post(&format!("/invitations/{person}/revoke"), &[("csrf", &csrf)]).await;
    externals::look(&bridge.app).await.unwrap();
    assert!(!line(&admin.get("/invitations").await.text, email).contains(CHOSEN));
    let resent = admin.post(&format!("/invitations/{person}/resend"), &[("csrf", &csrf)]).await;
    assert_eq!(resent.location(), "/invitations?done=resent");
    externals::look(&bridge.app).await.unwrap();
    assert_eq!(term(&bridge, email).await, (person, until));
}
