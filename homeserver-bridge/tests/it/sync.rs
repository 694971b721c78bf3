//! What a register's sync reads and writes: wrong callers first, then each change, twice.

use axum::http::StatusCode;
use bridge_api::sync::{DigestPage, RowDigest};
use homeserver_bridge::audit;
use serde_json::{Value, json};

use crate::fixture::{Bridge, MODULE_TOKEN, SCANNER_TOKEN, SYNC_TOKEN};
use crate::people::{PLAN, entry, join, sign_up};

const PEOPLE: &str = "/_depesha/sync/v1/people";
const ROWS: &str = "/_depesha/sync/v1/rows";
const CHANGES: &str = "/_depesha/sync/v1/changes";

pub(crate) async fn row(bridge: &Bridge, key: &str) -> Value {
    let (status, page) = bridge.api("GET", PEOPLE, Some(SYNC_TOKEN), Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let rows = page["people"].as_array().unwrap();
    rows.iter().find(|row| row["entry"]["person_id"] == key).cloned().unwrap_or_default()
}

pub(crate) async fn send(bridge: &Bridge, changes: Value) -> Value {
    let body = json!({"plan_hash": PLAN, "changes": changes});
    let (status, answer) = bridge.api("POST", CHANGES, Some(SYNC_TOKEN), body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["answers"].clone()
}

/// Outcome of one change, with the reason if it was refused.
pub(crate) async fn outcome(bridge: &Bridge, change: Value) -> String {
    let answers = send(bridge, json!([change])).await;
    let answer = &answers[0];
    match answer["reason"].as_str() {
        Some(reason) => format!("refused: {reason}"),
        None => answer["outcome"].as_str().unwrap().to_owned(),
    }
}

pub(crate) fn update(entry: Value, was: &Value) -> Value {
    json!({"kind": "update", "entry": entry, "was": was["row_hash"]})
}

pub(crate) async fn audited(bridge: &Bridge) -> Vec<String> {
    let rows = bridge.app.db.read(|tx| {
        assert!(audit::verify(tx)?.is_ok());
        tx.query("SELECT actor, action, subject, detail FROM audit ORDER BY seq", &[])
    });
    let rows = rows.await.unwrap();
    let text = |row: &homeserver_bridge::database::Row, at| row.text(at).unwrap().replace(PLAN, "PLAN");
    rows.iter().map(|r| [text(r, 0), text(r, 1), text(r, 2), text(r, 3)].join(" ").trim_end().to_owned()).collect()
}

#[tokio::test]
async fn only_a_registers_token_reads_and_writes() {
    let bridge = Bridge::new();
    bridge.interior.issue_token("anna", "@anna:interior.test");
    let body = json!({"plan_hash": PLAN, "changes": [{"kind": "join", "entry": entry("HR-1", "A", "B", "interior", json!({}))}]});
    for (token, errcode) in [
        (None, "M_MISSING_TOKEN"),
        (Some("anna"), "M_UNKNOWN_TOKEN"),
        (Some(MODULE_TOKEN), "M_UNKNOWN_TOKEN"),
        (Some(SCANNER_TOKEN), "M_UNKNOWN_TOKEN"),
    ] {
        for (method, path) in [("GET", PEOPLE), ("GET", ROWS), ("POST", CHANGES)] {
            let (status, answer) = bridge.api(method, path, token, body.clone()).await;
            assert_eq!((status, answer["errcode"].as_str()), (StatusCode::UNAUTHORIZED, Some(errcode)), "{path}");
        }
    }
    let (status, _) = bridge.door("POST", CHANGES, Some(SYNC_TOKEN), body).await;
    assert_ne!(status, StatusCode::OK, "not at a front door");
    assert_eq!(row(&bridge, "HR-1").await, Value::Null);
}

#[tokio::test]
async fn a_batch_without_a_plan_or_too_large_is_refused() {
    let bridge = Bridge::new();
    let one = json!({"kind": "missing", "person_id": "HR-1", "missing_reads": 1});
    for body in [
        json!({"plan_hash": "", "changes": [one]}),
        json!({"plan_hash": "x".repeat(64), "changes": [one]}),
        json!({"plan_hash": PLAN, "changes": vec![one.clone(); 501]}),
    ] {
        let (status, answer) = bridge.api("POST", CHANGES, Some(SYNC_TOKEN), body).await;
        assert_eq!((status, answer["errcode"].as_str()), (StatusCode::BAD_REQUEST, Some("M_BAD_JSON")));
    }
    let many = vec!["HR-1"; 201].join(",");
    for question in ["limit=many", "after=a%20b", "keys=", "keys=HR-1,a%20b", &format!("keys={many}")] {
        for path in [PEOPLE, ROWS] {
            let (status, _) = bridge.api("GET", &format!("{path}?{question}"), Some(SYNC_TOKEN), Value::Null).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{path} {question}");
        }
    }
}

#[tokio::test]
async fn a_register_sees_and_writes_its_own_organisations_only() {
    let bridge = Bridge::new();
    let put = "INSERT INTO people (person_id, given_name, family_name, email, organisation, unit, title, phone,
        employment, row_hash, changed_at_ms) VALUES ('HR-F', 'F', 'F', 'f@finance.gov.example', 'defence', '[]', '', '',
        'working', 'hash', 0)";
    bridge.app.db.write(move |tx| tx.execute(put, &[])).await.unwrap();
    assert_eq!(row(&bridge, "HR-F").await, Value::Null);
    let mine = entry("HR-F", "F", "F", "interior", json!({}));
    let theirs = entry("HR-2", "F", "F", "defence", json!({}));
    let was = json!({"row_hash": "hash"});
    let told = [
        outcome(&bridge, update(mine, &was)).await,
        outcome(&bridge, json!({"kind": "leave", "person_id": "HR-F", "was": "hash"})).await,
        outcome(&bridge, json!({"kind": "missing", "person_id": "HR-F", "missing_reads": 1})).await,
        outcome(&bridge, json!({"kind": "join", "entry": theirs})).await,
    ];
    insta::assert_snapshot!(told.join("\n"), @"
    refused: the person belongs to an organisation that this register may not write
    refused: the person belongs to an organisation that this register may not write
    refused: the person belongs to an organisation that this register may not write
    refused: the entry names an organisation that this register may not write
    ");
    assert!(audited(&bridge).await.is_empty());
}

#[tokio::test]
async fn the_catalogue_comes_in_pages_with_hashes() {
    let bridge = Bridge::new();
    join(&bridge, (1..=5).map(|at| entry(&format!("HR-{at}"), "Anna", "B", "interior", json!({}))).collect()).await;
    let mut keys = Vec::new();
    let mut path = format!("{PEOPLE}?limit=2");
    loop {
        let (_, page) = bridge.api("GET", &path, Some(SYNC_TOKEN), Value::Null).await;
        let rows: bridge_api::sync::CataloguePage = serde_json::from_value(page).unwrap();
        assert!(rows.people.len() <= 2);
        for row in rows.people {
            assert_eq!(row.row_hash, row.entry.row_hash());
            keys.push(row.entry.person_id.to_string());
        }
        let Some(next) = rows.next else { break };
        path = format!("{PEOPLE}?limit=2&after={next}");
    }
    assert_eq!(keys, ["HR-1", "HR-2", "HR-3", "HR-4", "HR-5"]);
}

async fn digests(bridge: &Bridge, question: &str) -> DigestPage {
    let (status, page) = bridge.api("GET", &format!("{ROWS}?{question}"), Some(SYNC_TOKEN), Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    serde_json::from_value(page).unwrap()
}

#[tokio::test]
async fn digests_say_of_everybody_what_the_rows_say_page_by_page_or_of_some() {
    let bridge = Bridge::new();
    let ends = |at: i32| if at == 2 { json!({"ends_on": "2027-01-31"}) } else { json!({}) };
    join(&bridge, (1..=5).map(|at| entry(&format!("HR-{at}"), "Anna", "B", "interior", ends(at))).collect()).await;
    join(&bridge, vec![entry("HR-6", "Anna", "B", "finance", json!({}))]).await;
    outcome(&bridge, json!({"kind": "missing", "person_id": "HR-3", "missing_reads": 1})).await;
    let was = row(&bridge, "HR-4").await["row_hash"].clone();
    outcome(&bridge, json!({"kind": "leave", "person_id": "HR-4", "was": was})).await;
    let sql = [
        "UPDATE people SET locked_from_sync = 1 WHERE person_id = 'HR-5'",
        "UPDATE people SET employment = 'suspended' WHERE person_id = 'HR-6'",
        "INSERT INTO people (person_id, given_name, family_name, email, organisation, unit, title, phone, employment,
             row_hash, changed_at_ms) VALUES ('HR-3F', 'F', 'F', 'f@x', 'defence', '[]', '', '', 'working', 'hash', 0)",
    ];
    bridge.app.db.write(move |tx| sql.iter().try_for_each(|sql| tx.execute(sql, &[]).map(drop))).await.unwrap();

    let (mut told, mut question) = (Vec::new(), "limit=2".to_owned());
    loop {
        let page = digests(&bridge, &question).await;
        assert!(page.rows.len() <= 2);
        told.extend(page.rows);
        let Some(next) = page.next else { break };
        question = format!("limit=2&after={next}");
    }
    let (_, people) = bridge.api("GET", PEOPLE, Some(SYNC_TOKEN), Value::Null).await;
    let people: bridge_api::sync::CataloguePage = serde_json::from_value(people).unwrap();
    let wanted = people.people.into_iter().map(|row| {
        let (entry, ends) = (row.entry.clone(), row.entry.ends_on.clone().unwrap_or_default());
        let (missing, locked) = (row.missing_reads, row.locked_from_sync);
        RowDigest(entry.person_id, row.row_hash, entry.organisation, entry.email, row.employment, missing, locked, ends)
    });
    assert_eq!(told, wanted.collect::<Vec<_>>());
    assert_eq!(
        told.iter().map(|row| row.0.as_str()).collect::<Vec<_>>(),
        ["HR-1", "HR-2", "HR-3", "HR-4", "HR-5", "HR-6"]
    );

    let some = digests(&bridge, "keys=HR-5,HR-2,HR-3F,HR-9").await;
    assert_eq!((some.rows, some.next), (vec![told[1].clone(), told[4].clone()], None));
    let (_, some) = bridge.api("GET", &format!("{PEOPLE}?keys=HR-5,HR-3F"), Some(SYNC_TOKEN), Value::Null).await;
    assert_eq!((some["people"].as_array().unwrap().len(), &some["people"][0]["locked_from_sync"]), (1, &json!(true)));
}

#[tokio::test]
async fn every_change_may_be_sent_twice_and_an_old_one_is_outdated() {
    let bridge = Bridge::new();
    let first = entry("HR-1", "Anna", "Kovalenko", "interior", json!({}));
    let second = entry("HR-1", "Anna", "Kovalenko", "interior", json!({"title": "Head"}));
    let joined = json!({"kind": "join", "entry": first});
    assert_eq!(outcome(&bridge, joined.clone()).await, "applied");
    assert_eq!(outcome(&bridge, joined.clone()).await, "unchanged");
    let was = row(&bridge, "HR-1").await;
    let missing = json!({"kind": "missing", "person_id": "HR-1", "missing_reads": 1});
    let mut told = vec![outcome(&bridge, missing.clone()).await, outcome(&bridge, missing.clone()).await];
    told.push(outcome(&bridge, json!({"kind": "missing", "person_id": "HR-1", "missing_reads": 3})).await);
    let updated = update(second, &was);
    told.push(outcome(&bridge, updated.clone()).await);
    assert_eq!(row(&bridge, "HR-1").await["missing_reads"], 0);
    told.push(outcome(&bridge, updated).await);
    told.push(outcome(&bridge, joined.clone()).await);
    let leave = |was: &Value| json!({"kind": "leave", "person_id": "HR-1", "was": was["row_hash"]});
    told.push(outcome(&bridge, leave(&was)).await);
    let now = row(&bridge, "HR-1").await;
    told.push(outcome(&bridge, leave(&now)).await);
    told.push(outcome(&bridge, leave(&now)).await);
    told.push(outcome(&bridge, missing).await);
    told.push(outcome(&bridge, json!({"kind": "leave", "person_id": "HR-7", "was": "x"})).await);
    let wanted = [
        "applied",
        "unchanged",
        "outdated",
        "applied",
        "unchanged",
        "outdated",
        "outdated",
        "applied",
        "unchanged",
        "outdated",
        "outdated",
    ];
    assert_eq!(told, wanted);
    assert_eq!(row(&bridge, "HR-1").await["employment"], "left");
    insta::assert_snapshot!(audited(&bridge).await.join("\n"), @"
    sync:hr person.join HR-1 plan=PLAN organisation=interior
    sync:hr person.missing HR-1 plan=PLAN reads=1
    sync:hr person.update HR-1 plan=PLAN changed=title
    sync:hr person.leave HR-1 plan=PLAN
    ");
}

#[tokio::test]
async fn what_may_not_stand_in_the_catalogue_is_refused_and_the_rest_goes_on() {
    let bridge = Bridge::new();
    join(&bridge, vec![entry("HR-1", "Anna", "B", "interior", json!({}))]).await;
    let lock = "UPDATE people SET locked_from_sync = 1 WHERE person_id = 'HR-1'";
    bridge.app.db.write(move |tx| tx.execute(lock, &[])).await.unwrap();
    let was = row(&bridge, "HR-1").await;
    let bad = |change: Value| json!({"kind": "join", "entry": entry("HR-2", "Anna", "B", "interior", change)});
    let answers = send(
        &bridge,
        json!([
            bad(json!({"email": "hr-1@interior.gov.example"})),
            bad(json!({"email": "x@evil.example"})),
            bad(json!({"given_name": "\u{200b}"})),
            bad(json!({"title": "a\nb"})),
            update(entry("HR-1", "Anna", "C", "interior", json!({})), &was),
            bad(json!({})),
        ]),
    )
    .await;
    let told: Vec<&str> = answers
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| answer["reason"].as_str().or(answer["outcome"].as_str()).unwrap())
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"
    the email belongs to another person in the catalogue
    the email's domain belongs to no organisation of this bridge
    given name and family name must have 1 to 100 visible characters
    title or phone is too long or holds control characters
    the account is locked from sync
    applied
    ");
}

#[tokio::test]
async fn who_leaves_is_locked_and_signed_out_and_does_not_come_back_by_itself() {
    let bridge = Bridge::new();
    let anna = entry("HR-1", "Anna", "Kovalenko", "interior", json!({}));
    join(&bridge, vec![anna.clone()]).await;
    let user_id = sign_up(&bridge, "HR-1", "anna").await;
    let was = row(&bridge, "HR-1").await;
    let leave = json!({"kind": "leave", "person_id": "HR-1", "was": was["row_hash"]});
    assert_eq!(outcome(&bridge, leave).await, "applied");
    let account = bridge.interior.account(&user_id).unwrap();
    assert!(account.locked);
    assert_eq!(account.sessions_ended, 1);

    assert_eq!(outcome(&bridge, update(anna, &was)).await, "applied");
    assert_eq!(row(&bridge, "HR-1").await["employment"], "working");
    assert!(bridge.interior.account(&user_id).unwrap().locked);
    insta::assert_snapshot!(audited(&bridge).await.join("\n"), @"
    sync:hr person.join HR-1 plan=PLAN organisation=interior
    sync:hr offboarding.start @anna:interior.test left
    sync:hr person.leave HR-1 plan=PLAN
    sync:hr person.update HR-1 plan=PLAN changed=returned
    ");
}

#[tokio::test]
async fn leaving_does_not_wait_for_a_homeserver_that_is_down() {
    let bridge = Bridge::new();
    join(&bridge, vec![entry("HR-1", "Anna", "Kovalenko", "interior", json!({}))]).await;
    sign_up(&bridge, "HR-1", "anna").await;
    let was = row(&bridge, "HR-1").await;
    bridge.interior.set_up(false);
    assert_eq!(
        outcome(&bridge, json!({"kind": "leave", "person_id": "HR-1", "was": was["row_hash"]})).await,
        "applied"
    );
    let jobs = bridge.app.db.read(|tx| tx.query("SELECT kind FROM jobs", &[])).await.unwrap();
    assert_eq!(jobs.iter().map(|row| row.text(0).unwrap()).collect::<Vec<_>>(), ["offboarding.advance"]);
}

#[tokio::test]
async fn the_display_name_follows_hr_at_once_or_by_a_job() {
    let bridge = Bridge::new();
    join(&bridge, vec![entry("HR-1", "Anna", "Kovalenko", "interior", json!({}))]).await;
    let user_id = sign_up(&bridge, "HR-1", "anna").await;
    let name = || bridge.interior.account(&user_id).unwrap().display_name;
    let jobs = async || bridge.app.db.read(|tx| tx.query("SELECT kind, payload FROM jobs", &[])).await.unwrap();

    let was = row(&bridge, "HR-1").await;
    let titled = entry("HR-1", "Anna", "Kovalenko", "interior", json!({"title": "Head"}));
    assert_eq!(outcome(&bridge, update(titled, &was)).await, "applied");
    assert_eq!(name(), "before", "nothing in the name changed");
    let was = row(&bridge, "HR-1").await;
    let married = entry("HR-1", "Anna", "Novak", "interior", json!({}));
    assert_eq!(outcome(&bridge, update(married, &was)).await, "applied");
    assert_eq!(name(), "Anna NOVAK [Interior]");
    assert!(jobs().await.is_empty());

    bridge.interior.set_up(false);
    let was = row(&bridge, "HR-1").await;
    let back = entry("HR-1", "Anna", "Kovalenko", "interior", json!({}));
    assert_eq!(outcome(&bridge, update(back, &was)).await, "applied");
    assert_eq!(jobs().await.len(), 1);
    bridge.interior.set_up(true);
    bridge.clock.advance_ms(1);
    homeserver_bridge::jobs::run_due(&bridge.app).await.unwrap();
    assert!(jobs().await.is_empty());
    assert_eq!(name(), "Anna KOVALENKO [Interior]");
}
