//! Plans that the brakes stopped: submitted by a register, held back until administrators have decided.

use axum::http::StatusCode;
use homeserver_bridge::officers::{OfficerRole, Proof, Scope, Session};
use homeserver_bridge::plans::{self, Decided};
use serde_json::{Value, json};

use crate::fixture::{Bridge, MODULE_TOKEN, SCANNER_TOKEN, SYNC_TOKEN};
use crate::people::{PLAN, entry};
use crate::sync::audited;

pub(crate) const PLANS: &str = "/_depesha/sync/v1/plans";
const HOUR: i64 = 3_600_000;

/// A plan that signs 1,204 people out.
pub(crate) fn submission() -> Value {
    let counts = |organisation: &str, left: u64| {
        json!({"organisation": organisation, "working": 2000, "joined": 3, "changed": 4, "moved_in": 0,
            "moved_out": 0, "suspended": 0, "returned": 1, "missing": 0, "left": left})
    };
    json!({"plan_hash": PLAN, "made_at_ms": 1_795_302_360_000_i64,
        "brakes": ["Interior: 1,200 of 2,000 people would leave, more than 2 percent."],
        "organisations": [counts("interior", 1200), counts("finance", 4)],
        "lines": (0..250).map(|n| format!("leave HR-{n} <b>Anna</b>")).collect::<Vec<_>>(), "lines_total": 1212})
}

async fn submit(bridge: &Bridge, body: Value) -> (StatusCode, Value) {
    bridge.api("POST", PLANS, Some(SYNC_TOKEN), body).await
}

