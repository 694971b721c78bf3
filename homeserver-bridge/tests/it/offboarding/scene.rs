//! A ministry's clerk in rooms of every kind, and colleagues in two ministries.

use homeserver_bridge::homeserver::{FakeHomeserver, FakeRoom, Homeserver, NewAccount};
use homeserver_bridge::offboarding::{self, Receipt};
use homeserver_bridge::officers::Scope;
use serde_json::{Value, json};

use crate::fixture::{Bridge, SYNC_TOKEN};
use crate::people::{PLAN, entry, join};

pub(crate) const ANNA: &str = "@anna:interior.test";
pub(crate) const BORIS: &str = "@boris:interior.test";
pub(crate) const OLHA: &str = "@olha:finance.test";
const EXTERNAL: &str = "@guest:externals.test";
pub(crate) const DAY_MS: i64 = 24 * 3600 * 1000;

/// The rooms that Anna is in, invited to, or knocks at.
pub(crate) const ROOMS: [&str; 8] =
    ["!alone", "!direct", "!empty", "!invited", "!knocked", "!moderated", "!others", "!with_external"];

async fn account(bridge: &Bridge, homeserver: &FakeHomeserver, person_id: &str, user_id: &str) {
    let account = NewAccount {
        user_id: user_id.to_owned(),
        display_name: "before".into(),
        email: format!("{}@interior.gov.example", person_id.to_lowercase()).parse().unwrap(),
        password: Some("secret".into()),
    };
    homeserver.create_account(&account).await.unwrap();
    homeserver.issue_token(user_id, user_id);
    let server = user_id.split_once(':').unwrap().1;
    let values = [user_id, person_id, server].map(Into::into).to_vec();
    let sql = "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms)
        VALUES ($1, $2, $3, 'active', 0)";
    bridge.app.db.write(move |tx| tx.execute(sql, &values)).await.unwrap();
}

/// Everybody at work.
pub(crate) async fn scene() -> Bridge {
    staff(Bridge::new()).await
}

/// The same, with another configuration.
pub(crate) async fn staff(bridge: Bridge) -> Bridge {
    let people = [("HR-1", "Anna", "interior"), ("HR-2", "Boris", "interior"), ("HR-3", "Olha", "finance")];
    join(&bridge, people.map(|(key, given, place)| entry(key, given, "Koval", place, json!({}))).to_vec()).await;
    account(&bridge, &bridge.interior, "HR-1", ANNA).await;
    account(&bridge, &bridge.interior, "HR-2", BORIS).await;
    account(&bridge, &bridge.finance, "HR-3", OLHA).await;
    let annas = |users: Value| FakeRoom::created_by(ANNA, users);
    let rule = |rule: &str| json!({"type": "im.vector.room.access_rules", "state_key": "", "content": {"rule": rule}});
    let mut direct = annas(json!({})).with(BORIS, "join", 2);
    direct.state.insert("im.vector.room.access_rules".into(), rule("direct"));
    for (id, room) in [
        ("!alone", annas(json!({})).with(BORIS, "join", 5).with(OLHA, "join", 3).with(EXTERNAL, "join", 2)),
        ("!moderated", annas(json!({BORIS: 50})).with(OLHA, "join", 2).with(BORIS, "join", 7)),
        ("!others", FakeRoom::created_by(BORIS, json!({ANNA: 100})).with(ANNA, "join", 2)),
        ("!direct", direct),
        ("!with_external", annas(json!({EXTERNAL: 100})).with(EXTERNAL, "join", 2)),
        ("!empty", annas(json!({}))),
        ("!invited", FakeRoom::created_by(OLHA, json!({})).with(ANNA, "invite", 2)),
        ("!knocked", FakeRoom::created_by(OLHA, json!({})).with(ANNA, "knock", 2)),
        ("!unrelated", FakeRoom::created_by(BORIS, json!({})).with(OLHA, "join", 2)),
    ] {
        bridge.rooms.put(id, room);
    }
    bridge
}

/// HR lets Anna go.
pub(crate) async fn hr_lets_go(bridge: &Bridge) -> Value {
    let (_, page) = bridge.api("GET", "/_depesha/sync/v1/people", Some(SYNC_TOKEN), Value::Null).await;
    let was = page["people"][0]["row_hash"].clone();
    let leave = json!({"kind": "leave", "person_id": "HR-1", "was": was});
    let body = json!({"plan_hash": PLAN, "changes": [leave]});
    let (_, answer) = bridge.api("POST", "/_depesha/sync/v1/changes", Some(SYNC_TOKEN), body).await;
    answer["answers"][0]["outcome"].clone()
}

/// Runs jobs as time goes by, until nothing is due for a while.
pub(crate) async fn work_for(bridge: &Bridge, ms: i64) {
    let mut left = ms;
    while left > 0 {
        bridge.work().await;
        bridge.clock.advance_ms(1000.min(left));
        left -= 1000;
    }
    bridge.work().await;
}

/// The receipt of Anna's only departure.
pub(crate) async fn receipt(bridge: &Bridge) -> Receipt {
    let lines = offboarding::of_person(&bridge.app, "HR-1").await.unwrap();
    assert_eq!(lines.len(), 1, "{lines:?}");
    offboarding::receipt(&bridge.app, "administrator:olena".into(), &Scope::All, lines[0].id.clone())
        .await
        .unwrap()
        .unwrap()
}

/// A receipt without its times, as a person would read it aloud.
pub(crate) fn told(receipt: &Receipt) -> String {
    let mut text = format!("{} {}\n", receipt.line.cause, receipt.line.state);
    for step in &receipt.steps {
        text += format!("{} {} {}", step.step, step.outcome, step.detail).trim_end();
        text += "\n";
    }
    for room in &receipt.rooms {
        let servers: Vec<String> =
            room.servers.iter().map(|s| format!("{} {}", s.server_name.replace(".test", ""), s.outcome)).collect();
        text += &format!(
            "{} {}, handover {} {}, {} {}[{}]\n",
            room.room_id,
            room.membership,
            room.handover,
            room.successors.join(" "),
            room.departure,
            room.detail,
            servers.join(", ")
        );
    }
    text
}

/// What must hold once a departure has reached all rooms, however it got there.
pub(crate) async fn everything_is_left(bridge: &Bridge) {
    let account = bridge.interior.account(ANNA).unwrap();
    assert!(account.locked && account.sessions_ended > 0);
    for id in ROOMS {
        assert_eq!(bridge.rooms.room(id).members[ANNA].0, "leave", "{id}");
    }
    for (id, user, level) in [
        ("!alone", OLHA, Some(100)),
        ("!alone", BORIS, None),
        ("!moderated", BORIS, Some(100)),
        ("!moderated", OLHA, None),
        ("!direct", BORIS, None),
        ("!others", BORIS, None),
    ] {
        assert_eq!(bridge.rooms.room(id).level(user), level, "{id} {user}");
    }
    let receipt = receipt(bridge).await;
    assert_eq!(receipt.line.state, "waiting", "{}", told(&receipt));
    assert!(receipt.rooms.iter().all(|room| room.departure == "done"), "{}", told(&receipt));
}
