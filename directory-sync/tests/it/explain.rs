//! `explain`: one person, in words.

use bridge_api::sync::Employment;

use crate::bridge::{Stage, line};

const INTERIOR: &str = "Ministry of the Interior";

fn staff(count: usize) -> Vec<String> {
    (0..count).map(|at| line(at, INTERIOR)).collect()
}

async fn explain(stage: &Stage, who: &str) -> String {
    let (code, out, err) = stage.run(&["explain", who]).await;
    assert_eq!(code, 0, "{out}{err}");
    assert!(!err.contains('@'), "no addresses in the log: {err}");
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_by_key_and_by_email_and_differences_are_told_field_by_field() {
    let stage = Stage::new().await;
    stage.register(staff(40));
    stage.bring_in_line().await;
    let mut lines = staff(40);
    lines[3] = lines[3].replace("Clerk", "Head");
    stage.register(lines);
    let by_key = explain(&stage, "hr-0003").await;
    assert_eq!(by_key, explain(&stage, "P3@gov.example").await);
    insta::assert_snapshot!(by_key, @r#"
    HR-0003

    The register lists the person, line 5:
      given name: Given3
      family name: Family3
      email: p3@gov.example
      organisation: interior
      unit: Office / Unit 0
      title: Head
      protected: no
      state: active

    The catalogue holds the person as working.
      title: "Clerk", in the register "Head"

    A plan made now:
      stores what the register says
    "#);
    insta::assert_snapshot!(explain(&stage, "HR-0004").await, @"
    HR-0004

    The register lists the person, line 6:
      given name: Given4
      family name: Family4
      email: p4@gov.example
      organisation: interior
      unit: Office / Unit 1
      title: Clerk
      protected: no
      state: active

    The catalogue holds the person as working.
      every field as in the register

    A plan made now:
      does nothing: the catalogue says what the register says
    ");
    let (code, out, _) = stage.run(&["explain", "HR-9999"]).await;
    assert_eq!(code, 2);
    assert!(out.contains("knows this person"), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn why_a_person_is_left_as_is() {
    let stage = Stage::new().await;
    stage.register(staff(40));
    stage.bring_in_line().await;
    {
        let mut world = stage.world.lock().expect("lock");
        let mut rows = world.rows.values_mut();
        rows.next().expect("a row").locked_from_sync = true;
        rows.next().expect("a row").employment = Employment::Left;
        rows.next().expect("a row").missing_reads = 2;
    }
    let mut lines = staff(41);
    lines[0] = lines[0].replace("Clerk", "Head");
    lines[4] = lines[4].replace(";;no", ";2026-13-01;no");
    lines[5] = lines[5].replace("p5@", "p6@");
    lines.remove(2);
    stage.register(lines);
    let verdicts = [
        ("HR-0000", "locked from sync: the account is locked from sync"),
        ("HR-0001", "takes the person back"),
        ("HR-0002", "does not count the person as missing"),
        ("HR-0004", "leaves the person as is: bad row: last day"),
        ("HR-0005", "leaves the person as is: email twice: the same email stands at line 7"),
        ("HR-0040", "adds the person"),
    ];
    stage.configure("missing_interval_hours = 12");
    for (key, wanted) in verdicts.into_iter().filter(|(key, _)| *key != "HR-0002") {
        let told = explain(&stage, key).await;
        assert!(told.contains(wanted), "{key}: {told}");
    }
    let told = explain(&stage, "HR-0002").await;
    assert!(told.contains("The register does not list the person"), "{told}");
    assert!(told.contains("missing from 2 readings in a row, of 3"), "{told}");
    assert!(told.contains("would be reading 3 of 3"), "{told}");
}
