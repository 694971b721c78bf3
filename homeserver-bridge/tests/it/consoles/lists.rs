//! The list of people: pages that are read from mark to mark, orders, the export, and several who leave at once.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;

use super::browser::{Browser, acts};
use crate::fixture::Bridge;

/// `count` people of two organisations, each third with an account.
async fn many(bridge: &Bridge, count: usize) {
    let write = move |tx: &homeserver_bridge::database::Tx<'_>| {
        for n in 0..count {
            let organisation = if n % 2 == 0 { "interior" } else { "finance" };
            let given = ["=cmd()", "Ірина", "Éloïse"][n % 3];
            let values = [format!("p{n}"), given.to_owned(), format!("Name{:04}", n / 2), organisation.to_owned()];
            let [person, given, family, organisation] = &values;
            tx.execute(
                "INSERT INTO people (person_id, given_name, family_name, email, organisation, employment, unit, title,
                   phone, row_hash, changed_at_ms) VALUES ($1, $2, $3, $1 || '@x.example', $4, 'working', '[]', '', '', '', 0)",
                &[person.into(), given.into(), family.into(), organisation.into()],
            )?;
            if n % 3 == 0 {
                let server = format!("{organisation}.test");
                tx.execute(
                    "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms)
                     VALUES ('@' || $1 || ':' || $2, $1, $2, 'active', 0)",
                    &[person.into(), server.into()],
                )?;
            }
        }
        Ok(())
    };
    bridge.app.db.write(write).await.unwrap();
}

fn keys(text: &str) -> Vec<String> {
    let rows = text.split("<th scope=\"row\"><a href=\"/people/").skip(1);
    rows.map(|row| row.split('"').next().unwrap().to_owned()).collect()
}

/// The link to the page beside.
fn link(text: &str, rel: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("rel=\"{rel}\" href=\""))?;
    Some(rest.split('"').next().unwrap().replace("&#38;", "&"))
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition_in_every_order() {
    let bridge = Bridge::new();
    many(&bridge, 173).await;
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    for (query, expected) in [
        ("", 173),
        ("?sort=name-falling", 173),
        ("?sort=organisation", 173),
        ("?sort=organisation-falling&state=known", 115),
    ] {
        let mut text = admin.get(&format!("/people{query}")).await.text;
        assert!(link(&text, "prev").is_none());
        let mut pages = vec![keys(&text)];
        while let Some(next) = link(&text, "next") {
            text = admin.get(&format!("/people{next}")).await.text;
            pages.push(keys(&text));
            assert!(pages.len() < 10, "a circle");
        }
        let mut all: Vec<_> = pages.concat();
        assert_eq!(all.len(), expected, "{query}");
        // And back again, by the same pages.
        for page in pages.iter().rev().skip(1) {
            text = admin.get(&format!("/people{}", link(&text, "prev").expect("a way back"))).await.text;
            assert_eq!(&keys(&text), page, "{query}");
        }
        assert!(link(&text, "prev").is_none(), "the first page has none before it");
        all.sort();
        all.dedup();
        assert_eq!(all.len(), expected, "{query}");
    }
    let text = admin.get("/people?sort=organisation&organisation=finance").await.text;
    assert!(text.contains("86 people") && text.contains("aria-sort=\"ascending\""));
    assert!(admin.get("/people?state=active").await.text.contains("58 people"));
    // A mark that is gone leads to the beginning.
    assert_eq!(keys(&admin.get("/people?after=gone").await.text)[0], "p0");
    // An account finds its owner, and an address does.
    assert_eq!(keys(&admin.get("/people?q=%40p3%3Afinance").await.text), ["p3"]);
    assert_eq!(keys(&admin.get("/people?q=p17%40x.example").await.text), ["p17"]);
}

#[tokio::test]
async fn the_list_is_saved_as_it_is_filtered_and_recorded_with_the_number_of_people() {
    let bridge = Bridge::new();
    many(&bridge, 1203).await;
    let mut stranger = Browser::admin(&bridge);
    assert_eq!(stranger.get("/export/people").await.location(), "/login");
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    let page = admin.get("/people?organisation=finance&sort=name-falling").await.text;
    assert!(page.contains("/export/people?organisation=finance&#38;sort=name-falling"));
    let csv = admin.get("/export/people?organisation=finance&sort=name-falling").await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8; header=present");
    assert!(csv.headers["content-disposition"].to_str().unwrap().ends_with("depesha-people-2027-01-15.csv\""));
    let mut reader = csv::Reader::from_reader(csv.text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 601);
    assert!(rows.iter().all(|row| &row[4] == "Finance") && &rows[0][0] == "p1201");
    let formula = rows.iter().find(|row| row[1].contains("cmd")).unwrap();
    assert_eq!((&formula[1], &formula[9][..1]), ("'=cmd()", "'"), "nothing runs in a spreadsheet");
    let sql = "SELECT action, detail FROM audit WHERE action LIKE 'people.export%' ORDER BY seq";
    let rows = bridge.app.db.read(move |tx| tx.query(sql, &[])).await.unwrap();
    let lines: Vec<_> = rows.iter().map(|row| format!("{} {}", row.text(0).unwrap(), row.text(1).unwrap())).collect();
    assert_eq!(
        lines,
        ["people.export words=0 organisation=finance", "people.export_end people=601 words=0 organisation=finance"]
    );
}

