//! The text that a reviewer reads.

use bridge_api::PersonId;

use super::*;
use crate::samples::{catalogue, entry, row};
use crate::tally::Tallies;

fn key(text: &str) -> PersonId {
    text.parse().expect("valid")
}

#[test]
fn a_reviewer_sees_counts_keys_and_fields_and_no_names_or_addresses() {
    let known = catalogue(["A", "B", "C", "D"].map(|key| row(entry(key, "interior"))));
    let moved = Entry {
        organisation: "finance".parse().expect("valid"),
        title: "Head of budget".into(),
        protected: true,
        ..entry("A", "interior")
    };
    let was = known[&key("A")].row_hash.clone();
    let mut changes = vec![
        Change::Leave { person_id: key("B"), was: was.clone() },
        Change::Missing { person_id: key("C"), missing_reads: 2 },
        Change::Update { entry: moved, was: was.clone() },
        Change::Update { entry: entry("D", "interior"), was },
    ];
    changes.extend((1..=22).map(|at| Change::Join { entry: entry(&format!("N{at}"), "finance") }));
    let finding = |gravity, person: Option<&str>| Finding {
        gravity,
        check: "email twice".into(),
        place: "line 7".into(),
        person_id: person.map(key),
        text: "the same email stands at line 8".into(),
    };
    let plan_made = Plan {
        format: 1,
        made_at_ms: 0,
        bridge: "http://127.0.0.1/".into(),
        listed: 26,
        not_yet: 2,
        uncounted: 0,
        tallies: Tallies::of(&changes, &known),
        findings: vec![finding(Gravity::SetAside, Some("X")), finding(Gravity::Note, None)],
        changes,
    };
    let text = plan(&plan_made, &known);
    assert!(!text.contains("Given") && !text.contains('@'));
    insta::assert_snapshot!(text, @"
    26 people listed, 26 changes planned

              works  join  in  out  change  back  listed again  missing  leave  then works
    finance       0    22   1    0       0     0             0        0      0          23
    interior      4     0   0    1       0     0             1        1      1           2
    total         4    22   1    1       0     0             1        1      1          25

    Leaving (signed out, taken from the catalogue): 1
      B

    Missing from this reading (nothing happens to them yet): 1
      C: reading 2

    Changing: 2
      A: moves interior → finance, title, becomes protected
      D: listed again

    Joining: 22
      N1: finance
      N2: finance
      N3: finance
      N4: finance
      N5: finance
      N6: finance
      N7: finance
      N8: finance
      N9: finance
      N10: finance
      N11: finance
      N12: finance
      N13: finance
      N14: finance
      N15: finance
      N16: finance
      N17: finance
      N18: finance
      N19: finance
      N20: finance
      … and 2 more, all of them in the plan file

    2 people are listed before their first day and join on it

    Set aside (left as they are): 1
      line 7, X: email twice: the same email stands at line 8

    Notes: 1
      line 7: email twice: the same email stands at line 8
    ");
}

#[test]
fn a_report_tells_what_was_counted_afterwards() {
    let report_made = Report {
        applied: 2,
        already: 1,
        refused: vec![(key("A"), "the organisation is not yours".into())],
        outdated: vec![],
        not_found: vec![key("B")],
        counts: [("interior".parse().expect("valid"), (4, 3))].into(),
    };
    insta::assert_snapshot!(report(&report_made), @"
    2 changes applied, 1 had been applied before

    People working, counted again in the catalogue:
              before  now
    interior       4    3

    Refused by the bridge: 1
      A: the organisation is not yours

    Not found in the catalogue afterwards; make a new plan: 1
      B
    ");
}
