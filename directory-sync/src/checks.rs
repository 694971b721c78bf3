//! Everything that is looked at before a plan is made: a table of checks, run all together, all findings at once.
//!
//! A check looks at the whole reading beside the catalogue. It never changes anything: it says *stop*, *set this
//! person aside*, or *note*.

use std::collections::{BTreeMap, BTreeSet};

use bridge_api::sync::{CatalogueRow, Employment, Entry};
use bridge_api::{OrganisationId, PersonId};
use serde::{Deserialize, Serialize};

use crate::limits::Limits;
use crate::person::{BadRow, Listed};
use crate::register::Unreadable;
use crate::twins;

/// A complete reading of the register.
#[derive(Debug, Default)]
pub struct Reading {
    /// Rows that became entries, in the order of the register.
    pub listed: Vec<Listed>,
    /// Rows with faults.
    pub bad: Vec<BadRow>,
    /// Rows that could not even be taken apart.
    pub unreadable: Vec<Unreadable>,
}

impl Reading {
    /// How many rows the register has.
    pub fn rows(&self) -> usize {
        self.listed.len() + self.bad.len() + self.unreadable.len()
    }

    /// Everybody whom the register certainly lists, in a good row or a bad one.
    pub fn keys(&self) -> BTreeSet<&PersonId> {
        let bad = self.bad.iter().filter_map(|row| row.person_id.as_ref());
        self.listed.iter().map(|row| &row.entry.person_id).chain(bad).collect()
    }

    /// Whether the key of every row could be read, so that who is not among the keys is not in the register.
    pub fn knows_everybody(&self) -> bool {
        self.unreadable.is_empty() && self.bad.iter().all(|row| row.person_id.is_some())
    }
}

/// The catalogue as the bridge hands it out, by person key.
pub type Catalogue = BTreeMap<PersonId, CatalogueRow>;

/// What the checks look at.
pub struct Facts<'a> {
    /// The register.
    pub reading: &'a Reading,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The organisations that this register speaks for.
    pub owned: &'a BTreeSet<OrganisationId>,
    /// The brakes.
    pub limits: &'a Limits,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// No plan is made.
    Stop,
    /// The row or person is left as it is; the rest goes on.
    SetAside,
    /// Good to know.
    Note,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// How grave.
    pub gravity: Gravity,
    /// The check that found it.
    pub check: String,
    /// Where: `line 12`, or the catalogue.
    pub place: String,
    /// Who is set aside, if somebody.
    pub person_id: Option<PersonId>,
    /// One sentence, without names or addresses.
    pub text: String,
}

type Run = fn(&Facts) -> Vec<Finding>;

/// The table.
pub const CHECKS: &[(&str, Run)] = &[
    ("empty register", empty_register),
    ("emptied organisation", emptied_organisation),
    ("too many bad rows", too_many_bad_rows),
    ("unreadable row", unreadable_rows),
    ("bad row", bad_rows),
    ("key twice", key_twice),
    ("email twice", email_twice),
    ("look-alike", look_alikes),
    ("mixed alphabets", mixed_alphabets),
    ("keys unknown", keys_unknown),
    ("organisation not in this configuration", foreign_organisations),
];

/// Runs the whole table; the gravest findings first.
pub fn run(facts: &Facts) -> Vec<Finding> {
    let mut findings: Vec<Finding> = CHECKS
        .iter()
        .flat_map(|(name, check)| check(facts).into_iter().map(|f| Finding { check: (*name).to_owned(), ..f }))
        .collect();
    findings.sort_by_key(|finding| finding.gravity);
    findings
}

fn finding(gravity: Gravity, place: &str, person_id: Option<&PersonId>, text: String) -> Finding {
    Finding { gravity, check: String::new(), place: place.to_owned(), person_id: person_id.cloned(), text }
}

fn aside(row: &Listed, text: String) -> Finding {
    finding(Gravity::SetAside, &row.place, Some(&row.entry.person_id), text)
}

fn empty_register(facts: &Facts) -> Vec<Finding> {
    let text = "no usable row was read: an empty register is never taken for an empty state".to_owned();
    if facts.reading.listed.is_empty() { vec![finding(Gravity::Stop, "register", None, text)] } else { vec![] }
}

fn emptied_organisation(facts: &Facts) -> Vec<Finding> {
    let listed: BTreeSet<_> = facts.reading.listed.iter().map(|row| &row.entry.organisation).collect();
    let working = facts.catalogue.values().filter(|row| row.employment == Employment::Working);
    let mut people: BTreeMap<&OrganisationId, usize> = BTreeMap::new();
    for row in working {
        *people.entry(&row.entry.organisation).or_default() += 1;
    }
    let emptied = people.into_iter().filter(|(key, _)| {
        facts.owned.contains(*key) && !listed.contains(*key) && !facts.limits.may_become_empty.contains(*key)
    });
    let text = |key: &OrganisationId, count| {
        format!(
            "the register lists nobody of {key}, the catalogue has {count}: was it renamed or left out of the export? \
             If it is really gone, name it in limits.may_become_empty"
        )
    };
    emptied.map(|(key, count)| finding(Gravity::Stop, "register", None, text(key, count))).collect()
}

