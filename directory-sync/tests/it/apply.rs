//! `apply` and `status`: exactly the plan, once, resumable, and counted afterwards.

use std::fs;

use bridge_api::sync::Employment;

use crate::bridge::{Stage, line};

const INTERIOR: &str = "Ministry of the Interior";

fn staff(count: usize) -> Vec<String> {
    (0..count).map(|at| line(at, INTERIOR)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn applying_brings_the_catalogue_in_line_and_a_second_plan_is_empty() {
    let stage = Stage::new().await;
    stage.register(staff(1203));
    let out = stage.bring_in_line().await;
    assert!(out.contains("1203 changes applied, 0 had been applied before"), "{out}");
    assert!(out.contains("interior       0  1203"), "{out}");
    let batches = stage.world.lock().expect("lock").batches.clone();
    assert_eq!(batches.iter().map(|(_, size)| *size).collect::<Vec<_>>(), [500, 500, 203]);
    let (_, out, _) = stage.run(&["plan"]).await;
    assert!(out.starts_with("1203 people listed, 0 changes planned"), "{out}");
    let (code, out, _) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 0, "{out}");
    assert_eq!(stage.world.lock().expect("lock").batches.len(), 3, "an empty plan sends nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_plan_is_refused() {
    let stage = Stage::new().await;
    stage.register(staff(3));
    stage.run(&["plan"]).await;
    let text = fs::read_to_string(stage.path("plan.json")).expect("read");
    fs::write(stage.path("plan.json"), text.replace("Given1", "Mallory")).expect("written");
    let (code, _, err) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 1);
    assert!(err.contains("changed after it was made"), "{err}");
    assert_eq!(stage.working(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_broke_off_is_finished_by_applying_the_same_plan_again() {
    let stage = Stage::new().await;
    stage.register(staff(1203));
    stage.run(&["plan"]).await;
    stage.world.lock().expect("lock").fail_from_batch = Some(1);
    let (code, _, err) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 1);
    assert!(err.contains("503"), "{err}");
    assert_eq!(stage.working(), 500);
    stage.world.lock().expect("lock").fail_from_batch = None;
    let (code, out, _) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("703 changes applied, 500 had been applied before"), "{out}");
    assert_eq!(stage.working(), 1203);
    let hashes: std::collections::BTreeSet<_> =
        stage.world.lock().expect("lock").batches.iter().map(|(hash, _)| hash.clone()).collect();
    assert_eq!(hashes.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_world_that_changed_since_the_plan_stops_everything() {
    let stage = Stage::new().await;
    stage.register(staff(10));
    stage.bring_in_line().await;
    stage.register((0..10).map(|at| line(at, INTERIOR).replace("Clerk", "Head")));
    stage.configure("organisation.changed_percent = 100\ntotal.changed_percent = 100");
    let (code, out, _) = stage.run(&["plan"]).await;
    assert_eq!(code, 0, "{out}");
    {
        let mut world = stage.world.lock().expect("lock");
        let row = world.rows.values_mut().nth(4).expect("five people");
        row.entry.phone = "1".into();
        row.row_hash = row.entry.row_hash();
    }
    let (code, out, _) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 3);
    assert!(out.contains("0 changes applied") && out.contains("  HR-0004\n"), "{out}");
    assert_eq!(stage.world.lock().expect("lock").batches.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overtaken_plan_is_refused() {
    let stage = Stage::new().await;
    stage.register(staff(2));
    stage.run(&["plan", "--out", "old.json"]).await;
    stage.register(staff(3));
    stage.bring_in_line().await;
    let (code, _, err) = stage.run(&["apply", "old.json"]).await;
    assert_eq!(code, 1);
    assert!(err.contains("another plan was applied"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn done_is_what_is_found_afterwards_and_not_what_was_answered() {
    let stage = Stage::new().await;
    stage.register(staff(2));
    stage.run(&["plan"]).await;
    stage.world.lock().expect("lock").lie = true;
    let (code, out, _) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 2);
    assert!(out.contains("Not found in the catalogue afterwards; make a new plan: 2"), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_and_the_rest_goes_on() {
    let stage = Stage::new().await;
    stage.register(staff(3));
    stage.run(&["plan"]).await;
    stage.world.lock().expect("lock").refuse = Some("HR-0001".parse().expect("valid"));
    let (code, out, _) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!((code, stage.working()), (2, 2));
    assert!(out.contains("HR-0001: an administrator decides"), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leaver_is_missing_twice_then_left_and_readings_close_together_count_once() {
    let stage = Stage::new().await;
    stage.register(staff(30));
    stage.bring_in_line().await;
    stage.register(staff(29));
    stage.bring_in_line().await;
    let (_, out, _) = stage.run(&["plan"]).await;
    assert!(
        out.contains("0 changes planned") && out.contains("1 people are not listed; this reading does not count"),
        "{out}"
    );
    stage.configure("missing_interval_hours = 0");
    stage.bring_in_line().await;
    assert_eq!(stage.working(), 30);
    let out = stage.bring_in_line().await;
    assert!(out.contains("interior      30   29"), "{out}");
    let left = stage.world.lock().expect("lock").rows.values().last().map(|row| row.employment);
    assert_eq!(left, Some(Employment::Left));
    let (code, out, _) = stage.run(&["status"]).await;
    assert_eq!(code, 0);
    assert!(
        out.starts_with("interior: 29 working\n0 missing from the last reading, 0 suspended, 1 have left"),
        "{out}"
    );
    assert!(out.contains("last applied: plan "), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_plan_or_one_for_another_bridge_is_refused() {
    let stage = Stage::new().await;
    let other = Stage::new().await;
    stage.register(staff(2));
    stage.run(&["plan"]).await;
    fs::copy(stage.path("plan.json"), other.path("plan.json")).expect("copied");
    let (code, _, err) = other.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 1);
    assert!(err.contains("the plan was made for the bridge"), "{err}");
    stage.configure("plan_valid_hours = 0");
    let (code, _, err) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 1);
    assert!(err.contains("older than limits.plan_valid_hours"), "{err}");
    assert_eq!((stage.working(), other.working()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_every_batch_and_started_again_it_comes_to_the_same() {
    let stage = Stage::new().await;
    stage.register(staff(1703));
    stage.run(&["plan"]).await;
    for batch in 0..4 {
        stage.world.lock().expect("lock").hang_at_batch = Some(batch);
        stage.run_until(&["apply", "plan.json"], |world| world.batches.len() > batch).await;
        assert_eq!(stage.working(), (500 * (batch + 1)).min(1703));
    }
    stage.world.lock().expect("lock").hang_at_batch = None;
    let (code, out, err) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("0 changes applied, 1703 had been applied before"), "{out}");
    let batches = stage.world.lock().expect("lock").batches.clone();
    assert_eq!(batches.iter().map(|(_, size)| *size).collect::<Vec<_>>(), [500, 500, 500, 203], "nothing twice");
    let (_, out, _) = stage.run(&["plan"]).await;
    assert!(out.contains("0 changes planned"), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_counting_the_missing_it_does_not_count_them_twice() {
    let stage = Stage::new().await;
    stage.register(staff(40));
    stage.bring_in_line().await;
    stage.register(staff(38));
    stage.run(&["plan"]).await;
    stage.world.lock().expect("lock").hang_at_batch = Some(1);
    stage.run_until(&["apply", "plan.json"], |world| world.batches.len() > 1).await;
    stage.world.lock().expect("lock").hang_at_batch = None;
    let (_, out, _) = stage.run(&["plan", "--out", "next.json"]).await;
    assert!(out.contains("0 changes planned") && out.contains("2 people are not listed"), "{out}");
    let (code, out, _) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 0, "{out}");
    let counts: Vec<u32> = stage.world.lock().expect("lock").rows.values().map(|row| row.missing_reads).collect();
    assert_eq!((counts.iter().sum::<u32>(), counts.iter().max()), (2, Some(&1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_apply_at_once_do_no_harm() {
    let stage = Stage::new().await;
    stage.register(staff(2203));
    stage.run(&["plan"]).await;
    let (one, other) = tokio::join!(stage.run(&["apply", "plan.json"]), stage.run(&["apply", "plan.json"]));
    for (code, out, err) in [&one, &other] {
        assert!([0, 3].contains(code), "{out}{err}");
    }
    assert_eq!(stage.working(), 2203);
    let applied = |out: &str| {
        let line = out.lines().find(|line| line.contains("changes applied")).expect("a report");
        line.split(' ').next().expect("a count").parse::<usize>().expect("a number")
    };
    assert_eq!(applied(&one.1) + applied(&other.1), 2203, "everything once: {}{}", one.1, other.1);
    let (_, out, err) = stage.run(&["plan"]).await;
    assert!(out.contains("0 changes planned"), "{out}{err}");
}
