//! Counting: what a plan does to each organisation, and how many people the catalogue holds there.

use std::collections::BTreeMap;

use bridge_api::OrganisationId;
use bridge_api::sync::{Change, Employment};
use serde::{Deserialize, Serialize};

use crate::checks::Catalogue;

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
    /// Not listed this time.
    pub missing: usize,
    /// Left.
    pub left: usize,
}

impl Tally {
    /// Whom the register no longer lists, from the first reading without them until they have left.
    pub fn gone(&self) -> usize {
        self.left + self.missing
    }

    /// Whose entry changes.
    pub fn changes(&self) -> usize {
        self.updated + self.moved_in + self.moved_out
    }

    /// Working there after the plan.
    pub fn working_after(&self) -> usize {
        (self.working + self.joined + self.moved_in + self.returned).saturating_sub(self.moved_out + self.left)
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
    /// What `changes` do to `catalogue`.
    pub fn of(changes: &[Change], catalogue: &Catalogue) -> Self {
        let mut tallies = Self::default();
        for (key, count) in working(catalogue) {
            tallies.at(&key).working = count;
        }
        for change in changes {
            tallies.count(change, catalogue);
        }
        tallies
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
            missing: sum.missing + one.missing,
            left: sum.left + one.left,
        })
    }

    fn at(&mut self, key: &OrganisationId) -> &mut Tally {
        self.organisations.entry(key.clone()).or_default()
    }

    fn count(&mut self, change: &Change, catalogue: &Catalogue) {
        let before = catalogue.get(change.person_id());
        match (change, before) {
            (Change::Join { entry }, _) | (Change::Update { entry, .. }, None) => {
                self.at(&entry.organisation).joined += 1;
            }
            (Change::Update { entry, .. }, Some(row)) if row.employment != Employment::Working => {
                self.at(&entry.organisation).returned += 1;
            }
            (Change::Update { entry, .. }, Some(row)) if row.entry.organisation != entry.organisation => {
                self.at(&entry.organisation).moved_in += 1;
                self.at(&row.entry.organisation).moved_out += 1;
            }
            (Change::Update { entry, .. }, Some(row)) if row.entry == *entry => {
                self.at(&entry.organisation).relisted += 1;
            }
            (Change::Update { entry, .. }, Some(_)) => self.at(&entry.organisation).updated += 1,
            (Change::Missing { .. }, Some(row)) => self.at(&row.entry.organisation).missing += 1,
            (Change::Leave { .. }, Some(row)) => self.at(&row.entry.organisation).left += 1,
            (Change::Missing { .. } | Change::Leave { .. }, None) => {}
        }
    }
}

/// How many people work in each organisation.
pub fn working(catalogue: &Catalogue) -> BTreeMap<OrganisationId, usize> {
    let mut counts = BTreeMap::new();
    for row in catalogue.values().filter(|row| row.employment == Employment::Working) {
        *counts.entry(row.entry.organisation.clone()).or_default() += 1;
    }
    counts
}
