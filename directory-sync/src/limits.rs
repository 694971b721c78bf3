//! The brakes: how much one plan may change, absolutely and in percent, for each organisation and in total.
//!
//! A plan that trips a brake waits, whole, until two administrators have approved it in the console; there is no flag
//! to go past it.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use bridge_api::OrganisationId;
use serde::Deserialize;

use crate::clock::Now;
use crate::tally::{Tallies, Tally};

/// `[limits]` of the configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// After how many full readings in a row without a person that person counts as gone.
    pub missing_reads: u32,
    /// Readings closer together than this count as one.
    pub missing_interval_hours: u32,
    /// How long a plan may be applied after it was made.
    pub plan_valid_hours: u32,
    /// So many bad rows are tolerated …
    pub bad_rows: usize,
    /// … and so many percent of all rows.
    pub bad_rows_percent: usize,
    /// So few are always fine, whatever the percentage: a small office may lose two people in one night.
    pub always_allowed: usize,
    /// Organisations that the register may stop listing altogether.
    pub may_become_empty: BTreeSet<OrganisationId>,
    /// For each organisation.
    pub organisation: Brake,
    /// For all together.
    pub total: Brake,
}

/// The limits of one scope.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Brake {
    /// People who leave, are missing or are suspended.
    pub gone: usize,
    /// The same in percent of those who work there.
    pub gone_percent: usize,
    /// People whose entry changes or who move in or out.
    pub changed: usize,
    /// The same in percent.
    pub changed_percent: usize,
    /// People who come back after having left.
    pub returned: usize,
}

impl Default for Brake {
    fn default() -> Self {
        Self { gone: 100, gone_percent: 5, changed: 5000, changed_percent: 25, returned: 20 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            missing_reads: 3,
            missing_interval_hours: 12,
            plan_valid_hours: 24,
            bad_rows: 50,
            bad_rows_percent: 2,
            always_allowed: 5,
            may_become_empty: BTreeSet::new(),
            organisation: Brake::default(),
            total: Brake { gone: 300, gone_percent: 3, changed: 20_000, changed_percent: 20, returned: 50 },
        }
    }
}

impl Limits {
    /// Whether a plan that was made then, milliseconds since the Unix epoch, may still be applied.
    pub fn plan_is_fresh(&self, made_at_ms: i64, now: Now) -> bool {
        now.ms() - made_at_ms <= i64::from(self.plan_valid_hours) * 3_600_000
    }

    /// Refuses limits that limit nothing.
    ///
    /// # Errors
    /// Names the key.
    pub fn check(&self) -> Result<()> {
        if self.missing_reads < 2 {
            bail!("limits.missing_reads must be 2 or more: being absent from one reading is not having left");
        }
        let percents = [
            ("limits.bad_rows_percent", self.bad_rows_percent),
            ("limits.organisation.gone_percent", self.organisation.gone_percent),
            ("limits.organisation.changed_percent", self.organisation.changed_percent),
            ("limits.total.gone_percent", self.total.gone_percent),
            ("limits.total.changed_percent", self.total.changed_percent),
        ];
        match percents.iter().find(|(_, percent)| *percent > 100) {
            Some((key, _)) => bail!("{key} must be between 0 and 100"),
            None => Ok(()),
        }
    }
}

/// A brake that tripped: one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tripped(pub String);

/// All brakes that the plan trips.
pub fn check(tallies: &Tallies, limits: &Limits) -> Vec<Tripped> {
    let mut tripped = Vec::new();
    for (organisation, tally) in &tallies.organisations {
        check_scope(organisation.as_str(), "organisation", tally, limits.organisation, limits, &mut tripped);
    }
    check_scope("all organisations together", "total", &tallies.total(), limits.total, limits, &mut tripped);
    tripped
}

fn check_scope(name: &str, section: &str, tally: &Tally, brake: Brake, limits: &Limits, tripped: &mut Vec<Tripped>) {
    let mut absolute = |what: &str, key: &str, count: usize, most: usize| {
        if count > most {
            tripped.push(Tripped(format!("{name}: {count} {what}, limits.{section}.{key} allows {most}")));
        }
    };
    absolute("people would go", "gone", tally.gone(), brake.gone);
    absolute("people would change", "changed", tally.changes(), brake.changed);
    absolute("people would come back", "returned", tally.returned, brake.returned);
    let mut percent = |what: &str, key: &str, count: usize, most: usize| {
        if count > limits.always_allowed && count * 100 > most * tally.working {
            let working = tally.working;
            tripped.push(Tripped(format!(
                "{name}: {count} of {working} people {what}, limits.{section}.{key} allows {most} %"
            )));
        }
    };
    percent("would go", "gone_percent", tally.gone(), brake.gone_percent);
    percent("would change", "changed_percent", tally.changes(), brake.changed_percent);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tripped(tally: Tally, change: impl FnOnce(&mut Limits)) -> Vec<String> {
        let mut limits = Limits::default();
        change(&mut limits);
        let mut tallies = Tallies::default();
        tallies.organisations.insert("interior".parse().expect("valid"), tally);
        check(&tallies, &limits).into_iter().map(|brake| brake.0).collect()
    }

    #[test]
    fn each_brake_trips_one_beyond_its_limit_and_not_at_it() {
        let at = Tally { working: 1000, left: 20, missing: 10, ..Tally::default() };
        assert_eq!(tripped(at.clone(), |_| {}), Vec::<String>::new());
        let over = Tally { left: 41, ..at };
        insta::assert_snapshot!(tripped(over.clone(), |_| {}).join("\n"), @r"
        interior: 51 of 1000 people would go, limits.organisation.gone_percent allows 5 %
        all organisations together: 51 of 1000 people would go, limits.total.gone_percent allows 3 %
        ");
        insta::assert_snapshot!(tripped(over, |limits| limits.organisation.gone = 50)[0], @"interior: 51 people would go, limits.organisation.gone allows 50");
    }

    #[test]
    fn moves_count_where_people_come_from_and_where_they_go() {
        let moved = Tally { working: 100, moved_out: 26, ..Tally::default() };
        assert!(tripped(moved, |_| {})[0].contains("changed_percent"));
        let returned = Tally { working: 100, returned: 21, ..Tally::default() };
        assert!(tripped(returned, |_| {})[0].contains("limits.organisation.returned allows 20"));
    }

    #[test]
    fn a_small_office_may_lose_a_few_people() {
        let small = Tally { working: 6, left: 5, ..Tally::default() };
        assert_eq!(tripped(small, |_| {}), Vec::<String>::new());
        let all = Tally { working: 6, left: 6, ..Tally::default() };
        assert!(!tripped(all, |_| {}).is_empty());
    }

    #[test]
    fn a_first_seeding_trips_nothing() {
        let seed = Tally { joined: 100_000, ..Tally::default() };
        assert_eq!(tripped(seed, |_| {}), Vec::<String>::new());
    }

    #[test]
    fn limits_that_limit_nothing_are_refused() {
        assert!(Limits { missing_reads: 1, ..Limits::default() }.check().is_err());
        assert!(Limits { bad_rows_percent: 101, ..Limits::default() }.check().is_err());
        assert!(Limits::default().check().is_ok());
    }
}
