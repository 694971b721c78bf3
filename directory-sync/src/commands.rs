//! What the program can be asked to do: check, plan, apply, status. Each gathers what it needs, calls the parts, and
//! prints; none of them decides about people.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use bridge_api::sync::Employment;

use crate::apply::{self, apply};
use crate::catalogue::Bridge;
use crate::checks::{self, Catalogue, Facts, Finding, Gravity, Reading};
use crate::clock::Now;
use crate::config::Config;
use crate::memory::Memory;
use crate::plan::{Rules, plan as make};
use crate::plan_file::{self, Plan};
use crate::tally::Tallies;
use crate::{limits, person, register, render, source_check, tally, watch};

/// How a command ended, as the process tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All done: 0.
    Done,
    /// Findings or brakes stopped it, or the bridge refused a change: 2.
    Stopped,
    /// The catalogue is no longer the one that the plan was made against: 3.
    Outdated,
}

/// Reads the whole register.
///
/// # Errors
/// If the reading cannot be trusted to be whole.
pub fn read(config: &Config) -> Result<Reading> {
    let mut reading = Reading::default();
    register::open(config).read(&mut |row| match row.map(|record| person::parse(&record, config)) {
        Ok(Ok(listed)) => reading.listed.push(listed),
        Ok(Err(bad)) => reading.bad.push(bad),
        Err(unreadable) => reading.unreadable.push(unreadable),
    })?;
    Ok(reading)
}

fn look(config: &Config, reading: &Reading, catalogue: &Catalogue) -> Vec<Finding> {
    checks::run(&Facts { reading, catalogue, owned: &config.owned(), limits: &config.limits })
}

fn stops(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.gravity == Gravity::Stop)
}

/// `check`: reads everything, plans nothing, tells all findings.
///
/// # Errors
/// If register or bridge cannot be read.
pub async fn check(config: &Config, out: &mut dyn Write) -> Result<Ended> {
    let of_the_mapping = source_check::look(config)?;
    if stops(&of_the_mapping) {
        write!(out, "{}", render::findings(&of_the_mapping))?;
        return Ok(Ended::Stopped);
    }
    let reading = read(config)?;
    let catalogue = Bridge::open(&config.bridge)?.people().await?;
    let mut findings = look(config, &reading, &catalogue);
    findings.extend(of_the_mapping);
    findings.sort_by_key(|finding| finding.gravity);
    writeln!(out, "{} rows in the register, {} usable", reading.rows(), reading.listed.len())?;
    writeln!(out, "{} people in the catalogue", catalogue.len())?;
    write!(out, "{}", render::findings(&findings))?;
    let clean = findings.iter().all(|finding| finding.gravity == Gravity::Note);
    Ok(if clean { Ended::Done } else { Ended::Stopped })
}

/// `plan`: reads everything, writes nothing but the plan file.
///
/// # Errors
/// If register or bridge cannot be read.
pub async fn plan(config: &Config, out_file: &Path, now: Now, out: &mut dyn Write) -> Result<Ended> {
    let reading = read(config)?;
    let catalogue = Bridge::open(&config.bridge)?.people().await?;
    let mut findings = look(config, &reading, &catalogue);
    if stops(&findings) {
        write!(out, "No plan was made.\n{}", render::findings(&findings))?;
        return Ok(Ended::Stopped);
    }
    let memory = Memory::load(&config.state_file)?;
    let planned = make(
        &reading,
        &catalogue,
        &Rules {
            owned: &config.owned(),
            findings: &findings,
            last_full_day: &now.last_full_day(),
            today: &now.today(),
            missing_reads: config.limits.missing_reads,
            count_missing: memory.may_count_missing(now.ms(), config.limits.missing_interval_hours),
        },
    );
    findings.extend(planned.set_aside);
    findings.sort_by_key(|finding| finding.gravity);
    let tallies = Tallies::of(&planned.changes, &catalogue);
    let tripped = limits::check(&tallies, &config.limits);
    let plan = Plan {
        format: Plan::FORMAT,
        made_at_ms: now.ms(),
        bridge: config.bridge.base_url.to_string(),
        listed: reading.listed.len(),
        not_yet: planned.not_yet,
        uncounted: planned.uncounted,
        tallies,
        findings,
        changes: planned.changes,
    };
    write!(out, "{}", render::plan(&plan, &catalogue))?;
    if !tripped.is_empty() {
        writeln!(out, "\nStopped by the brakes; no plan file was written:")?;
        for brake in tripped {
            writeln!(out, "  {}", brake.0)?;
        }
        return Ok(Ended::Stopped);
    }
    let file = plan_file::write(out_file, plan)?;
    writeln!(out, "\nPlan {} written to {}", file.hash, out_file.display())?;
    Ok(Ended::Done)
}

/// `apply`: applies a reviewed plan.
///
/// # Errors
/// If the plan is not whole or not for this bridge, or the bridge fails.
pub async fn apply_plan(config: &Config, path: &Path, now: Now, out: &mut dyn Write) -> Result<Ended> {
    let file = plan_file::read(path)?;
    if file.plan.bridge != config.bridge.base_url.as_str() {
        bail!("the plan was made for the bridge {}, not for {}", file.plan.bridge, config.bridge.base_url);
    }
    writeln!(out, "Plan {}\n\n{}", file.hash, render::table(&file.plan))?;
    let bridge = Bridge::open(&config.bridge)?;
    let report: apply::Report = apply(&file, &bridge, &config.state_file, config.limits.plan_valid_hours, now).await?;
    write!(out, "{}", render::report(&report))?;
    Ok(if !report.outdated.is_empty() {
        Ended::Outdated
    } else if report.refused.is_empty() && report.not_found.is_empty() {
        Ended::Done
    } else {
        Ended::Stopped
    })
}

/// `status`: what the catalogue holds and what was last applied.
///
/// # Errors
/// If the bridge cannot be read.
pub async fn status(config: &Config, out: &mut dyn Write) -> Result<Ended> {
    let memory = Memory::load(&config.state_file)?;
    let catalogue = Bridge::open(&config.bridge)?.people().await?;
    for (organisation, people) in tally::working(&catalogue) {
        writeln!(out, "{organisation}: {people} working")?;
    }
    let working = |row: &&bridge_api::sync::CatalogueRow| row.employment == Employment::Working;
    let missing = catalogue.values().filter(working).filter(|row| row.missing_reads > 0).count();
    let gone = catalogue.values().filter(|row| !working(row)).count();
    let locked = catalogue.values().filter(|row| row.locked_from_sync).count();
    writeln!(out, "{missing} of them missing from the last reading, {gone} more have left, {locked} locked from sync")?;
    match memory.applied {
        Some(last) => {
            writeln!(
                out,
                "last applied: plan {}, {} changes, {}",
                last.plan_hash,
                last.changes,
                Now::show(last.at_ms)
            )?;
        }
        None => writeln!(out, "no plan was applied from here yet")?,
    }
    watch::status(config, out)?;
    Ok(Ended::Done)
}
