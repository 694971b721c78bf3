//! Everything that is looked at before a plan is made: a table of checks, run all together, all findings at once.
//!
//! A check looks at the whole reading beside the catalogue. It never changes anything: it says *stop*, *set this
//! person aside*, or *note*.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use anyhow::{Result, anyhow};
use bridge_api::PersonId;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, Known};
use crate::fingerprint;
use crate::limits::Limits;
use crate::organisations::Number;
use crate::reading::{Listed, Reading};

/// What the checks look at.
pub struct Facts<'a> {
    /// The register.
    pub reading: &'a Reading,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
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

type Run = fn(&Facts) -> Result<Vec<Finding>>;

/// The table. Those of the second part look at the register as a whole, and are left out when it was not read as one.
const CHECKS: &[(&str, Run)] = &[
    ("unreadable row", unreadable_rows),
    ("bad row", bad_rows),
    ("key twice", key_twice),
    ("email twice", email_twice),
    ("look-alike", look_alikes),
    ("mixed alphabets", mixed_alphabets),
];
const OF_THE_WHOLE: &[(&str, Run)] = &[
    ("empty register", empty_register),
    ("emptied organisation", emptied_organisation),
    ("too many bad rows", too_many_bad_rows),
    ("keys unknown", keys_unknown),
    ("organisation not in this configuration", foreign_organisations),
];

/// Runs the whole table; the gravest findings first.
///
/// # Errors
/// If what was spooled of the reading cannot be read.
pub fn run(facts: &Facts) -> Result<Vec<Finding>> {
    let whole = if facts.reading.is_partial() { &[] } else { OF_THE_WHOLE };
    // Those that compare everybody with everybody take a while: each on a thread of its own.
    let found: Vec<_> = thread::scope(|scope| {
        let started: Vec<_> = CHECKS.iter().chain(whole).map(|(_, check)| scope.spawn(move || check(facts))).collect();
        started.into_iter().map(thread::ScopedJoinHandle::join).collect()
    });
    let mut findings = Vec::new();
    for ((name, _), found) in CHECKS.iter().chain(whole).zip(found) {
        let found = found.map_err(|_| anyhow!("the check \"{name}\" failed"))??;
        findings.extend(found.into_iter().map(|finding| Finding { check: (*name).to_owned(), ..finding }));
    }
    findings.sort_by_key(|finding| finding.gravity);
    Ok(findings)
}

fn finding(gravity: Gravity, place: &str, person_id: Option<&PersonId>, text: String) -> Finding {
    Finding { gravity, check: String::new(), place: place.to_owned(), person_id: person_id.cloned(), text }
}

/// The person of a row is set aside, because of what it has in common with other rows.
fn aside(reading: &Reading, row: u32, text: String) -> Result<Finding> {
    Ok(finding(Gravity::SetAside, &reading.place(row)?, Some(&reading.person_id(row)?), text))
}

fn empty_register(facts: &Facts) -> Result<Vec<Finding>> {
    let text = "no usable row was read: an empty register is never taken for an empty state".to_owned();
    Ok(if facts.reading.is_empty() { vec![finding(Gravity::Stop, "register", None, text)] } else { vec![] })
}

fn emptied_organisation(facts: &Facts) -> Result<Vec<Finding>> {
    let organisations = facts.reading.organisations();
    let listed: BTreeSet<Number> = facts.reading.people().map(|(_, person)| person.organisation).collect();
    let owned = |known: &Known| facts.catalogue.organisations().is_owned(known.organisation);
    let emptied = facts.catalogue.count(|known| known.is_here() && owned(known)).into_iter().filter(|(name, _)| {
        !facts.limits.may_become_empty.contains(name)
            && organisations.find(name).is_some_and(|number| !listed.contains(&number))
    });
    let text = |name, count| {
        format!(
            "the register lists nobody of {name}, the catalogue has {count}: was it renamed or left out of the export? \
             If it is really gone, name it in limits.may_become_empty"
        )
    };
    Ok(emptied.map(|(name, count)| finding(Gravity::Stop, "register", None, text(name, count))).collect())
}

fn too_many_bad_rows(facts: &Facts) -> Result<Vec<Finding>> {
    let (bad, rows) = (facts.reading.faults(), facts.reading.rows());
    let limits = facts.limits;
    if bad <= limits.bad_rows && bad * 100 <= limits.bad_rows_percent * rows.max(1) || bad <= limits.always_allowed {
        return Ok(vec![]);
    }
    let text = format!(
        "{bad} of {rows} rows cannot be used; limits.bad_rows allows {} and {} %",
        limits.bad_rows, limits.bad_rows_percent
    );
    Ok(vec![finding(Gravity::Stop, "register", None, text)])
}

fn unreadable_rows(facts: &Facts) -> Result<Vec<Finding>> {
    let rows = facts.reading.unreadable.iter();
    Ok(rows.map(|row| finding(Gravity::SetAside, &row.place, None, row.reason.clone())).collect())
}

fn bad_rows(facts: &Facts) -> Result<Vec<Finding>> {
    let bad = facts.reading.bad.iter();
    let told = bad.map(|row| finding(Gravity::SetAside, &row.place, row.person_id.as_ref(), row.reasons.join("; ")));
    Ok(told.collect())
}

