//! From reading and catalogue to a plan in a file: checks, plan, brakes, and what a reviewer is shown. The same for a plan
//! by hand and for one that nobody looks at.

use std::path::Path;

use anyhow::Result;
use bridge_api::PersonId;
use bridge_api::sync::PLAN_LINES;

use crate::bridge::Bridge;
use crate::catalogue::Catalogue;
use crate::checks::{self, Facts, Finding, Gravity};
use crate::clock::Now;
use crate::config::Config;
use crate::limits;
use crate::memory::Memory;
use crate::plan::{Planned, Rules, plan};
use crate::plan_file::{Hashes, Head, Item, Writer};
use crate::reading::Reading;
use crate::render::chapters::{Chapter, chapters};
use crate::tally::Tallies;

/// So many people of each kind are shown on a terminal.
pub const SHOWN: usize = 20;

/// What the checks let through, planned.
pub struct Made {
    /// The steps.
    pub planned: Planned,
    /// What was found, the gravest first.
    pub findings: Vec<Finding>,
    /// What the plan does to each organisation.
    pub tallies: Tallies,
    /// Which brakes it trips, one sentence each.
    pub brakes: Vec<String>,
}

/// Checks and plans.
///
/// # Errors
/// If what was spooled of the reading cannot be read. In the result: the findings, if one of them stops everything.
pub fn make(
    config: &Config,
    memory: &Memory,
    reading: &Reading,
    catalogue: &Catalogue,
    now: Now,
) -> Result<Result<Made, Vec<Finding>>> {
    let mut findings = checks::run(&Facts { reading, catalogue, limits: &config.limits })?;
    if findings.iter().any(|finding| finding.gravity == Gravity::Stop) {
        return Ok(Err(findings));
    }
    let limits = &config.limits;
    let rules = Rules {
        findings: &findings,
        last_full_day: now.last_full_day(),
        today: now.today(),
        missing_reads: limits.missing_reads,
        count_missing: memory.may_count_missing(now.ms(), limits.missing_interval_hours),
    };
    let mut planned = plan(reading, catalogue, &rules);
    findings.append(&mut planned.set_aside);
    findings.sort_by_key(|finding| finding.gravity);
    let tallies = Tallies::of(&planned.steps, reading, catalogue);
    let brakes = limits::check(&tallies, limits).into_iter().map(|brake| brake.0).collect();
    Ok(Ok(Made { planned, findings, tallies, brakes }))
}

impl Made {
    /// What a reviewer is shown of the people whom the plan changes: on a terminal a few of each kind, for the
    /// administrators as many as they may be sent. The bridge is asked what exactly changes for these.
    ///
    /// # Errors
    /// If the bridge cannot be reached.
    pub async fn chapters(&self, reading: &Reading, catalogue: &Catalogue, bridge: &Bridge) -> Result<Vec<Chapter>> {
        let most = if self.brakes.is_empty() { SHOWN } else { PLAN_LINES };
        let mut chapters = chapters(&self.planned.steps, reading, catalogue, most);
        let changed: Vec<PersonId> = chapters.iter().flat_map(Chapter::keys_of_changed).collect();
        let before = if changed.is_empty() { Default::default() } else { bridge.people(&changed).await? };
        chapters.iter_mut().for_each(|chapter| chapter.tell_changes(&before));
        Ok(chapters)
    }

    /// The head of the plan's file.
    pub fn head(&self, config: &Config, reading: &Reading, now: Now) -> Head {
        Head {
            format: Head::FORMAT,
            made_at_ms: now.ms(),
            bridge: config.bridge.base_url.to_string(),
            whole: !reading.is_partial(),
            listed: reading.len(),
            not_yet: self.planned.not_yet,
            uncounted: self.planned.uncounted,
            tallies: self.tallies.clone(),
            brakes: self.brakes.clone(),
            changes: self.planned.steps.len(),
        }
    }

    /// Writes the plan's file.
    ///
    /// # Errors
    /// If it cannot be written, or the spool not be read.
    pub fn write(
        &self,
        path: &Path,
        head: &Head,
        chapters: &[Chapter],
        reading: &Reading,
        catalogue: &Catalogue,
    ) -> Result<Hashes> {
        let mut writer = Writer::new(path, head)?;
        self.findings.iter().try_for_each(|finding| writer.item(&Item::Finding(finding.clone())))?;
        if !self.brakes.is_empty() {
            let lines = chapters.iter().flat_map(Chapter::lines).take(PLAN_LINES);
            lines.map(Item::Line).try_for_each(|line| writer.item(&line))?;
        }
        for step in &self.planned.steps {
            writer.item(&Item::Change(step.change(reading, catalogue)?))?;
        }
        writer.finish()
    }
}
