//! `check` and `plan`: what they tell, and that they change nothing.

use std::fs;

use bridge_api::sync::PlanDecision;

use crate::bridge::{HEAD, Stage, line};

const INTERIOR: &str = "Ministry of the Interior";
const FINANCE: &str = "Ministry of Finance";

fn staff(count: usize) -> Vec<String> {
    (0..count).map(|at| line(at, if at % 2 == 0 { INTERIOR } else { FINANCE })).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_good_token_nothing_is_read_and_the_token_is_not_shown() {
    let stage = Stage::new().await;
    stage.register(staff(3));
    fs::write(stage.path("token"), "wrong-token").expect("written");
    let (code, out, err) = stage.run(&["plan"]).await;
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("refuses the token"), "{err}");
    assert!(!err.contains("wrong-token"));
    fs::write(stage.path("token"), " \n").expect("written");
    let (code, _, err) = stage.run(&["plan"]).await;
    assert_eq!(code, 1);
    assert!(err.contains("holds no token"), "{err}");
    assert!(!stage.path("plan.json").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_shown_written_and_changes_nothing() {
    let stage = Stage::new().await;
    stage.register(staff(5));
    let (code, out, err) = stage.run(&["plan"]).await;
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains('@') && !out.contains("Given1") && !err.contains('@'));
    let shown = out.split("\nPlan ").next().unwrap_or_default();
    insta::assert_snapshot!(shown, @"
    5 people listed, 5 changes planned

              works  join  in  out  change  back  listed again  suspended  missing  leave  then works
    finance       0     2   0    0       0     0             0          0        0      0           2
    interior      0     3   0    0       0     0             0          0        0      0           3
    total         0     5   0    0       0     0             0          0        0      0           5

    Joining: 5
      HR-0000: interior
      HR-0001: finance
      HR-0002: interior
      HR-0003: finance
      HR-0004: interior
    ");
    assert!(stage.path("plan.json").exists());
    assert_eq!(stage.working(), 0);
    assert!(stage.world.lock().expect("lock").batches.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_or_cut_off_register_stops_everything() {
    let stage = Stage::new().await;
    stage.register(staff(40));
    stage.bring_in_line().await;
    fs::remove_file(stage.path("plan.json")).expect("removed");
    let whole = fs::read_to_string(stage.path("people.csv")).expect("read");
    for (content, sign) in [
        ("", "the file is empty"),
        (HEAD, "never taken for an empty state"),
        (&whole[..whole.len() / 2], "cut off"),
        (&whole.replace("Given3;", "\"Given3;"), "swallows following lines"),
    ] {
        fs::write(stage.path("people.csv"), content).expect("written");
        let (code, out, err) = stage.run(&["plan"]).await;
        assert_ne!(code, 0);
        assert!(format!("{out}{err}").contains(sign), "{sign}: {out}{err}");
        assert!(!stage.path("plan.json").exists());
    }
    assert_eq!(stage.working(), 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_that_breaks_off_is_an_error_and_no_short_catalogue() {
    let stage = Stage::new().await;
    stage.register(staff(150));
    stage.bring_in_line().await;
    stage.world.lock().expect("lock").fail_page = Some(400);
    let (code, out, err) = stage.run(&["plan"]).await;
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("reading the catalogue"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mass_departure_waits_for_the_administrators_and_is_applied_once_they_approve() {
    let stage = Stage::new().await;
    stage.register(staff(200));
    stage.bring_in_line().await;
    fs::remove_file(stage.path("plan.json")).expect("removed");
    stage.register(staff(200).into_iter().skip(12));
    let (code, out, err) = stage.run(&["plan"]).await;
    assert_eq!(code, 2, "{err}");
    let stopped = out.split("Stopped ").nth(1).unwrap_or_default();
    insta::assert_snapshot!(stopped, @"
    by the brakes:
      finance: 6 of 100 people would go, limits.organisation.gone_percent allows 5 %
      interior: 6 of 100 people would go, limits.organisation.gone_percent allows 5 %
      all organisations together: 12 of 200 people would go, limits.total.gone_percent allows 3 %

    Nothing of it is applied unless 2 different administrators approve it in the console. Then:
      directory-sync apply plan.json
    ");
    let submitted: Vec<_> = {
        let world = stage.world.lock().expect("lock");
        world.plans.values().map(|(plan, _)| plan.clone()).collect()
    };
    assert_eq!((submitted.len(), submitted[0].lines_total, submitted[0].brakes.len()), (1, 12, 3));
    assert_eq!((submitted[0].lines.len(), submitted[0].lines[0].as_str()), (12, "missing: HR-0000: reading 1"));
    assert_eq!(submitted[0].organisations.iter().map(|counts| counts.missing).collect::<Vec<_>>(), [6, 6]);

    let (code, out, _) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 2);
    assert!(out.contains("0 of 2 administrators have approved it; 2 more must approve it in the console"), "{out}");
    stage.decide(PlanDecision::Rejected);
    let (code, out, _) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 2);
    assert!(out.contains("An administrator has rejected this plan"), "{out}");
    let missing = |stage: &Stage| {
        let world = stage.world.lock().expect("lock");
        world.rows.values().filter(|row| row.missing_reads == 1).count()
    };
    assert_eq!(missing(&stage), 0);
    stage.decide(PlanDecision::Approved);
    let (code, out, _) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("12 changes applied"), "{out}");
    assert_eq!(missing(&stage), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_braked_plan_that_the_bridge_never_heard_of_is_submitted_when_it_is_to_be_applied() {
    let stage = Stage::new().await;
    stage.register(staff(200));
    stage.bring_in_line().await;
    stage.register(staff(150));
    stage.run(&["plan"]).await;
    stage.world.lock().expect("lock").plans.clear();
    let (code, out, _) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!((code, stage.world.lock().expect("lock").plans.len()), (2, 1), "{out}");
    assert!(out.contains("Stopped by the brakes"), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn plan_is_what_is_done_when_no_command_is_given() {
    let stage = Stage::new().await;
    stage.register(staff(3));
    let (code, out, _) = stage.run(&[]).await;
    assert_eq!(code, 0);
    assert!(out.contains("3 changes planned") && stage.path("plan.json").exists(), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn suspensions_and_moves_are_told_and_counted() {
    let stage = Stage::new().await;
    stage.register(staff(6));
    stage.bring_in_line().await;
    let mut lines = staff(6);
    lines[0] = lines[0].replace(";active", ";suspended");
    lines[1] = lines[1].replace(FINANCE, INTERIOR);
    lines[2] = lines[2].replace("Clerk", "Head");
    stage.register(lines);
    let out = stage.bring_in_line().await;
    assert!(out.contains("3 changes applied"), "{out}");
    let (_, out, _) = stage.run(&["plan"]).await;
    assert!(out.contains("0 changes planned"), "{out}");
    let (_, out, _) = stage.run(&["status"]).await;
    assert!(out.starts_with("finance: 2 working\ninterior: 3 working\n0 missing"), "{out}");
    assert!(out.contains("1 suspended"), "{out}");
    stage.register(staff(6));
    let (_, out, _) = stage.run(&["plan"]).await;
    let people = out.split("then works\n").nth(1).unwrap_or_default().split("\nPlan ").next().unwrap_or_default();
    insta::assert_snapshot!(people, @"
    finance       2     0   1    0       0     0             0          0        0      0           3
    interior      3     0   0    1       2     0             0          0        0      0           3
    total         5     0   1    1       2     0             0          0        0      0           6

    Moving to another organisation: 1
      HR-0001: moves interior → finance

    Working again after a suspension: 1
      HR-0000: works again

    Changing: 1
      HR-0002: title
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_tells_every_finding_at_once() {
    let stage = Stage::new().await;
    let mut lines = staff(4);
    lines.push(line(1, FINANCE));
    lines.push("HR-0009;A;B;not an address;Ministry of Truth;;;31.12.2026;perhaps;\n".to_owned());
    lines.push("HR-0010;A;B\n".to_owned());
    stage.register(lines);
    let (code, out, _) = stage.run(&["check"]).await;
    assert_eq!(code, 2);
    insta::assert_snapshot!(out, @r#"
    7 rows in the register, 5 usable
    0 people in the catalogue

    Set aside (left as they are): 9
      line 8: unreadable row: it has 3 fields where the first line names 10
      line 7, HR-0009: bad row: email: a work email address has exactly one @, with a name before it and a domain after it; the organisation "Ministry of Truth" is not in the table [organisations]; last day: "99.99.9999" is not a day written as YYYY-MM-DD; protected: "perhaps" is neither one of protected_yes nor of protected_no
      line 3, HR-0001: key twice: the same key stands at line 6
      line 6, HR-0001: key twice: the same key stands at line 3
      line 3, HR-0001: email twice: the same email stands at line 6
      line 6, HR-0001: email twice: the same email stands at line 3
      mapping.organisation: unknown word: 1 rows hold words that are not in organisations: "Ministry of Truth" (1)
      mapping.protected: unknown word: 1 rows hold words that are not in protected_yes and protected_no: "perhaps" (1)
      mapping.ends_on: unreadable day: 1 rows hold a day that is not written as mapping.dates says

    Notes: 1
      register: keys unknown: the key of some row cannot be read, so nobody is counted as missing this time
    "#);
}
