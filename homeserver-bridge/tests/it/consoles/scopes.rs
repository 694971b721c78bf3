//! Administrators of some organisations: everybody else's people do not exist for them.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;

use super::browser::{Browser, acts};
use crate::fixture::{Bridge, SYNC_TOKEN};
use crate::plans::{PLANS, submission};

/// An administrator of the Finance.
async fn of_finance(bridge: &Bridge) -> Browser {
    let admin = Browser::signed_in(bridge, OfficerRole::Administrator).await;
    let sql =
        "INSERT INTO officer_organisations (name, role, organisation) VALUES ('olena', 'administrator', 'finance')";
    bridge.app.db.write(move |tx| tx.execute(sql, &[])).await.unwrap();
    admin
}

#[tokio::test]
async fn lists_show_nobody_of_others_and_forged_addresses_lead_nowhere() {
    let bridge = Bridge::new();
    bridge.hr_says("p-own", ["Anna", "Own"], "anna@finance.gov.example", "working").await;
    bridge.hr_says("p-other", ["Boris", "Other"], "boris@interior.gov.example", "working").await;
    let mut admin = of_finance(&bridge).await;
    let list = admin.get("/people").await.text;
    assert!(list.contains("p-own") && !list.contains("p-other") && !list.contains("Interior</option>"));
    assert!(!admin.get("/people?organisation=interior").await.text.contains("p-other"));
    assert!(!admin.get("/people?q=boris").await.text.contains("p-other"));
    let own = admin.get("/people/p-own").await;
    assert_eq!(own.status, StatusCode::OK);
    let csrf = own.csrf();
    assert_eq!(admin.get("/people/p-other").await.status, StatusCode::NOT_FOUND);
    let before = acts(&bridge).await.len();
    for act in ["suspend", "resume", "lock", "unlock", "readmit", "offboard"] {
        let fields = [("csrf", csrf.as_str()), ("reason", "because")];
        let answer = admin.post(&format!("/people/p-other/{act}"), &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    let invite = [
        ("csrf", csrf.as_str()),
        ("given", "A"),
        ("family", "B"),
        ("email", "a@interior.gov.example"),
        ("organisation", "interior"),
    ];
    assert_eq!(admin.post("/invite", &invite).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(acts(&bridge).await.len(), before, "something happened to somebody else's people");
    let answer = admin.post("/people/p-own/lock", &[("csrf", &csrf), ("reason", "because")]).await;
    assert_eq!(answer.location(), "/people/p-own?done=locked");
}

#[tokio::test]
async fn departures_plans_and_the_log_keep_to_the_scope() {
    let bridge = Bridge::new();
    for (person, email) in [("p-own", "anna@finance.gov.example"), ("p-other", "boris@interior.gov.example")] {
        bridge.hr_says(person, ["Given", "Family"], email, "working").await;
        let account = format!("@{person}:x.test");
        let sql = "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms)
                   VALUES ($1, $2, 'finance.test', 'leaving', 0)";
        let values = [account.as_str().into(), person.into()];
        bridge.app.db.write(move |tx| tx.execute(sql, &values)).await.unwrap();
        let sql = "INSERT INTO offboardings (id, user_id, person_id, server_name, cause, state, started_by,
                       started_at_ms, was, rooms_from_ms, close_from_ms, next_at_ms)
                   VALUES ($1, $2, $3, 'finance.test', 'administrator', 'running', 'administrator:petro', 0, 'active', 1,
                       1, 1)";
        let id = if person == "p-own" { "aa" } else { "bb" };
        let values = [id.into(), account.as_str().into(), person.into()];
        bridge.app.db.write(move |tx| tx.execute(sql, &values)).await.unwrap();
    }
    let (status, answer) = bridge.api("POST", PLANS, Some(SYNC_TOKEN), submission()).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let mut all = Browser::another(&bridge, OfficerRole::Administrator, "petro").await;
    for path in ["/people/p-own", "/people/p-other", "/offboardings/aa", "/offboardings/bb"] {
        assert_eq!(all.get(path).await.status, StatusCode::OK, "{path}");
    }
    let plan = all.get("/plans").await.text;
    let plan = plan.split("href=\"/plans/").nth(1).expect("a plan").split('"').next().unwrap().to_owned();

    let mut admin = of_finance(&bridge).await;
    let list = admin.get("/offboardings").await.text;
    assert!(list.contains("/offboardings/aa") && !list.contains("/offboardings/bb"));
    assert_eq!(admin.get("/offboardings/aa").await.status, StatusCode::OK);
    assert_eq!(admin.get("/offboardings/bb").await.status, StatusCode::NOT_FOUND);
    let csrf = admin.get("/invite").await.csrf();
    assert_eq!(admin.post("/offboardings/bb/cancel", &[("csrf", &csrf)]).await.status, StatusCode::NOT_FOUND);
    // The plan is about the Interior too.
    assert!(!admin.get("/plans").await.text.contains(&plan));
    assert_eq!(admin.get(&format!("/plans/{plan}")).await.status, StatusCode::NOT_FOUND);
    for act in ["approve", "reject"] {
        let answer = admin.post(&format!("/plans/{plan}/{act}"), &[("csrf", &csrf)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    let log = admin.get("/audit").await.text;
    assert!(log.contains("@p-own:x.test") && !log.contains("p-other"));
}

#[tokio::test]
async fn an_auditor_reads_the_whole_log_with_filters_and_takes_it_as_a_file() {
    let bridge = Bridge::new();
    let mut security = Browser::signed_in(&bridge, OfficerRole::Security).await;
    security.get("/reports").await;
    let mut auditor = Browser::signed_in(&bridge, OfficerRole::Auditor).await;
    assert_eq!(auditor.get("/").await.location(), "/audit");
    let all = auditor.get("/audit").await.text;
    assert!(all.contains("security:olena") && all.contains("/audit/export"));
    let found = async |auditor: &mut Browser, query: &str| {
        auditor.get(&format!("/audit?{query}")).await.text.contains("<td>security:olena</td>")
    };
    for (query, expected) in [
        ("who=security", true),
        ("who=SECURITY%3Aolena", true),
        ("who=nobody", false),
        ("who=%25", false),
        ("what=scan_reports.", true),
        ("what=account.", false),
        ("whom=nobody", false),
        ("from=2027-01-01", true),
        ("from=2027-01-01&to=2027-01-15", true),
        ("to=2027-01-14", false),
        ("from=nonsense", true),
    ] {
        assert_eq!(found(&mut auditor, query).await, expected, "{query}");
    }
    let answer = auditor.get("/audit/export?who=security").await;
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
    let lines: Vec<_> = answer.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "number,time,who,what,whom,details");
    assert!(lines.len() > 1 && lines[1..].iter().all(|line| line.contains("security:olena")), "{lines:?}");
    assert!(acts(&bridge).await.contains(&"auditor:olena audit.export".to_owned()));
    // What was looked for is not written down.
    auditor.get("/audit?who=private-words").await;
    let sql = "SELECT COUNT(*) FROM audit WHERE detail LIKE '%private-words%'";
    let rows = bridge.app.db.read(move |tx| tx.query_one(sql, &[])).await.unwrap().unwrap();
    assert_eq!(rows.int(0).unwrap(), 0);
}
