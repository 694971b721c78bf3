//! Plans in the administrators' console: what they show, and two officers who decide.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;
use serde_json::{Value, json};

use super::browser::{Browser, PASSWORD, acts};
use crate::fixture::{Bridge, SYNC_TOKEN};
use crate::people::PLAN;
use crate::plans::{PLANS, submission};

async fn submit(bridge: &Bridge, plan: Value) {
    let (status, answer) = bridge.api("POST", PLANS, Some(SYNC_TOKEN), plan).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}

fn page() -> String {
    format!("/plans/{PLAN}")
}

#[tokio::test]
async fn without_a_session_and_without_our_form_nothing_is_shown_or_decided() {
    let bridge = Bridge::new();
    submit(&bridge, submission()).await;
    let mut nobody = Browser::admin(&bridge);
    for path in ["/plans".to_owned(), page()] {
        assert_eq!(nobody.get(&path).await.location(), "/login", "{path}");
    }
    let mut security = Browser::signed_in(&bridge, OfficerRole::Security).await;
    assert_eq!(security.get("/plans").await.status, StatusCode::NOT_FOUND);
    assert!(!security.get("/reports").await.text.contains("/plans"));
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    for act in ["approve", "reject"] {
        assert_eq!(nobody.post(&format!("{}/{act}", page()), &[]).await.location(), "/login");
        let answer = olena.post(&format!("{}/{act}", page()), &[("csrf", "x")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        let csrf = olena.get("/plans").await.csrf();
        let answer = olena.post(&format!("/plans/{}/{act}", "b".repeat(64)), &[("csrf", &csrf)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(olena.get(&page()[..]).await.text.matches("Waiting").count(), 1);
    }
    assert_eq!(olena.get("/plans/unknown").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_navigation_tells_that_something_waits() {
    let bridge = Bridge::new();
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let empty = olena.get("/plans").await.text;
    assert!(empty.contains("No plan waits for anybody") && !empty.contains("waiting)"));
    submit(&bridge, submission()).await;
    assert!(olena.get("/people").await.text.contains("(1 waiting)"), "on every page");
    let list = olena.get("/plans").await.text;
    for shown in [&PLAN[..12], "hr", "1,204", "0 / 2", "plan-waiting"] {
        assert!(list.contains(shown), "{shown}");
    }
}

#[tokio::test]
async fn a_plan_shows_its_numbers_its_brakes_and_its_lines() {
    let bridge = Bridge::new();
    submit(&bridge, submission()).await;
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let text = olena.get(&page()).await.text;
    for shown in [
        "Interior: 1,200 of 2,000 people would leave",
        "This will sign out 1,204 people.",
        "All organisations",
        "4,000",
        "There are 1,212 lines in all",
        "leave HR-0 &#60;b&#62;Anna",
        "2027-01-18 08:00",
        PLAN,
    ] {
        assert!(text.contains(shown), "{shown}");
    }
    assert!(!text.contains("<b>Anna") && !text.contains("HR-100 "));
    let text = olena.get(&format!("{}?page=2", page())).await.text;
    assert!(text.contains("start=\"201\"") && text.contains("HR-249 ") && !text.contains("HR-199 "));
    assert_eq!(olena.get(&format!("{}?page=77&done=%3Cb%3E", page())).await.status, StatusCode::OK);
    for (language, shown) in [("fr", "déconnectera 1\u{202f}204 personnes"), ("uk", "відключено 1\u{a0}204 особи")]
    {
        olena.language = language;
        let text = olena.get(&page()).await.text;
        assert!(text.contains(shown), "{language}");
        for key in ["plan-", "nav-", "done-"] {
            assert!(!text.contains(&format!(">{key}")), "a message of {language} is missing");
        }
    }
}

#[tokio::test]
async fn two_officers_approve_and_one_counts_once_in_however_many_sessions() {
    let bridge = Bridge::new();
    submit(&bridge, submission()).await;
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let csrf = olena.get(&page()).await.csrf();
    let answer = olena.post(&format!("{}/approve", page()), &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), format!("{}?done=plan-first", page()));
    let text = olena.get(answer.location()).await.text;
    assert!(text.contains("Your approval is recorded") && !text.contains("/approve\""), "no second button for her");

    let mut elsewhere = Browser::admin(&bridge);
    elsewhere.sign_in("olena", PASSWORD).await;
    let csrf = elsewhere.get(&page()).await.csrf();
    let answer = elsewhere.post(&format!("{}/approve", page()), &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), format!("{}?done=plan-again", page()));

    let mut petro = Browser::another(&bridge, OfficerRole::Administrator, "petro").await;
    let text = petro.get(&page()).await.text;
    assert!(text.contains("Approved by") && text.contains("olena, "), "who has approved, and when");
    let csrf = petro.get(&page()).await.csrf();
    let answer = petro.post(&format!("{}/approve", page()), &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), format!("{}?done=plan-approved", page()));
    assert!(!petro.get("/people").await.text.contains("waiting)"));
    let body = json!({"plan_hash": PLAN, "changes": []});
    let (status, _) = bridge.api("POST", "/_depesha/sync/v1/changes", Some(SYNC_TOKEN), body).await;
    assert_eq!(status, StatusCode::OK);
    let text = petro.get(&page()).await.text;
    assert!(text.contains("Carried out") && text.contains("First changes made") && !text.contains("/reject\""));
    let log = acts(&bridge).await;
    for act in ["administrator:olena plan.approve", "administrator:petro plan.approve", "administrator:petro plan.view"]
    {
        assert!(log.iter().any(|line| line == act), "{act}");
    }
}

#[tokio::test]
async fn one_officer_rejects() {
    let bridge = Bridge::new();
    submit(&bridge, submission()).await;
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let csrf = olena.get(&page()).await.csrf();
    let answer = olena.post(&format!("{}/reject", page()), &[("csrf", &csrf)]).await;
    let text = olena.get(answer.location()).await.text;
    assert!(text.contains("The plan is rejected.") && text.contains("Rejected by"));
    assert!(olena.get("/audit").await.text.contains("Rejected a plan"));
    let answer = olena.post(&format!("{}/approve", page()), &[("csrf", &csrf)]).await;
    assert_eq!(answer.location(), format!("{}?done=plan-late", page()));
}

#[tokio::test]
async fn a_person_is_protected_from_sync_and_let_back_in_on_their_page() {
    let bridge = Bridge::new();
    bridge.hr_says("HR-1", ["Anna", "Kovalenko"], "anna@interior.gov.example", "working").await;
    crate::people::sign_up(&bridge, "HR-1", "anna").await;
    let mut olena = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let csrf = olena.get("/people/HR-1").await.csrf();
    let lock = [("csrf", csrf.as_str()), ("reason", "Court order <7>")];
    assert_eq!(olena.post("/people/HR-1/lock", &lock).await.location(), "/people/HR-1?done=locked");
    let text = olena.get("/people/HR-1?done=locked").await.text;
    assert!(text.contains("Court order &#60;7&#62;") && text.contains("Give back to the synchronisation"));
    assert_eq!(olena.post("/people/HR-1/unlock", &lock).await.location(), "/people/HR-1?done=unlocked");
    let answer = olena.post("/people/HR-1/lock", &[("csrf", &csrf), ("reason", " ")]).await;
    assert_eq!(answer.location(), "/people/HR-1?done=lock-reason");

    let left = |tx: &homeserver_bridge::database::Tx<'_>| {
        tx.execute("UPDATE accounts SET state = 'suspended', suspended_by = 'leaving'", &[])
    };
    bridge.app.db.write(left).await.unwrap();
    assert!(olena.get("/people/HR-1").await.text.contains("Let this person back in"));
    assert_eq!(olena.post("/people/HR-1/readmit", &lock).await.location(), "/people/HR-1?done=readmitted");
    let text = olena.get("/people/HR-1").await.text;
    assert!(text.contains("Active") && !text.contains("Let this person back in"));
    for act in ["lock", "unlock", "readmit"] {
        let answer = olena.post(&format!("/people/HR-1/{act}"), &[("csrf", "x")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{act}");
        let done = format!("administrator:olena person.{act}");
        assert_eq!(acts(&bridge).await.iter().filter(|line| **line == done).count(), 1, "{act}");
    }
    // HR holds the person: no button lets them in.
    bridge
        .app
        .db
        .write(|tx| {
            tx.execute("UPDATE people SET employment = 'suspended'", &[])?;
            tx.execute("UPDATE accounts SET state = 'suspended', suspended_by = 'register'", &[])
        })
        .await
        .unwrap();
    let text = olena.get("/people/HR-1").await.text;
    assert!(text.contains("HR register says") && !text.contains("/resume\"") && !text.contains("/readmit\""));
    assert_eq!(olena.post("/people/HR-1/resume", &lock).await.location(), "/people/HR-1?done=withheld");
}
