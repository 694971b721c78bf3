//! A ministry of the departures' scene, whose Anna moves; and the sentences that the tests say about it.

use axum::http::StatusCode;
use homeserver_bridge::moves::{self, Record};
use homeserver_bridge::officers::Scope;
use serde_json::{Value, json};

use crate::accounts;
use crate::fixture::{Bridge, call};
pub(crate) use crate::offboarding::scene::{ANNA, BORIS, DAY_MS, OLHA, work_for};
use crate::people::entry;
use crate::sync::{outcome, row, update};

/// Anna's work email as long as she is at the Interior, and at Finance.
pub(crate) const AT_INTERIOR: &str = "hr-1@interior.gov.example";
pub(crate) const AT_FINANCE: &str = "hr-1@finance.gov.example";
/// Her new account.
pub(crate) const NEW: &str = "@anna.koval:finance.test";

/// HR says that Anna works there.
pub(crate) async fn hr_moves(bridge: &Bridge, organisation: &str, change: Value) -> String {
    let was = row(bridge, "HR-1").await;
    outcome(bridge, update(entry("HR-1", "Anna", "Koval", organisation, change), &was)).await
}

/// Anna signs up with the address that she has now; answers her Matrix id.
pub(crate) async fn sign_up(bridge: &Bridge, email: &str) -> String {
    // Whatever else is to be mailed goes first.
    bridge.work().await;
    accounts::sign_up(bridge, email).await
}

/// Anna moves to Finance and signs up there; the jobs have run.
pub(crate) async fn moved(bridge: &Bridge) {
    assert_eq!(hr_moves(bridge, "finance", json!({})).await, "applied");
    assert_eq!(sign_up(bridge, AT_FINANCE).await, NEW);
    bridge.work().await;
}

/// Every account of Anna's: id, state, and whether she moves away from it.
pub(crate) async fn accounts_of_anna(bridge: &Bridge) -> String {
    let sql = "SELECT user_id, state, moved FROM accounts WHERE person_id = 'HR-1' ORDER BY user_id";
    let rows = bridge.app.db.read(|tx| tx.query(sql, &[])).await.unwrap();
    let line = |row: &homeserver_bridge::database::Row| {
        let moved = if row.flag(2).unwrap() { " moved" } else { "" };
        format!("{} {}{moved}", row.text(0).unwrap(), row.text(1).unwrap())
    };
    rows.iter().map(line).collect::<Vec<_>>().join(", ")
}

/// The records of Anna's moves, oldest first.
pub(crate) async fn records(bridge: &Bridge) -> Vec<Record> {
    let mut records = Vec::new();
    for line in moves::of_person(&bridge.app, "HR-1").await.unwrap().into_iter().rev() {
        records.push(
            moves::record(&bridge.app, "administrator:olena".into(), &Scope::All, line.id).await.unwrap().unwrap(),
        );
    }
    records
}

/// The record of Anna's only move.
pub(crate) async fn record(bridge: &Bridge) -> Record {
    let mut records = records(bridge).await;
    assert_eq!(records.len(), 1);
    records.remove(0)
}

/// A record without its times, as a person would read it aloud.
pub(crate) fn told(record: &Record) -> String {
    let line = &record.line;
    let mut text = format!(
        "{} to {} {}: {}\n",
        line.user_id,
        line.organisation,
        line.new_user_id.as_deref().unwrap_or("-"),
        line.state
    );
    for step in &record.steps {
        text += format!("{} {} {}", step.step, step.outcome, step.detail).trim_end();
        text += "\n";
    }
    for room in &record.rooms {
        text +=
            format!("{} {}, {}, rights {} {}", room.room_id, room.membership, room.outcome, room.rights, room.detail)
                .trim_end();
        text += "\n";
    }
    text
}

/// Whom a colleague finds under Anna's name, and whom the card of an account shows.
pub(crate) async fn found(bridge: &Bridge) -> Option<String> {
    let body = json!({"term": "anna"});
    let (status, answer) = bridge.api("POST", "/_depesha/v1/people/search", Some(BORIS), body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["people"].as_array().unwrap().len(), 1, "{answer}");
    answer["people"][0]["user_id"].as_str().map(str::to_owned)
}

/// Whom the card of an account shows to a colleague.
pub(crate) async fn card_of(bridge: &Bridge, user_id: &str) -> Option<String> {
    let path = format!("/_depesha/v1/people/of/{user_id}");
    let (_, answer) = bridge.api("GET", &path, Some(BORIS), Value::Null).await;
    answer["user_id"].as_str().map(str::to_owned)
}

/// What the account that asks is told of its owner's moves.
pub(crate) async fn own(bridge: &Bridge, user_id: &str) -> Value {
    let (home, name) = if user_id.ends_with(":finance.test") {
        (&bridge.finance, "finance.test")
    } else {
        (&bridge.interior, "interior.test")
    };
    home.issue_token(user_id, user_id);
    let router = homeserver_bridge::http::front_door_router(bridge.app.clone(), name.parse().unwrap());
    let (status, answer) = call(router, "GET", "/_depesha/v1/people/me/moves", Some(user_id), Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

/// The first lines of the mails to Anna, in order.
pub(crate) fn letters(bridge: &Bridge) -> Vec<String> {
    let mails = bridge.mail.sent();
    let annas = mails.iter().filter(|mail| mail.to.as_str().starts_with("hr-1@"));
    annas.map(|mail| format!("{}: {}", mail.to.as_str(), mail.text.lines().next().unwrap_or_default())).collect()
}

/// What must hold once the new account was invited everywhere, however it got there.
pub(crate) async fn everything_is_moved(bridge: &Bridge) {
    for (room, membership) in [
        ("!alone", "invite"),
        ("!direct", "invite"),
        ("!empty", "invite"),
        ("!moderated", "invite"),
        ("!others", "invite"),
        ("!with_external", "invite"),
    ] {
        let room_now = bridge.rooms.room(room);
        assert_eq!(room_now.members.get(NEW).map(|(word, _)| *word), Some(membership), "{room}");
        assert_eq!(room_now.level(NEW), Some(100), "{room}");
        assert_eq!(room_now.members[ANNA].0, "join", "{room}");
    }
    for room in ["!invited", "!knocked", "!unrelated"] {
        assert!(!bridge.rooms.room(room).members.contains_key(NEW), "{room}");
    }
    let record = record(bridge).await;
    assert_eq!(record.line.state, "grace", "{}", told(&record));
    assert!(record.steps.iter().all(|step| step.outcome == "done" || step.step == "close"), "{}", told(&record));
}
