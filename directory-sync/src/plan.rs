//! Planning: a pure function from a checked reading and the catalogue to steps with no decision left in them.
//!
//! No clock, no network. The same arguments give the same plan, in whatever order the register lists people. A step
//! names rows and places; the whole change, with the entry, is made of it when the plan is written.

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;
use bridge_api::sync::Change;

use crate::catalogue::{Catalogue, Known};
use crate::checks::{Finding, Gravity};
use crate::clock::Day;
use crate::reading::{Listed, Reading};

/// What a plan is made of besides reading and catalogue.
pub struct Rules<'a> {
    /// Findings of the checks: who is set aside.
    pub findings: &'a [Finding],
    /// The newest day that is over everywhere.
    pub last_full_day: Day,
    /// The day it is.
    pub today: Day,
    /// After how many readings somebody missing has left.
    pub missing_reads: u32,
    /// Whether this reading may count as one more.
    pub count_missing: bool,
}

/// What is to be done with one person: `row` in the reading, `place` in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Step {
    /// Has left.
    Leave { place: u32 },
    /// Is not listed, for the n-th time.
    Missing { place: u32, reads: u32 },
    /// The entry is to be stored.
    Update { row: u32, place: u32 },
    /// Is new.
    Join { row: u32 },
}

/// What a step means for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Signed out and taken from the catalogue.
    Leaves,
    /// Nothing happens yet.
    Missing,
    /// Signed out until HR says otherwise.
    Suspended,
    /// Comes back after having left.
    Returns,
    /// Goes to another organisation.
    Moves,
    /// Works again after a suspension.
    Resumes,
    /// Another post, name, unit or the like.
    Changes,
    /// Is listed again, and nothing else.
    Relisted,
    /// New.
    Joins,
}

/// The result.
#[derive(Debug, Default)]
pub struct Planned {
    /// In the order in which they are to be applied.
    pub steps: Vec<Step>,
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
    let aside = rules.findings.iter().filter(|finding| finding.gravity == Gravity::SetAside);
    let aside: BTreeSet<&str> = aside.filter_map(|finding| Some(finding.person_id.as_ref()?.as_str())).collect();
    let mut planned = Planned::default();
    let (mut leaves, mut missing, mut writes) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = vec![false; catalogue.len()];
    let mut near = 0;
    for (row, listed) in reading.people() {
        let key = reading.key(row);
        let place = catalogue.find(key, near);
        if let Some(place) = place {
            near = place + 1;
            seen[place as usize] = true;
        }
        if aside.contains(key) {
            continue;
        }
        let known = place.and_then(|place| Some((place, catalogue.get(place)?)));
        match decide(row, listed, known, key, rules, &mut planned) {
            Some(Step::Leave { place }) => leaves.push(place),
            Some(step) => writes.push(step),
            None => {}
        }
    }
    for key in reading.bad.iter().filter_map(|bad| bad.person_id.as_ref()) {
        if let Some(place) = catalogue.find(key.as_str(), 0) {
            seen[place as usize] = true;
        }
    }
    let count = rules.count_missing && reading.knows_everybody();
    let ours = |known: &Known| known.is_here() && catalogue.organisations().is_owned(known.organisation);
    let unseen = catalogue.people().filter(|(place, _)| !reading.is_partial() && !seen[*place as usize]);
    for (place, known) in unseen.filter(|(_, known)| ours(known)) {
        if known.locked {
            planned.set_aside.push(held(catalogue.key(place)));
        } else if known.ends.has_come(rules.last_full_day) {
            leaves.push(place);
        } else if !count {
            planned.uncounted += 1;
        } else if known.missing_reads + 1 >= rules.missing_reads {
            leaves.push(place);
        } else {
            missing.push(Step::Missing { place, reads: known.missing_reads + 1 });
        }
    }
    leaves.sort_by_key(|place| catalogue.key(*place));
    missing.sort_by_key(|step| step.key(reading, catalogue));
    writes.sort_by_key(|step| step.key(reading, catalogue));
    let writes = in_order(writes, &leaves, reading, catalogue, &mut planned.set_aside);
    let leaves = leaves.into_iter().map(|place| Step::Leave { place });
    planned.steps = leaves.chain(missing).chain(writes).collect();
    planned.set_aside.sort_unstable();
    planned
}

fn decide(
    row: u32,
    listed: &Listed,
    known: Option<(u32, &Known)>,
    key: &str,
    rules: &Rules,
    planned: &mut Planned,
) -> Option<Step> {
    let over = listed.ends.has_come(rules.last_full_day);
    let early = listed.starts > rules.today;
    let Some((place, known)) = known else {
        if over {
            planned.already_over += 1;
        } else if early {
            planned.not_yet += 1;
        } else {
            return Some(Step::Join { row });
        }
        return None;
    };
    let differs = known.hash.mark() != listed.mark;
    let due = if known.is_here() { over || differs || known.missing_reads > 0 } else { !over && !early };
    if !due {
        return None;
    }
    if known.locked {
        planned.set_aside.push(held(key));
        return None;
    }
    Some(if over { Step::Leave { place } } else { Step::Update { row, place } })
}

