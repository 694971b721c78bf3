//! The text that a reviewer reads.

use bridge_api::PersonId;
use bridge_api::sync::{Entry, HrState};

use super::*;
use crate::plan::Step;
use crate::samples::{entry, reading, row, rows, seen};
use crate::tally::Tallies;

fn key(text: &str) -> PersonId {
    text.parse().expect("valid")
}

#[test]
fn a_reviewer_sees_counts_keys_and_fields_and_no_names_or_addresses() {
    let known = rows(["A", "B", "C", "D", "E"].map(|key| row(entry(key, "interior"))));
    let moved = Entry {
        organisation: "finance".parse().expect("valid"),
        title: "Head of budget".into(),
        protected: true,
        ..entry("A", "interior")
    };
    let away = Entry { state: HrState::Suspended, ..entry("E", "interior") };
    let new = (1..=22).map(|at| entry(&format!("N{at:02}"), "finance"));
    let register = reading([moved, entry("D", "interior"), away].into_iter().chain(new));
    let catalogue = seen(&known);
    let at = |key: &str| catalogue.find(key, 0).expect("known");
    let mut steps = vec![
        Step::Leave { place: at("B") },
        Step::Missing { place: at("C"), reads: 2 },
        Step::Update { row: 0, place: at("A") },
        Step::Update { row: 1, place: at("D") },
        Step::Update { row: 2, place: at("E") },
    ];
    steps.extend((3..25).map(|row| Step::Join { row }));
    let finding = |gravity, person: Option<&str>| Finding {
        gravity,
        check: "email twice".into(),
        place: "line 7".into(),
        person_id: person.map(key),
        text: "the same email stands at line 8".into(),
    };
    let head = Head {
        format: Head::FORMAT,
        made_at_ms: 0,
        bridge: "http://127.0.0.1/".into(),
        whole: true,
        listed: 26,
        not_yet: 2,
        uncounted: 0,
        tallies: Tallies::of(&steps, &register, &catalogue),
        brakes: vec![],
        changes: steps.len(),
    };
    let mut told = chapters::chapters(&steps, &register, &catalogue, SHOWN);
    told.iter_mut().for_each(|chapter| chapter.tell_changes(&known));
    let text = plan(&head, &told, &[finding(Gravity::SetAside, Some("X")), finding(Gravity::Note, None)]);
    let lines: Vec<String> = told.iter().flat_map(Chapter::lines).take(5).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    leaves: B
    missing: C: reading 2
    suspended: E: suspended
    moves: A: moves interior → finance, title, becomes protected
    listed again: D
    ");
    assert!(!text.contains("Given") && !text.contains('@'));
    insta::assert_snapshot!(text, @"
    26 people listed, 27 changes planned

              works  join  in  out  change  back  listed again  suspended  missing  leave  then works
    finance       0    22   1    0       0     0             0          0        0      0          23
    interior      5     0   0    1       0     0             1          1        1      1           2
    total         5    22   1    1       0     0             1          1        1      1          25

    Leaving (signed out, taken from the catalogue): 1
      B

    Missing from this reading (nothing happens to them yet): 1
      C: reading 2

    Suspended (signed out until HR says otherwise): 1
      E: suspended

    Moving to another organisation: 1
      A: moves interior → finance, title, becomes protected

    Listed again: 1
      D

    Joining: 22
      N01: finance
      N02: finance
      N03: finance
      N04: finance
      N05: finance
      N06: finance
      N07: finance
      N08: finance
      N09: finance
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
      … and 2 more

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
