//! Planning: a pure function from a checked reading and the catalogue to changes with no decision left in them.
//!
//! No clock, no file, no network. The same arguments give the same plan, in whatever order the register lists people.

use std::collections::{BTreeMap, BTreeSet};

use bridge_api::sync::{Change, Employment, Entry};
use bridge_api::{EmailAddress, OrganisationId, PersonId};

use crate::checks::{Catalogue, Finding, Gravity, Reading};

/// What a plan is made of besides reading and catalogue.
pub struct Rules<'a> {
    /// The organisations that this register speaks for.
    pub owned: &'a BTreeSet<OrganisationId>,
    /// Findings of the checks: who is set aside.
    pub findings: &'a [Finding],
    /// The newest day that is over everywhere, `YYYY-MM-DD`.
    pub last_full_day: &'a str,
    /// The day it is, `YYYY-MM-DD`.
    pub today: &'a str,
    /// After how many readings somebody missing has left.
    pub missing_reads: u32,
    /// Whether this reading may count as one more.
    pub count_missing: bool,
}

/// The result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Planned {
    /// In the order in which they are to be applied.
    pub changes: Vec<Change>,
    /// People left as they are because of a conflict that only the plan shows.
    pub set_aside: Vec<Finding>,
    /// Listed with a first day to come: not in the catalogue before it.
    pub not_yet: usize,
    /// Listed with a last day in the past and not in the catalogue: nothing to do.
    pub already_over: usize,
    /// Not listed, but this reading does not count: too close to the last, or not all keys readable.
    pub uncounted: usize,
}

/// Makes the plan.
pub fn plan(reading: &Reading, catalogue: &Catalogue, rules: &Rules) -> Planned {
    let aside: BTreeSet<&PersonId> = rules
        .findings
        .iter()
        .filter(|finding| finding.gravity == Gravity::SetAside)
        .filter_map(|finding| finding.person_id.as_ref())
        .collect();
    let listed: BTreeMap<&PersonId, &Entry> = reading
        .listed
        .iter()
        .map(|row| (&row.entry.person_id, &row.entry))
        .filter(|(key, _)| !aside.contains(key))
        .collect();
    let mut planned = Planned::default();
    let mut leaves = Vec::new();
    let mut missing = Vec::new();
    let mut writes = BTreeMap::new();

    for (key, entry) in listed {
        match decide(entry, catalogue, rules, &mut planned) {
            Some(change @ Change::Leave { .. }) => leaves.push(change),
            Some(change) => {
                writes.insert(key, change);
            }
            None => {}
        }
    }
    let keys = reading.keys();
    let count = rules.count_missing && reading.knows_everybody();
    for (key, row) in catalogue.iter().filter(|(key, _)| !keys.contains(key)) {
        if row.employment != Employment::Working || !rules.owned.contains(&row.entry.organisation) {
            continue;
        }
        let leave = || Change::Leave { person_id: key.clone(), was: row.row_hash.clone() };
        if row.locked_from_sync {
            planned.set_aside.push(held(key));
        } else if is_over(&row.entry, rules) {
            leaves.push(leave());
        } else if !count {
            planned.uncounted += 1;
        } else if row.missing_reads + 1 >= rules.missing_reads {
            leaves.push(leave());
        } else {
            missing.push(Change::Missing { person_id: key.clone(), missing_reads: row.missing_reads + 1 });
        }
    }
    leaves.sort_by(|a, b| a.person_id().cmp(b.person_id()));
    let gone: BTreeSet<PersonId> = leaves.iter().map(|change| change.person_id().clone()).collect();
    let writes = in_order(writes, catalogue, &gone, &mut planned.set_aside);
    planned.changes = leaves.into_iter().chain(missing).chain(writes).collect();
    planned
}

fn decide(entry: &Entry, catalogue: &Catalogue, rules: &Rules, planned: &mut Planned) -> Option<Change> {
    let over = is_over(entry, rules);
    let early = entry.starts_on.as_deref().is_some_and(|day| day > rules.today);
    let Some(row) = catalogue.get(&entry.person_id) else {
        if over {
            planned.already_over += 1;
        } else if early {
            planned.not_yet += 1;
        } else {
            return Some(Change::Join { entry: entry.clone() });
        }
        return None;
    };
    let working = row.employment == Employment::Working;
    let differs = row.row_hash != entry.row_hash();
    let due = if working { over || differs || row.missing_reads > 0 } else { !over && !early };
    if !due {
        return None;
    }
    if row.locked_from_sync {
        planned.set_aside.push(held(&entry.person_id));
        return None;
    }
    let (person_id, was) = (entry.person_id.clone(), row.row_hash.clone());
    Some(if over { Change::Leave { person_id, was } } else { Change::Update { entry: entry.clone(), was } })
}

fn is_over(entry: &Entry, rules: &Rules) -> bool {
    entry.ends_on.as_deref().is_some_and(|day| day <= rules.last_full_day)
}

fn held(key: &PersonId) -> Finding {
    let text = "the account is locked from sync: an administrator keeps it as it is".to_owned();
    aside("account locked from sync", key, text)
}

fn aside(check: &str, key: &PersonId, text: String) -> Finding {
    let (check, place) = (check.to_owned(), "catalogue".to_owned());
    Finding { gravity: Gravity::SetAside, check, place, person_id: Some(key.clone()), text }
}

/// Orders joins and updates so that nobody is given an email that somebody else still has. What then remains (an email
/// that is not given up, two people who exchange theirs) is a conflict.
fn in_order(
    mut waiting: BTreeMap<&PersonId, Change>,
    catalogue: &Catalogue,
    gone: &BTreeSet<PersonId>,
    set_aside: &mut Vec<Finding>,
) -> Vec<Change> {
    let mut holder: BTreeMap<EmailAddress, PersonId> = catalogue
        .iter()
        .filter(|(key, row)| row.employment != Employment::Left && !gone.contains(*key))
        .map(|(key, row)| (row.entry.email.clone(), key.clone()))
        .collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    loop {
        let before = waiting.len();
        waiting.retain(|key, change| {
            let (Change::Join { entry } | Change::Update { entry, .. }) = change else { return false };
            if holder.get(&entry.email).is_some_and(|other| other != *key) {
                return true;
            }
            if let Some(row) = catalogue.get(*key)
                && holder.get(&row.entry.email) == Some(*key)
            {
                holder.remove(&row.entry.email);
            }
            holder.insert(entry.email.clone(), (*key).clone());
            ordered.push(change.clone());
            false
        });
        if waiting.len() == before {
            break;
        }
    }
    for (key, change) in waiting {
        let (Change::Join { entry } | Change::Update { entry, .. }) = &change else { continue };
        let other = holder.get(&entry.email).map_or("somebody else", PersonId::as_str);
        set_aside.push(aside("email taken", key, format!("the email belongs to {other} in the catalogue")));
    }
    ordered
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
