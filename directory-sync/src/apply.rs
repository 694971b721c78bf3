//! Applying: the write half. Sends exactly the changes of a reviewed plan and then looks whether they arrived.
//!
//! It decides nothing. If any row is neither as the plan found it nor as the plan wants it, nothing at all is sent.
//! What is already as the plan wants it is not sent again, so a broken-off run is simply repeated.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Result, bail};
use bridge_api::sync::{Change, Outcome};
use bridge_api::{OrganisationId, PersonId};

use crate::bridge::{BATCH, Bridge};
use crate::catalogue::{Catalogue, Known};
use crate::clock::Now;
use crate::config::Config;
use crate::fingerprint::RowHash;
use crate::limits::Limits;
use crate::memory::{Applied, Memory};
use crate::plan_file::PlanFile;
use crate::progress::Screen;

/// Where one change stands in the catalogue as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The row is as the plan found it.
    Due,
    /// The row is as the plan wants it.
    Done,
    /// The row is neither.
    Outdated,
}

/// What applying came to.
#[derive(Debug, Default)]
pub struct Report {
    /// Sent and done now.
    pub applied: usize,
    /// Had been done before.
    pub already: usize,
    /// The bridge refused these.
    pub refused: Vec<(PersonId, String)>,
    /// Rows that are no longer what the plan was made against; if there are any, the run stopped there.
    pub outdated: Vec<PersonId>,
    /// Said to be done and not found done afterwards.
    pub not_found: Vec<PersonId>,
    /// People working, by organisation: before and after, both counted in the catalogue. Empty if only the people of the
    /// plan were looked at.
    pub counts: BTreeMap<OrganisationId, (usize, usize)>,
}

/// Who applies, where.
pub struct Applier<'a> {
    /// The catalogue is behind it.
    bridge: &'a Bridge,
    /// What is remembered between runs.
    state_file: &'a Path,
    /// How long a plan may be applied.
    limits: &'a Limits,
    /// The organisations that this register speaks for.
    owned: &'a BTreeSet<OrganisationId>,
    /// The moment.
    now: Now,
    /// Where progress is shown.
    screen: &'a Screen,
}

/// How much of the catalogue is looked at before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// All of it, and people are counted.
    Whole,
    /// The people of the plan alone.
    Concerned,
}

/// Where `change` stands.
pub fn standing(change: &Change, catalogue: &Catalogue) -> Standing {
    let known = catalogue.of(change.person_id());
    let is = |known: &Known, hash: &str| RowHash::parse(hash) == Some(known.hash);
    match (change, known) {
        (Change::Join { .. }, None) => Standing::Due,
        (Change::Join { entry }, Some(known)) if known.is_here() && is(known, &entry.row_hash()) => Standing::Done,
        (Change::Update { entry, was }, Some(known)) => {
            if known.is_here() && known.missing_reads == 0 && is(known, &entry.row_hash()) {
                Standing::Done
            } else if is(known, was) {
                Standing::Due
            } else {
                Standing::Outdated
            }
        }
        (Change::Missing { missing_reads, .. }, Some(known)) if known.is_here() => match known.missing_reads {
            now if now == *missing_reads => Standing::Done,
            now if now + 1 == *missing_reads => Standing::Due,
            _ => Standing::Outdated,
        },
        (Change::Leave { .. }, Some(known)) if !known.is_here() => Standing::Done,
        (Change::Leave { was, .. }, Some(known)) if is(known, was) => Standing::Due,
        _ => Standing::Outdated,
    }
}

impl<'a> Applier<'a> {
    /// As the configuration says.
    pub fn new(
        config: &'a Config,
        bridge: &'a Bridge,
        owned: &'a BTreeSet<OrganisationId>,
        now: Now,
        screen: &'a Screen,
    ) -> Self {
        Self { bridge, state_file: &config.state_file, limits: &config.limits, owned, now, screen }
    }

    /// Applies the plan, which must have been approved if brakes tripped. What is seen of the catalogue on the way is
    /// left in `catalogue`.
    ///
    /// # Errors
    /// If the bridge fails, or the plan is too old or overtaken. What was sent until then stays, and the same plan can
    /// be applied again.
    pub async fn apply(&self, plan: &PlanFile, look: Look, catalogue: &mut Catalogue) -> Result<Report> {
        let mut memory = Memory::load(self.state_file)?;
        self.is_still_good(plan, &memory)?;
        self.look(plan, look, catalogue).await?;
        let mut report = Report::default();
        let due = sort_out(plan, catalogue, &mut report)?;
        if !report.outdated.is_empty() {
            return Ok(report);
        }
        let before = catalogue.count(Known::works);
        if due.contains(&true) {
            self.send(plan, &due, &mut memory, &mut report).await?;
            self.look(plan, look, catalogue).await?;
            look_again(plan, catalogue, &mut report)?;
        }
        if look == Look::Whole {
            report.counts = both(&before, &catalogue.count(Known::works));
        }
        // A plan of some rows overtakes no other.
        if report.outdated.is_empty() && report.not_found.is_empty() && plan.head.whole {
            // What another run has remembered meanwhile stays.
            memory = Memory::load(self.state_file)?;
            let (plan_hash, changes, listed) = (plan.hash.clone(), plan.head.changes, plan.head.listed);
            memory.applied = Some(Applied { plan_hash, at_ms: self.now.ms(), changes, listed });
            memory.save(self.state_file)?;
        }
        Ok(report)
    }