async fn standing(bridge: &Bridge) -> Value {
    let (status, answer) = bridge.api("GET", &format!("{PLANS}/{PLAN}"), Some(SYNC_TOKEN), Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

/// Sends one change under a plan's hash; answers the status and the error code.
async fn apply(bridge: &Bridge, hash: &str, key: &str) -> (StatusCode, String) {
    let changes = json!([{"kind": "join", "entry": entry(key, "A", "B", "interior", json!({}))}]);
    let body = json!({"plan_hash": hash, "changes": changes});
    let (status, answer) = bridge.api("POST", "/_depesha/sync/v1/changes", Some(SYNC_TOKEN), body).await;
    (status, answer["errcode"].as_str().unwrap_or_default().to_owned())
}

fn officer(name: &str) -> Session {
    Session {
        name: name.to_owned(),
        role: OfficerRole::Administrator,
        scope: Scope::All,
        csrf: String::new(),
        proof: Proof::default(),
    }
}

async fn approve(bridge: &Bridge, name: &str) -> Decided {
    plans::approve(&bridge.app, &officer(name), PLAN).await.unwrap()
}

fn refused() -> (StatusCode, String) {
    (StatusCode::FORBIDDEN, "ORG.DEPESHA.PLAN_NOT_APPROVED".to_owned())
}

fn applied() -> (StatusCode, String) {
    (StatusCode::OK, String::new())
}

#[tokio::test]
async fn only_a_registers_token_submits_and_asks_and_only_for_its_own() {
    let bridge = Bridge::changed(|config| {
        let mut other = config.sync_actors[0].clone();
        other.register = "other".to_owned();
        let folder = config.database.parent().unwrap().join("other-token");
        std::fs::write(&folder, "other-token").unwrap();
        other.token_file = homeserver_bridge::config::SecretFile::new(folder);
        other.organisations.retain(|o| o.as_str() == "finance");
        config.sync_actors.push(other);
    });
    bridge.interior.issue_token("anna", "@anna:interior.test");
    for token in [None, Some("anna"), Some(MODULE_TOKEN), Some(SCANNER_TOKEN)] {
        for (method, path) in [("POST", PLANS.to_owned()), ("GET", format!("{PLANS}/{PLAN}"))] {
            let (status, _) = bridge.api(method, &path, token, submission()).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {token:?}");
        }
    }
    let (status, _) = bridge.door("POST", PLANS, Some(SYNC_TOKEN), submission()).await;
    assert_ne!(status, StatusCode::OK, "not at a front door");
    // The other register may not write the Interior, nor ask about the first one's plan, nor put its own in its place.
    let (status, _) = bridge.api("POST", PLANS, Some("other-token"), submission()).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(submit(&bridge, submission()).await.0, StatusCode::OK);
    let (status, _) = bridge.api("GET", &format!("{PLANS}/{PLAN}"), Some("other-token"), Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let mut theirs = submission();
    theirs["organisations"].as_array_mut().unwrap().remove(0);
    let (status, _) = bridge.api("POST", PLANS, Some("other-token"), theirs).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _) = bridge.api("GET", &format!("{PLANS}/{}", "b".repeat(64)), Some(SYNC_TOKEN), Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_plan_of_another_form_is_refused_whole() {
    let bridge = Bridge::new();
    for (field, value) in [
        ("plan_hash", json!("x")),
        ("plan_hash", json!("x".repeat(64))),
        ("lines", json!(vec!["a"; 2001])),
        ("lines_total", json!(1)),
        ("brakes", json!(["a".repeat(2001)])),
        ("brakes", json!(vec!["a"; 501])),
        ("organisations", json!([{"organisation": "interior"}])),
    ] {
        let mut plan = submission();
        plan[field] = value;
        let (status, answer) = submit(&bridge, plan).await;
        assert_eq!((status, answer["errcode"].as_str()), (StatusCode::BAD_REQUEST, Some("M_BAD_JSON")), "{field}");
    }
    let mut large = submission();
    large["brakes"] = json!(["x".repeat(2 << 20)]);
    assert_eq!(submit(&bridge, large).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let count = bridge.app.db.read(|tx| tx.query("SELECT 1 FROM plans", &[])).await.unwrap().len();
    assert_eq!(count, 0);
}

#[tokio::test]
async fn changes_wait_for_two_different_administrators() {
    let bridge = Bridge::new();
    let (status, answer) = submit(&bridge, submission()).await;
    assert_eq!((status, &answer), (StatusCode::OK, &json!({"decision": "waiting", "approvals": 0, "needed": 2})));
    assert_eq!(submit(&bridge, submission()).await.1, answer, "the same again changes nothing");
    assert_eq!(apply(&bridge, PLAN, "HR-1").await, refused());
    assert_eq!(apply(&bridge, &PLAN.to_uppercase(), "HR-1").await, refused(), "a hash has one spelling");
    // A plan that no brake stopped is not held up.
    assert_eq!(apply(&bridge, &"c".repeat(64), "HR-0").await, applied());

    assert_eq!(approve(&bridge, "olena").await, Decided::First);
    assert_eq!(approve(&bridge, "olena").await, Decided::Again);
    assert_eq!(standing(&bridge).await, json!({"decision": "waiting", "approvals": 1, "needed": 2}));
    assert_eq!(apply(&bridge, PLAN, "HR-1").await, refused());
    assert_eq!(approve(&bridge, "petro").await, Decided::Approved);
    assert_eq!(approve(&bridge, "maria").await, Decided::TooLate);
    assert_eq!(standing(&bridge).await["decision"], "approved");
    assert_eq!(apply(&bridge, PLAN, "HR-1").await, applied());
    assert_eq!(apply(&bridge, PLAN, "HR-2").await, applied());
    // What has begun can be neither stopped nor overtaken by time.
    assert_eq!(plans::reject(&bridge.app, &officer("maria"), PLAN).await.unwrap(), Decided::TooLate);
    bridge.clock.advance_ms(100 * HOUR);
    assert_eq!(apply(&bridge, PLAN, "HR-3").await, applied());
    insta::assert_snapshot!(audited(&bridge).await.into_iter().filter(|l| l.contains("plan.")).collect::<Vec<_>>().join("\n"), @"
    sync:hr plan.submit PLAN
    administrator:olena plan.approve PLAN approvals=1
    administrator:petro plan.approve PLAN approvals=2
    sync:hr plan.apply PLAN
    ");
}

#[tokio::test]
async fn one_rejection_is_for_good_also_after_the_approval() {
    for approvals in [0, 1, 2] {
        let bridge = Bridge::new();
        submit(&bridge, submission()).await;
        for name in ["olena", "petro"].iter().take(approvals) {
            approve(&bridge, name).await;
        }
        assert_eq!(plans::reject(&bridge.app, &officer("maria"), PLAN).await.unwrap(), Decided::Rejected);
        assert_eq!(standing(&bridge).await["decision"], "rejected");
        assert_eq!(approve(&bridge, "petro").await, Decided::TooLate);
        assert_eq!(submit(&bridge, submission()).await.1["decision"], "rejected", "submitting it again does not help");
        assert_eq!(apply(&bridge, PLAN, "HR-1").await, refused());
    }
    let bridge = Bridge::new();
    assert_eq!(approve(&bridge, "olena").await, Decided::Unknown);
}

#[tokio::test]
async fn a_plan_runs_out_and_begins_anew_when_it_is_submitted_again() {
    let bridge = Bridge::changed(|config| config.plans.expire_after_hours = 2);
    submit(&bridge, submission()).await;
    approve(&bridge, "olena").await;
    bridge.clock.advance_ms(2 * HOUR);
    assert_eq!(standing(&bridge).await["decision"], "rejected");
    assert_eq!(approve(&bridge, "petro").await, Decided::TooLate);
    assert_eq!(plans::waiting(&bridge.app).await.unwrap(), 0);
    let again = submit(&bridge, submission()).await.1;
    assert_eq!(again, json!({"decision": "waiting", "approvals": 0, "needed": 2}), "old approvals do not count");
    approve(&bridge, "olena").await;
    approve(&bridge, "petro").await;
    bridge.clock.advance_ms(2 * HOUR);
    assert_eq!(apply(&bridge, PLAN, "HR-1").await, refused(), "approved, but nobody applied it in time");
}