async fn rows_id(bridge: &Bridge) -> String {
    let rows = bridge.app.db.read(move |tx| tx.query("SELECT id FROM approvals", &[])).await.unwrap();
    rows[0].text(0).unwrap()
}

#[tokio::test]
async fn several_leave_at_once_and_more_need_a_second_administrator() {
    let bridge = Bridge::changed(|config| config.offboarding.at_once_alone = 2);
    many(&bridge, 30).await;
    let mut stranger = Browser::admin(&bridge);
    assert_eq!(stranger.get("/offboard?person=p0").await.location(), "/login");
    for path in ["/offboard", "/offboard/named"] {
        assert_eq!(stranger.post(path, &[("person", "p0")]).await.location(), "/login");
    }
    let mut admin = Browser::signed_in(&bridge, OfficerRole::Administrator).await;
    for path in ["/offboard", "/offboard/named"] {
        let answer = admin.post(path, &[("csrf", "x"), ("person", "p0"), ("list", "p0")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    assert!(admin.get("/people").await.text.contains("name=\"person\" value=\"p0\""));
    let asked = admin.get("/offboard?person=p0&person=p3&person=p1&person=nobody").await;
    for told in ["2 people will be offboarded", "Nothing to offboard", "Offboard these 2 people", "cannot be undone"] {
        assert!(asked.text.contains(told), "{told}");
    }
    let csrf = asked.csrf();
    let begun = async || {
        let sql = "SELECT person_id FROM offboardings ORDER BY person_id";
        let rows = bridge.app.db.read(move |tx| tx.query(sql, &[])).await.unwrap();
        rows.iter().map(|row| row.text(0).unwrap()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(begun().await, "");
    let fields = [("csrf", csrf.as_str()), ("person", "p0"), ("person", "p3"), ("person", "p1"), ("person", "p0")];
    assert_eq!(admin.post("/offboard", &fields).await.location(), "/offboardings?done=many");
    assert_eq!(begun().await, "p0 p3");
    assert!(admin.get("/offboardings?done=many").await.text.contains("The departures have begun"));

    let named = [("csrf", csrf.as_str()), ("list", "p6\n@p9:finance.test\nP12@x.example\nnobody@x.example\n")];
    let asked = admin.post("/offboard/named", &named).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "one of them is nobody");
    for told in ["3 people will be offboarded", "More than 2 at once need a second", "nobody@x.example", "Propose it"] {
        assert!(asked.text.contains(told), "{told}");
    }
    let fields = [("csrf", csrf.as_str()), ("person", "p6"), ("person", "p9"), ("person", "p12")];
    assert_eq!(admin.post("/offboard", &fields).await.location(), "/approvals?done=proposed");
    assert_eq!(begun().await, "p0 p3", "nothing happens until somebody else agrees");
    let sql = "SELECT kind, act, state FROM approvals";
    let rows = bridge.app.db.read(move |tx| tx.query(sql, &[])).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].text(0).unwrap(), "offboard_many");
    assert_eq!(rows[0].text(1).unwrap(), r#"{"act":"offboard_many","person_ids":["p12","p6","p9"]}"#);
    // Whoever proposed it cannot agree; somebody else can, and sees whom it is about.
    let waits = admin.get("/approvals").await;
    let id = rows_id(&bridge).await;
    let own = admin.post(&format!("/approvals/{id}/approve"), &[("csrf", &csrf)]).await;
    assert_eq!(own.location(), "/approvals?done=own");
    assert!(waits.text.contains("3 people: ") && waits.text.contains("NAME0003"));
    assert_eq!(begun().await, "p0 p3");
    let mut second = Browser::another(&bridge, OfficerRole::Administrator, "petro").await;
    let page = second.get("/approvals").await;
    let answer = second.post(&format!("/approvals/{id}/approve"), &[("csrf", &page.csrf())]).await;
    assert_eq!(answer.location(), "/approvals?done=approved");
    assert_eq!(begun().await, "p0 p12 p3 p6 p9");
    let empty = admin.post("/offboard", &[("csrf", &csrf)]).await;
    assert!(empty.text.contains("Nobody is selected"));
    assert!(acts(&bridge).await.contains(&"administrator:olena approval.propose".to_owned()));
}