/// Groups of rows with one mark, in the order of the marks; the rows of a group in the register's order.
fn groups(reading: &Reading, mark: impl Fn(u32, &Listed) -> u64) -> Vec<Vec<u32>> {
    let mut marks: Vec<(u64, u32)> = reading.people().map(|(row, listed)| (mark(row, listed), row)).collect();
    marks.sort_unstable();
    let same = marks.chunk_by(|one, other| one.0 == other.0).filter(|rows| rows.len() > 1);
    same.map(|rows| rows.iter().map(|(_, row)| *row).collect()).collect()
}

/// The same, of rows that agree in `what` and not only in its mark.
fn exact<K: Ord>(groups: Vec<Vec<u32>>, what: impl Fn(u32) -> K) -> Vec<Vec<u32>> {
    let split = |rows: Vec<u32>| {
        let mut parts: BTreeMap<K, Vec<u32>> = BTreeMap::new();
        rows.into_iter().for_each(|row| parts.entry(what(row)).or_default().push(row));
        parts.into_values().filter(|rows| rows.len() > 1)
    };
    groups.into_iter().flat_map(split).collect()
}

/// Sets every row of the groups aside; `text` says why, before and after the places of the others.
fn all_aside(reading: &Reading, mut groups: Vec<Vec<u32>>, text: [&str; 2]) -> Result<Vec<Finding>> {
    groups.sort_unstable();
    let mut found = Vec::new();
    for rows in groups {
        let places = rows.iter().map(|row| reading.place(*row)).collect::<Result<Vec<_>>>()?;
        for (at, row) in rows.iter().enumerate() {
            let mut others: Vec<&str> = Vec::new();
            others.extend(places[..at].iter().chain(&places[at + 1..]).take(OTHERS).map(String::as_str));
            let others = others.join(", ");
            let more = if rows.len() - 1 > OTHERS { ", …" } else { "" };
            found.push(aside(reading, *row, format!("{}{others}{more}{}", text[0], text[1]))?);
        }
    }
    Ok(found)
}

/// So many other rows are named beside one.
const OTHERS: usize = 20;

fn key_twice(facts: &Facts) -> Result<Vec<Finding>> {
    // Keys that differ in letter case alone are twins too: half of all programs would take them for one.
    let reading = facts.reading;
    let folded = |row: u32| reading.key(row).to_ascii_lowercase();
    let twice = exact(groups(reading, |row, _| fingerprint::text(&folded(row))), folded);
    all_aside(reading, twice, ["the same key stands at ", ""])
}

fn email_twice(facts: &Facts) -> Result<Vec<Finding>> {
    let reading = facts.reading;
    let twice = exact(groups(reading, |_, listed| fingerprint::half(&listed.email)), |row| reading.get(row).email);
    all_aside(reading, twice, ["the same email stands at ", ""])
}

/// Two people of one organisation whose names look alike but are written with different letters. Plain homonyms,
/// written alike, are no conflict: there are many.
fn look_alikes(facts: &Facts) -> Result<Vec<Finding>> {
    let reading = facts.reading;
    let mut alike = groups(reading, |_, listed| listed.shape);
    let spelling = |row: &u32| reading.get(*row).spelling;
    alike.retain(|rows| rows.iter().any(|row| spelling(row) != spelling(&rows[0])));
    all_aside(reading, alike, ["the name looks like the one at ", " in other letters"])
}

fn mixed_alphabets(facts: &Facts) -> Result<Vec<Finding>> {
    let reading = facts.reading;
    let text = || "the name mixes letters of two alphabets in one word".to_owned();
    let mixed = || reading.people().filter(|(_, listed)| listed.mixed);
    let told = mixed()
        .take(NOTES)
        .map(|(row, _)| Ok(finding(Gravity::Note, &reading.place(row)?, Some(&reading.person_id(row)?), text())));
    let mut found = told.collect::<Result<Vec<_>>>()?;
    let more = mixed().skip(NOTES).count();
    if more > 0 {
        found.push(finding(Gravity::Note, "register", None, format!("{more} more names do so")));
    }
    Ok(found)
}

/// So many notes of one kind are kept: in some registers a third of the names has what they note.
const NOTES: usize = 1000;

fn keys_unknown(facts: &Facts) -> Result<Vec<Finding>> {
    if facts.reading.knows_everybody() {
        return Ok(vec![]);
    }
    let text = "the key of some row cannot be read, so nobody is counted as missing this time".to_owned();
    Ok(vec![finding(Gravity::Note, "register", None, text)])
}

fn foreign_organisations(facts: &Facts) -> Result<Vec<Finding>> {
    let owned = |known: &Known| facts.catalogue.organisations().is_owned(known.organisation);
    let text = |name, count| {
        format!("the catalogue has {count} people of {name}, which [organisations] does not name: they are left alone")
    };
    let foreign = facts.catalogue.count(|known| known.is_here() && !owned(known));
    Ok(foreign.into_iter().map(|(name, count)| finding(Gravity::Note, "catalogue", None, text(name, count))).collect())
}

#[cfg(test)]
#[path = "checks_tests.rs"]
mod tests;