fn held(key: &str) -> Finding {
    let text = "the account is locked from sync: an administrator keeps it as it is".to_owned();
    aside("account locked from sync", key, text)
}

fn aside(check: &str, key: &str, text: String) -> Finding {
    let (check, place) = (check.to_owned(), "catalogue".to_owned());
    Finding { gravity: Gravity::SetAside, check, place, person_id: key.parse().ok(), text }
}

/// Orders joins and updates so that nobody is given an email that somebody else still has: who waits for an email
/// follows whoever gives it up. What then remains (an email that is not given up, two people who exchange theirs) is a
/// conflict. In one reading an email stands once: the checks set aside whoever shares one.
fn in_order(
    writes: Vec<Step>,
    leaves: &[u32],
    reading: &Reading,
    catalogue: &Catalogue,
    set_aside: &mut Vec<Finding>,
) -> Vec<Step> {
    if writes.is_empty() {
        return writes;
    }
    let holders = catalogue.holders();
    let mut given_up = vec![false; catalogue.len()];
    leaves.iter().for_each(|place| given_up[*place as usize] = true);
    let mut waiting: HashMap<u32, Vec<Step>> = HashMap::new();
    let mut ordered = Vec::with_capacity(writes.len());
    for write in writes {
        let mut next = Some(write);
        while let Some(step) = next.take() {
            let (Step::Update { row, .. } | Step::Join { row }) = step else { continue };
            let email = reading.get(row).email;
            match holders.of(&email) {
                Some(holder) if Some(holder) != step.place() && !given_up[holder as usize] => {
                    waiting.entry(holder).or_default().push(step);
                }
                _ => {
                    ordered.push(step);
                    let before = step.place().and_then(|place| Some((place, catalogue.get(place)?)));
                    if let Some((place, _)) = before.filter(|(_, known)| known.email != email) {
                        given_up[place as usize] = true;
                        next = waiting.get_mut(&place).and_then(Vec::pop);
                    }
                }
            }
        }
    }
    for (holder, steps) in waiting {
        let text = |holder| format!("the email belongs to {} in the catalogue", catalogue.key(holder));
        set_aside.extend(steps.iter().map(|step| aside("email taken", step.key(reading, catalogue), text(holder))));
    }
    ordered
}

impl Step {
    /// The person's key.
    pub fn key<'a>(&self, reading: &'a Reading, catalogue: &'a Catalogue) -> &'a str {
        match *self {
            Self::Leave { place } | Self::Missing { place, .. } => catalogue.key(place),
            Self::Update { row, .. } | Self::Join { row } => reading.key(row),
        }
    }

    /// Where the person stands in the catalogue.
    pub fn place(&self) -> Option<u32> {
        match *self {
            Self::Leave { place } | Self::Missing { place, .. } | Self::Update { place, .. } => Some(place),
            Self::Join { .. } => None,
        }
    }

    /// What it means for the person.
    pub fn kind(&self, reading: &Reading, catalogue: &Catalogue) -> Kind {
        let (row, known) = match *self {
            Self::Leave { .. } => return Kind::Leaves,
            Self::Missing { .. } => return Kind::Missing,
            Self::Join { .. } => return Kind::Joins,
            Self::Update { row, place } => (row, catalogue.get(place)),
        };
        let listed = reading.get(row);
        match known {
            None => Kind::Joins,
            Some(known) if !known.is_here() => Kind::Returns,
            Some(known) if known.organisation != listed.organisation => Kind::Moves,
            Some(known) if known.works() && listed.suspended => Kind::Suspended,
            Some(known) if !known.works() && !listed.suspended => Kind::Resumes,
            Some(known) if known.hash.mark() != listed.mark => Kind::Changes,
            Some(_) => Kind::Relisted,
        }
    }

    /// The whole change.
    ///
    /// # Errors
    /// If the entry cannot be read back from the spool.
    pub fn change(&self, reading: &Reading, catalogue: &Catalogue) -> Result<Change> {
        let was = |place| catalogue.get(place).map(|known| known.hash.to_string()).unwrap_or_default();
        Ok(match *self {
            Self::Leave { place } => Change::Leave { person_id: catalogue.key(place).parse()?, was: was(place) },
            Self::Missing { place, reads } => {
                Change::Missing { person_id: catalogue.key(place).parse()?, missing_reads: reads }
            }
            Self::Update { row, place } => Change::Update { entry: reading.entry(row)?, was: was(place) },
            Self::Join { row } => Change::Join { entry: reading.entry(row)? },
        })
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
