//! Counting: what a plan does to each organisation.

use std::collections::BTreeMap;

use bridge_api::OrganisationId;
use bridge_api::sync::PlanCounts;
use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::organisations::Number;
use crate::plan::{Kind, Step};
use crate::reading::Reading;

/// The counts of one organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tally {
    /// Working there before the plan.
    pub working: usize,
    /// New people.
    pub joined: usize,
    /// Coming from another organisation.
    pub moved_in: usize,
    /// Going to another organisation.
    pub moved_out: usize,
    /// Entries that change otherwise.
    pub updated: usize,
    /// Listed again after having been missing, otherwise unchanged.
    pub relisted: usize,
    /// Back after having left.
    pub returned: usize,
    /// No longer let in for now.
    pub suspended: usize,
    /// Let in again.
    pub resumed: usize,
    /// Not listed this time.
    pub missing: usize,
    /// Left.
    pub left: usize,
    /// Working there after the plan.
    pub then_working: usize,
}

impl Tally {
    /// Who can no longer be reached, or is about to be: whom the register suspends or no longer lists, from the first
    /// reading without them until they have left.
    pub fn gone(&self) -> usize {
        self.left + self.missing + self.suspended
    }

    /// Whose entry changes.
    pub fn changes(&self) -> usize {
        self.updated + self.resumed + self.moved_in + self.moved_out
    }

    /// The counts for the administrators.
    pub fn counts(&self, organisation: OrganisationId) -> PlanCounts {
        PlanCounts {
            organisation,
            working: self.working as u64,
            joined: self.joined as u64,
            changed: (self.updated + self.resumed) as u64,
            moved_in: self.moved_in as u64,
            moved_out: self.moved_out as u64,
            suspended: self.suspended as u64,
            returned: self.returned as u64,
            missing: self.missing as u64,
            left: self.left as u64,
        }
    }
}

/// The counts of all organisations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tallies {
    /// By organisation.
    pub organisations: BTreeMap<OrganisationId, Tally>,
}

impl Tallies {
    /// What `steps` do to `catalogue`.
    pub fn of(steps: &[Step], reading: &Reading, catalogue: &Catalogue) -> Self {
        let mut tallies = BTreeMap::<Number, Tally>::new();
        for (_, known) in catalogue.people().filter(|(_, known)| known.works()) {
            let tally = tallies.entry(known.organisation).or_default();
            tally.working += 1;
            tally.then_working += 1;
        }
        for step in steps {
            count(step, reading, catalogue, &mut tallies);
        }
        // What the two sides call an organisation of the configuration is the same number.
        let name = |number| catalogue.organisations().name(number).clone();
        Self { organisations: tallies.into_iter().map(|(number, tally)| (name(number), tally)).collect() }
    }

    /// The sum.
    pub fn total(&self) -> Tally {
        self.organisations.values().fold(Tally::default(), |sum, one| Tally {
            working: sum.working + one.working,
            joined: sum.joined + one.joined,
            moved_in: sum.moved_in + one.moved_in,
            // A move is one change of one person.
            moved_out: 0,
            updated: sum.updated + one.updated,
            relisted: sum.relisted + one.relisted,
            returned: sum.returned + one.returned,
            suspended: sum.suspended + one.suspended,
            resumed: sum.resumed + one.resumed,
            missing: sum.missing + one.missing,
            left: sum.left + one.left,
            then_working: sum.then_working + one.then_working,
        })
    }
}

fn count(step: &Step, reading: &Reading, catalogue: &Catalogue, tallies: &mut BTreeMap<Number, Tally>) {
    let known = step.place().and_then(|place| catalogue.get(place));
    let listed = match *step {
        Step::Update { row, .. } | Step::Join { row } => Some(reading.get(row)),
        Step::Leave { .. } | Step::Missing { .. } => None,
    };
    let kind = step.kind(reading, catalogue);
    if let Some(listed) = listed {
        let there = tallies.entry(listed.organisation).or_default();
        there.then_working += usize::from(!listed.suspended);
        match kind {
            Kind::Joins => there.joined += 1,
            Kind::Returns => there.returned += 1,
            Kind::Moves => there.moved_in += 1,
            Kind::Resumes => there.resumed += 1,
            Kind::Changes => there.updated += 1,
            Kind::Relisted => there.relisted += 1,
            Kind::Suspended | Kind::Leaves | Kind::Missing => {}
        }
    }
    let Some(known) = known else { return };
    let here = tallies.entry(known.organisation).or_default();
    let stays = kind == Kind::Missing;
    here.then_working -= usize::from(known.works() && !stays);
    here.suspended += usize::from(known.works() && listed.is_some_and(|listed| listed.suspended));
    match kind {
        Kind::Moves => here.moved_out += 1,
        Kind::Missing => here.missing += 1,
        Kind::Leaves => here.left += 1,
        _ => {}
    }
}
