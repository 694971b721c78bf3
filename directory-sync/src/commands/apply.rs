//! `apply`: applies a reviewed plan; one that the brakes stopped only when the administrators have approved it.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};

use super::Ended;
use crate::apply::{Applier, Look};
use crate::approval::{self, Approval};
use crate::bridge::Bridge;
use crate::catalogue::Catalogue;
use crate::clock::Now;
use crate::config::Config;
use crate::plan_file::PlanFile;
use crate::progress::Screen;
use crate::render;

/// Applies the plan in the file.
///
/// # Errors
/// If the plan is not whole or not for this bridge, or the bridge fails.
pub async fn apply_plan(config: &Config, path: &Path, now: Now, screen: &Screen, out: &mut dyn Write) -> Result<Ended> {
    let plan = PlanFile::open(path)?;
    if plan.head.bridge != config.bridge.base_url.as_str() {
        bail!("the plan was made for the bridge {}, not for {}", plan.head.bridge, config.bridge.base_url);
    }
    writeln!(out, "Plan {}\n\n{}", plan.hash, render::table(&plan.head))?;
    let bridge = Bridge::open(&config.bridge)?;
    match approval::ask(&plan, &bridge).await? {
        Approval::Given => {}
        Approval::Waiting(standing) => {
            writeln!(out, "Stopped by the brakes: {}.", approval::advice(&standing))?;
            return Ok(Ended::Stopped);
        }
        Approval::Rejected => {
            writeln!(out, "An administrator has rejected this plan. Find out why, then make and review a new one.")?;
            return Ok(Ended::Stopped);
        }
    }
    let owned = config.owned();
    let applier = Applier::new(config, &bridge, &owned, now, screen);
    let report = applier.apply(&plan, Look::Whole, &mut Catalogue::default()).await?;
    write!(out, "{}", render::report(&report))?;
    Ok(if !report.outdated.is_empty() {
        Ended::Outdated
    } else if report.refused.is_empty() && report.not_found.is_empty() {
        Ended::Done
    } else {
        Ended::Stopped
    })
}
