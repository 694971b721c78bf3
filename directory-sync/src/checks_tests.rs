//! The table of checks: what each finds, and that all are told at once.

use bridge_api::sync::{Employment, Entry, HrState};

use super::*;
use crate::samples::{bad, catalogue, entry, reading, row};

fn told(reading: &Reading, catalogue: &Catalogue, change: impl FnOnce(&mut Limits)) -> String {
    let mut limits = Limits::default();
    change(&mut limits);
    let findings = run(&Facts { reading, catalogue, limits: &limits }).expect("readable");
    findings.iter().map(|f| format!("{:?} {} [{}] {}\n", f.gravity, f.place, f.check, f.text)).collect()
}

fn with_bad(mut reading: Reading, bad: impl IntoIterator<Item = crate::person::BadRow>) -> Reading {
    bad.into_iter().for_each(|row| reading.take_bad(row));
    reading
}

#[test]
fn an_empty_register_always_stops() {
    let text = told(&reading([]), &catalogue([]), |limits| limits.bad_rows_percent = 100);
    insta::assert_snapshot!(text, @"Stop register [empty register] no usable row was read: an empty register is never taken for an empty state");
}

#[test]
fn an_organisation_that_vanishes_stops_unless_that_is_configured() {
    let register = reading([entry("I1", "interior")]);
    let known = catalogue([row(entry("I1", "interior")), row(entry("F1", "finance"))]);
    assert!(
        told(&register, &known, |_| {}).starts_with(
            "Stop register [emptied organisation] the register lists nobody of finance, the catalogue has 1"
        )
    );
    let expected = told(&register, &known, |limits| {
        limits.may_become_empty.insert("finance".parse().expect("valid"));
    });
    assert_eq!(expected, "");
}

#[test]
fn an_organisation_whose_people_are_all_suspended_has_not_vanished_and_may_not() {
    let away = |key: &str| Entry { state: HrState::Suspended, ..entry(key, "finance") };
    let known = catalogue([row(entry("I1", "interior")), row(away("F1"))]);
    assert_eq!(told(&reading([entry("I1", "interior"), away("F1")]), &known, |_| {}), "");
    assert!(told(&reading([entry("I1", "interior")]), &known, |_| {}).contains("the catalogue has 1"));
    let left = bridge_api::sync::CatalogueRow { employment: Employment::Left, ..row(away("F1")) };
    let known = catalogue([row(entry("I1", "interior")), left]);
    assert_eq!(told(&reading([entry("I1", "interior")]), &known, |_| {}), "");
}

#[test]
fn notes_without_end_are_counted() {
    let mixed = (0..1003).map(|at| Entry { given_name: "Oлена".into(), ..entry(&format!("I{at}"), "interior") });
    let text = told(&reading(mixed), &catalogue([]), |_| {});
    assert_eq!(text.lines().count(), 1001);
    assert!(text.ends_with("Note register [mixed alphabets] 3 more names do so\n"), "{text}");
}

#[test]
fn some_rows_of_a_register_say_nothing_about_the_rest_of_it() {
    let known = catalogue([row(entry("I1", "interior")), row(entry("F1", "finance"))]);
    assert_eq!(told(&reading([]).partial(), &known, |_| {}), "");
    let some = with_bad(reading([entry("I1", "interior")]).partial(), (0..9).map(|_| bad(None)));
    let text = told(&some, &known, |_| {});
    assert_eq!(text, "SetAside line 9 [bad row] bad\n".repeat(9));
}

#[test]
fn an_organisation_that_the_configuration_no_longer_names_is_left_alone() {
    let known = catalogue([row(entry("I1", "interior")), row(entry("D1", "defence"))]);
    let text = told(&reading([entry("I1", "interior")]), &known, |_| {});
    insta::assert_snapshot!(text, @"Note catalogue [organisation not in this configuration] the catalogue has 1 people of defence, which [organisations] does not name: they are left alone");
}

#[test]
fn too_many_bad_rows_stop() {
    let people = |good: usize| (0..good).map(|at| entry(&format!("I{at}"), "interior"));
    let few = with_bad(reading(people(10)), (0..5).map(|_| bad(Some("B"))));
    assert!(!told(&few, &catalogue([]), |_| {}).contains("Stop"));
    let many = with_bad(reading(people(10)), (0..6).map(|_| bad(Some("B"))));
    assert!(told(&many, &catalogue([]), |_| {}).contains("6 of 16 rows cannot be used"));
    let within = with_bad(reading(people(300)), (0..6).map(|_| bad(Some("B"))));
    assert!(!told(&within, &catalogue([]), |_| {}).contains("Stop"));
}

#[test]
fn conflicts_of_every_kind_are_told_together() {
    let same_email = Entry { email: "i1@interior.example".parse().expect("valid"), ..entry("I2", "interior") };
    let cyrillic = Entry { given_name: "Gіven5".into(), ..entry("I5", "interior") };
    let latin = Entry { given_name: "Given5".into(), ..entry("I6", "interior") };
    let homonym = Entry { given_name: "GivenI1".into(), ..entry("I7", "interior") };
    let people = [
        entry("I1", "interior"),
        same_email,
        entry("I3", "interior"),
        entry("i3", "finance"),
        cyrillic,
        latin,
        homonym,
    ];
    let text = told(&with_bad(reading(people), [bad(None)]), &catalogue([]), |_| {});
    insta::assert_snapshot!(text, @"
    SetAside line 9 [bad row] bad
    SetAside line 4 [key twice] the same key stands at line 5
    SetAside line 5 [key twice] the same key stands at line 4
    SetAside line 2 [email twice] the same email stands at line 3
    SetAside line 3 [email twice] the same email stands at line 2
    SetAside line 6 [look-alike] the name looks like the one at line 7 in other letters
    SetAside line 7 [look-alike] the name looks like the one at line 6 in other letters
    Note line 6 [mixed alphabets] the name mixes letters of two alphabets in one word
    Note register [keys unknown] the key of some row cannot be read, so nobody is counted as missing this time
    ");
}