    /// Refuses a plan that another has overtaken, or that is too old.
    ///
    /// # Errors
    /// With the reason.
    pub fn is_still_good(&self, plan: &PlanFile, memory: &Memory) -> Result<()> {
        let made_at = plan.head.made_at_ms;
        if memory.applied.as_ref().is_some_and(|last| last.at_ms >= made_at && last.plan_hash != plan.hash) {
            bail!("another plan was applied after this one was made: make and review a new one");
        }
        if !self.limits.plan_is_fresh(made_at, self.now) {
            let hours = self.limits.plan_valid_hours;
            bail!("the plan is older than limits.plan_valid_hours ({hours}): make and review a new one");
        }
        Ok(())
    }

    /// Looks at the catalogue as it is now.
    async fn look(&self, plan: &PlanFile, look: Look, catalogue: &mut Catalogue) -> Result<()> {
        match look {
            Look::Whole => {
                // Let go of the old one first: each has room for everybody.
                *catalogue = Catalogue::default();
                let progress = self.screen.work("catalogue", None);
                *catalogue = self.bridge.catalogue(self.owned, &progress, Some(plan.head.listed)).await?;
                Ok(())
            }
            Look::Concerned => {
                let keys = plan.changes().map(|change| Ok(change?.person_id().clone()));
                self.bridge.refresh(catalogue, &keys.collect::<Result<Vec<_>>>()?).await
            }
        }
    }

    /// Sends the changes that are due, batch by batch, until the bridge finds one outdated.
    async fn send(&self, plan: &PlanFile, due: &[bool], memory: &mut Memory, report: &mut Report) -> Result<()> {
        let of = due.iter().filter(|due| **due).count();
        let progress = self.screen.work("applying", Some(of));
        let mut changes = plan.changes().zip(due).filter(|(_, due)| **due).map(|(change, _)| change);
        loop {
            let batch = changes.by_ref().take(BATCH).collect::<Result<Vec<_>>>()?;
            if batch.is_empty() || !report.outdated.is_empty() {
                return Ok(());
            }
            let made_at = Some(plan.head.made_at_ms);
            if memory.missing_counted_at_ms != made_at && batch.iter().any(|one| matches!(one, Change::Missing { .. }))
            {
                // Before it is sent: if this run breaks off, the next plan must not count the same absence again.
                memory.missing_counted_at_ms = made_at;
                memory.save(self.state_file)?;
            }
            let size = batch.len();
            for answer in self.bridge.send(&plan.hash, batch).await? {
                match answer.outcome {
                    Outcome::Applied => report.applied += 1,
                    Outcome::Unchanged => report.already += 1,
                    Outcome::Outdated => report.outdated.push(answer.person_id),
                    Outcome::Refused { reason } => report.refused.push((answer.person_id, reason)),
                }
            }
            progress.advance(size);
        }
    }
}

/// Which changes are due.
fn sort_out(plan: &PlanFile, catalogue: &Catalogue, report: &mut Report) -> Result<Vec<bool>> {
    let mut due = Vec::with_capacity(plan.head.changes);
    for change in plan.changes() {
        let change = change?;
        let standing = standing(&change, catalogue);
        due.push(standing == Standing::Due);
        match standing {
            Standing::Due => {}
            Standing::Done => report.already += 1,
            Standing::Outdated => report.outdated.push(change.person_id().clone()),
        }
    }
    Ok(due)
}

fn look_again(plan: &PlanFile, after: &Catalogue, report: &mut Report) -> Result<()> {
    if !report.outdated.is_empty() {
        return Ok(());
    }
    let refused: BTreeSet<&PersonId> = report.refused.iter().map(|(key, _)| key).collect();
    for change in plan.changes() {
        let change = change?;
        if standing(&change, after) != Standing::Done && !refused.contains(change.person_id()) {
            report.not_found.push(change.person_id().clone());
        }
    }
    Ok(())
}

type Counts = BTreeMap<OrganisationId, usize>;

fn both(before: &Counts, after: &Counts) -> BTreeMap<OrganisationId, (usize, usize)> {
    let count = |counts: &Counts, name| counts.get(name).copied().unwrap_or_default();
    let names = before.keys().chain(after.keys());
    names.map(|name| (name.clone(), (count(before, name), count(after, name)))).collect()
}
