//! `check` and `plan`: what they tell, and that they change nothing.

use std::fs;

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

              works  join  in  out  change  back  listed again  missing  leave  then works
    finance       0     2   0    0       0     0             0        0      0           2
    interior      0     3   0    0       0     0             0        0      0           3
    total         0     5   0    0       0     0             0        0      0           5

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
async fn an_empty_or_cut_off_register_stops_before_the_bridge_is_asked() {
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
async fn the_brakes_stop_a_mass_departure_and_no_plan_is_written() {
    let stage = Stage::new().await;
    stage.register(staff(200));
    stage.bring_in_line().await;
    fs::remove_file(stage.path("plan.json")).expect("removed");
    stage.register(staff(200).into_iter().skip(12));
    let (code, out, _) = stage.run(&["plan"]).await;
    assert_eq!(code, 2);
    let stopped = out.split("Stopped").nth(1).unwrap_or_default();
    insta::assert_snapshot!(stopped, @"
    by the brakes; no plan file was written:
     finance: 6 of 100 people would go, limits.organisation.gone_percent allows 5 %
     interior: 6 of 100 people would go, limits.organisation.gone_percent allows 5 %
     all organisations together: 12 of 200 people would go, limits.total.gone_percent allows 3 %
    ");
    assert!(!stage.path("plan.json").exists());
    let (code, _, err) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 1);
    assert!(err.contains("cannot read the plan"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_tells_every_finding_at_once() {
    let stage = Stage::new().await;
    let mut lines = staff(4);
    lines.push(line(1, FINANCE));
    lines.push("HR-0009;A;B;not an address;Ministry of Truth;;;31.12.2026;perhaps\n".to_owned());
    lines.push("HR-0010;A;B\n".to_owned());
    stage.register(lines);
    let (code, out, _) = stage.run(&["check"]).await;
    assert_eq!(code, 2);
    insta::assert_snapshot!(out, @r#"
    7 rows in the register, 5 usable
    0 people in the catalogue

    Set aside (left as they are): 9
      line 8: unreadable row: it has 3 fields where the first line names 9
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