fn too_many_bad_rows(facts: &Facts) -> Vec<Finding> {
    let (bad, rows) = (facts.reading.bad.len() + facts.reading.unreadable.len(), facts.reading.rows());
    let limits = facts.limits;
    if bad <= limits.bad_rows && bad * 100 <= limits.bad_rows_percent * rows.max(1) || bad <= limits.always_allowed {
        return vec![];
    }
    let text = format!(
        "{bad} of {rows} rows cannot be used; limits.bad_rows allows {} and {} %",
        limits.bad_rows, limits.bad_rows_percent
    );
    vec![finding(Gravity::Stop, "register", None, text)]
}

fn unreadable_rows(facts: &Facts) -> Vec<Finding> {
    facts
        .reading
        .unreadable
        .iter()
        .map(|row| finding(Gravity::SetAside, &row.place, None, row.reason.clone()))
        .collect()
}

fn bad_rows(facts: &Facts) -> Vec<Finding> {
    let bad = facts.reading.bad.iter();
    bad.map(|row| finding(Gravity::SetAside, &row.place, row.person_id.as_ref(), row.reasons.join("; "))).collect()
}

/// Groups of rows that agree in `key`, with their members in the register's order.
fn groups<'a, K: Ord>(facts: &Facts<'a>, key: impl Fn(&'a Entry) -> K) -> Vec<Vec<&'a Listed>> {
    let mut by_key: BTreeMap<K, Vec<&Listed>> = BTreeMap::new();
    for row in &facts.reading.listed {
        by_key.entry(key(&row.entry)).or_default().push(row);
    }
    by_key.into_values().filter(|rows| rows.len() > 1).collect()
}

fn others(row: &Listed, rows: &[&Listed]) -> String {
    let places = rows.iter().filter(|other| other.place != row.place).map(|other| other.place.as_str());
    places.collect::<Vec<_>>().join(", ")
}

fn key_twice(facts: &Facts) -> Vec<Finding> {
    // Keys that differ in letter case alone are twins too: half of all programs would take them for one.
    let twice = groups(facts, |entry| entry.person_id.as_str().to_ascii_lowercase());
    let told = |rows: Vec<&Listed>| -> Vec<Finding> {
        rows.iter().map(|row| aside(row, format!("the same key stands at {}", others(row, &rows)))).collect()
    };
    twice.into_iter().flat_map(told).collect()
}

fn email_twice(facts: &Facts) -> Vec<Finding> {
    let told = |rows: Vec<&Listed>| -> Vec<Finding> {
        rows.iter().map(|row| aside(row, format!("the same email stands at {}", others(row, &rows)))).collect()
    };
    groups(facts, |entry| entry.email.as_str()).into_iter().flat_map(told).collect()
}

/// Two people of one organisation whose names look alike but are written with different letters. Plain homonyms,
/// written alike, are no conflict: there are many.
fn look_alikes(facts: &Facts) -> Vec<Finding> {
    let name = |entry: &Entry| format!("{} {}", entry.given_name, entry.family_name);
    let fold = |text: &str| text.to_lowercase();
    let alike = groups(facts, |entry| (entry.organisation.clone(), twins::shape(&name(entry))));
    let mut found = Vec::new();
    for rows in alike {
        let spellings: BTreeSet<String> = rows.iter().map(|row| fold(&name(&row.entry))).collect();
        if spellings.len() > 1 {
            let text = |row: &Listed| format!("the name looks like the one at {} in other letters", others(row, &rows));
            found.extend(rows.iter().map(|row| aside(row, text(row))));
        }
    }
    found
}

fn mixed_alphabets(facts: &Facts) -> Vec<Finding> {
    let mixed = facts
        .reading
        .listed
        .iter()
        .filter(|row| twins::mixes_scripts(&row.entry.given_name) || twins::mixes_scripts(&row.entry.family_name));
    let text = || "the name mixes letters of two alphabets in one word".to_owned();
    mixed.map(|row| finding(Gravity::Note, &row.place, Some(&row.entry.person_id), text())).collect()
}

fn keys_unknown(facts: &Facts) -> Vec<Finding> {
    if facts.reading.knows_everybody() {
        return vec![];
    }
    let text = "the key of some row cannot be read, so nobody is counted as missing this time".to_owned();
    vec![finding(Gravity::Note, "register", None, text)]
}

fn foreign_organisations(facts: &Facts) -> Vec<Finding> {
    let mut people: BTreeMap<&OrganisationId, usize> = BTreeMap::new();
    for row in facts.catalogue.values().filter(|row| row.employment == Employment::Working) {
        if !facts.owned.contains(&row.entry.organisation) {
            *people.entry(&row.entry.organisation).or_default() += 1;
        }
    }
    let text = |key, count| {
        format!("the catalogue has {count} people of {key}, which [organisations] does not name: they are left alone")
    };
    people.into_iter().map(|(key, count)| finding(Gravity::Note, "catalogue", None, text(key, count))).collect()
}

#[cfg(test)]
#[path = "checks_tests.rs"]
mod tests;
