//! Bringing the catalogue in line without anybody looking: full readings and increments.

use std::fs;
use std::time::{Duration, SystemTime};

use bridge_api::sync::{Employment, PlanDecision};
use directory_sync::clock::Now;
use directory_sync::reconcile::{Reconciled, Reconciler};
use directory_sync::register::{Record, Row};

use crate::bridge::{Stage, line};

const INTERIOR: &str = "Ministry of the Interior";

fn staff(count: usize) -> Vec<String> {
    (0..count).map(|at| line(at, INTERIOR)).collect()
}

fn now(hour: u64) -> Now {
    Now::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000 + hour * 3600))
}

fn row(at: usize, post: &str, state: &str) -> Row {
    Ok(Record {
        place: format!("entry {at}"),
        person_id: format!("HR-{at:04}"),
        given_name: format!("Given{at}"),
        family_name: format!("Family{at}"),
        email: format!("p{at}@gov.example"),
        organisation: INTERIOR.into(),
        unit: format!("Office / Unit {}", at % 3),
        title: post.into(),
        state: state.into(),
        ..Record::default()
    })
}

fn applied(outcome: &Reconciled) -> usize {
    match outcome {
        Reconciled::Applied { report, .. } => report.applied,
        Reconciled::InLine => 0,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_reading_is_applied_and_then_there_is_nothing_to_do() {
    let stage = Stage::new().await;
    stage.register(staff(700));
    let config = stage.config();
    let mut reconciler = Reconciler::new(&config);
    assert_eq!(applied(&reconciler.full(now(0)).await.expect("in line")), 700);
    assert_eq!(stage.working(), 700);
    assert!(matches!(reconciler.full(now(1)).await.expect("in line"), Reconciled::InLine));
    fs::write(stage.path("people.csv"), "").expect("written");
    assert!(reconciler.full(now(2)).await.is_err());
    stage.register([]);
    assert!(matches!(reconciler.full(now(3)).await.expect("stopped"), Reconciled::Stopped(_)));
    assert_eq!(stage.working(), 700);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_increment_changes_whom_it_names_costs_as_much_and_counts_nobody_as_missing() {
    let stage = Stage::new().await;
    stage.register(staff(700));
    stage.configure("missing_interval_hours = 0");
    let config = stage.config();
    let mut reconciler = Reconciler::new(&config);
    reconciler.full(now(0)).await.expect("in line");
    let read = stage.world.lock().expect("lock").rows_read;
    let rows = vec![row(3, "Head", "active"), row(4, "Clerk", "suspended"), row(900, "Clerk", "active")];
    assert_eq!(applied(&reconciler.increment(rows.clone(), now(1)).await.expect("in line")), 3);
    assert!(matches!(reconciler.increment(rows, now(2)).await.expect("in line"), Reconciled::InLine));
    let world = stage.world.lock().expect("lock");
    assert!(world.rows_read - read <= 12, "{} rows were read for three", world.rows_read - read);
    let of = |key: &str| world.rows[&key.parse().expect("valid")].clone();
    assert_eq!((of("HR-0003").entry.title.as_str(), of("HR-0004").employment), ("Head", Employment::Suspended));
    assert_eq!((world.rows.len(), world.rows.values().map(|row| row.missing_reads).sum::<u32>()), (701, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_increment_comes_first_or_with_faults_or_with_nothing_in_it() {
    let stage = Stage::new().await;
    stage.register(staff(10));
    let config = stage.config();
    let mut reconciler = Reconciler::new(&config);
    assert!(matches!(reconciler.increment(vec![], now(0)).await.expect("nothing"), Reconciled::InLine));
    let bad = Ok(Record { email: "nobody".into(), ..row(1, "Clerk", "active").expect("a row") });
    assert_eq!(applied(&reconciler.increment(vec![bad, row(2, "Clerk", "")], now(0)).await.expect("applied")), 1);
    assert_eq!(stage.working(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_brakes_stop_is_submitted_once_and_applied_by_the_next_full_reading_after_approval() {
    let stage = Stage::new().await;
    stage.register(staff(200));
    stage.configure("missing_interval_hours = 0");
    let config = stage.config();
    let mut reconciler = Reconciler::new(&config);
    reconciler.full(now(0)).await.expect("in line");
    stage.register(staff(150));
    let waiting = |outcome: Reconciled| match outcome {
        Reconciled::Waiting { plan_hash, brakes } => (plan_hash, brakes),
        other => panic!("{other:?}"),
    };
    let first = waiting(reconciler.full(now(1)).await.expect("stopped"));
    assert!(!first.1.is_empty());
    let again = waiting(reconciler.full(now(2)).await.expect("stopped"));
    assert_eq!((&first, stage.world.lock().expect("lock").plans.len()), (&again, 1), "the same changes, the same plan");
    // What the brakes let through goes on meanwhile.
    assert_eq!(applied(&reconciler.increment(vec![row(1, "Head", "active")], now(2)).await.expect("applied")), 1);
    assert_eq!(stage.working(), 200);
    let mut lines = staff(150);
    lines[1] = lines[1].replace("Clerk", "Head");
    stage.register(lines);
    stage.decide(PlanDecision::Rejected);
    assert_eq!(waiting(reconciler.full(now(3)).await.expect("stopped")), first, "no is no, to the same changes");
    stage.decide(PlanDecision::Approved);
    assert_eq!(applied(&reconciler.full(now(4)).await.expect("applied")), 50);
    let missing = stage.world.lock().expect("lock").rows.values().filter(|row| row.missing_reads == 1).count();
    assert_eq!(missing, 50);
    assert!(matches!(reconciler.full(now(5)).await.expect("stopped"), Reconciled::Waiting { .. }), "the next plan");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_plan_that_was_overtaken_by_hand_holds_nothing_up() {
    let stage = Stage::new().await;
    stage.register(staff(200));
    stage.configure("missing_interval_hours = 0\nplan_valid_hours = 1000000");
    let config = stage.config();
    let mut reconciler = Reconciler::new(&config);
    reconciler.full(now(0)).await.expect("in line");
    stage.register(staff(150));
    assert!(matches!(reconciler.full(now(1)).await.expect("stopped"), Reconciled::Waiting { .. }));
    stage.register(staff(201));
    stage.bring_in_line().await;
    stage.decide(PlanDecision::Approved);
    assert!(matches!(reconciler.full(now(2)).await.expect("in line"), Reconciled::InLine));
    let missing = stage.world.lock().expect("lock").rows.values().filter(|row| row.missing_reads > 0).count();
    assert_eq!((missing, stage.working()), (0, 201));
}
