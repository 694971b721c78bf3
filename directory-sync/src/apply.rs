//! Applying: the write half. Sends exactly the changes of a reviewed plan and then looks whether they arrived.
//!
//! It decides nothing. If any row is neither as the plan found it nor as the plan wants it, nothing at all is sent.
//! What is already as the plan wants it is not sent again, so a broken-off run is simply repeated.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use bridge_api::sync::{Change, Employment, Outcome};
use bridge_api::{OrganisationId, PersonId};

use crate::catalogue::{BATCH, Bridge};
use crate::checks::Catalogue;
use crate::clock::Now;
use crate::memory::{Applied, Memory};
use crate::plan_file::PlanFile;
use crate::tally;

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
    /// People working, by organisation: before and after, both counted in the catalogue.
    pub counts: BTreeMap<OrganisationId, (usize, usize)>,
}

/// Where `change` stands.
pub fn standing(change: &Change, catalogue: &Catalogue) -> Standing {
    let row = catalogue.get(change.person_id());
    let working = row.is_some_and(|row| row.employment == Employment::Working);
    match (change, row) {
        (Change::Join { .. }, None) => Standing::Due,
        (Change::Join { entry }, Some(row)) if working && row.row_hash == entry.row_hash() => Standing::Done,
        (Change::Update { entry, was }, Some(row)) => {
            if working && row.missing_reads == 0 && row.row_hash == entry.row_hash() {
                Standing::Done
            } else if row.row_hash == *was {
                Standing::Due
            } else {
                Standing::Outdated
            }
        }
        (Change::Missing { missing_reads, .. }, Some(row)) if working => match row.missing_reads {
            now if now == *missing_reads => Standing::Done,
            now if now + 1 == *missing_reads => Standing::Due,
            _ => Standing::Outdated,
        },
        (Change::Leave { .. }, Some(_)) if !working => Standing::Done,
        (Change::Leave { was, .. }, Some(row)) if row.row_hash == *was => Standing::Due,
        _ => Standing::Outdated,
    }
}

/// Applies the plan.
///
/// # Errors
/// If the bridge fails, or the plan is too old or overtaken. What was sent until then stays, and the same plan can be
/// applied again.
pub async fn apply(file: &PlanFile, bridge: &Bridge, state: &Path, valid_hours: u32, now: Now) -> Result<Report> {
    let mut memory = Memory::load(state)?;
    let overtaken =
        memory.applied.as_ref().is_some_and(|a| a.at_ms >= file.plan.made_at_ms && a.plan_hash != file.hash);
    if overtaken {
        bail!("another plan was applied after this one was made: make and review a new one");
    }
    if now.ms() - file.plan.made_at_ms > i64::from(valid_hours) * 3_600_000 {
        bail!("the plan is older than limits.plan_valid_hours ({valid_hours}): make and review a new one");
    }

    let before = bridge.people().await?;
    let mut report = Report::default();
    let mut due = Vec::new();
    for change in &file.plan.changes {
        match standing(change, &before) {
            Standing::Due => due.push(change.clone()),
            Standing::Done => report.already += 1,
            Standing::Outdated => report.outdated.push(change.person_id().clone()),
        }
    }
    if !report.outdated.is_empty() {
        return Ok(report);
    }
    // Before the first batch: if this run breaks off, the next plan must not count the same absence again.
    if due.iter().any(|change| matches!(change, Change::Missing { .. })) {
        memory.missing_counted_at_ms = Some(file.plan.made_at_ms);
        memory.save(state)?;
    }
    for batch in due.chunks(BATCH) {
        for answer in bridge.send(&file.hash, batch).await? {
            match answer.outcome {
                Outcome::Applied => report.applied += 1,
                Outcome::Unchanged => report.already += 1,
                Outcome::Outdated => report.outdated.push(answer.person_id),
                Outcome::Refused { reason } => report.refused.push((answer.person_id, reason)),
            }
        }
        tracing::info!(applied = report.applied, of = due.len(), "batch done");
        if !report.outdated.is_empty() {
            break;
        }
    }
    let after = bridge.people().await?;
    look_again(file, &after, &mut report);
    report.counts = both(&before, &after);
    if report.outdated.is_empty() && report.not_found.is_empty() {
        let changes = file.plan.changes.len();
        memory.applied = Some(Applied { plan_hash: file.hash.clone(), at_ms: now.ms(), changes });
        memory.save(state)?;
    }
    Ok(report)
}

fn look_again(file: &PlanFile, after: &Catalogue, report: &mut Report) {
    if !report.outdated.is_empty() {
        return;
    }
    let refused: Vec<&PersonId> = report.refused.iter().map(|(key, _)| key).collect();
    let lost = file.plan.changes.iter().filter(|change| standing(change, after) != Standing::Done);
    let lost = lost.map(Change::person_id).filter(|key| !refused.contains(key)).cloned().collect();
    report.not_found = lost;
}

fn both(before: &Catalogue, after: &Catalogue) -> BTreeMap<OrganisationId, (usize, usize)> {
    let mut counts: BTreeMap<OrganisationId, (usize, usize)> = BTreeMap::new();
    for (key, count) in tally::working(before) {
        counts.entry(key).or_default().0 = count;
    }
    for (key, count) in tally::working(after) {
        counts.entry(key).or_default().1 = count;
    }
    counts
}
