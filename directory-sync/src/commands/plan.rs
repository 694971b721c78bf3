//! `plan`: reads everything, writes nothing but the plan file. A plan that the brakes stop is written as well, and laid
//! before the administrators.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::Ended;
use crate::approval::{self, Approval};
use crate::bridge::Bridge;
use crate::clock::Now;
use crate::config::Config;
use crate::gather::{Keep, gather};
use crate::memory::Memory;
use crate::plan_file::PlanFile;
use crate::planning;
use crate::progress::Screen;
use crate::render;

/// Plans.
///
/// # Errors
/// If register or bridge cannot be read, or the plan not be written.
pub async fn plan(config: &Config, out_file: &Path, now: Now, screen: &Screen, out: &mut dyn Write) -> Result<Ended> {
    let bridge = Bridge::open(&config.bridge)?;
    let memory = Memory::load(&config.state_file)?;
    let (reading, catalogue) = gather(config, &bridge, Keep::Changed, screen, memory.expected()).await?;
    let made = match planning::make(config, &memory, &reading, &catalogue, now)? {
        Ok(made) => made,
        Err(findings) => {
            write!(out, "No plan was made.\n{}", render::findings(&findings))?;
            return Ok(Ended::Stopped);
        }
    };
    let chapters = made.chapters(&reading, &catalogue, &bridge).await?;
    let head = made.head(config, &reading, now);
    write!(out, "{}", render::plan(&head, &chapters, &made.findings))?;
    let hashes = made.write(out_file, &head, &chapters, &reading, &catalogue)?;
    let name = out_file.display();
    writeln!(out, "\nPlan {} written to {name}", hashes.plan)?;
    if made.brakes.is_empty() {
        return Ok(Ended::Done);
    }
    writeln!(out, "\nStopped by the brakes:")?;
    for brake in &made.brakes {
        writeln!(out, "  {brake}")?;
    }
    let told =
        format!("the plan is written but could not be submitted for approval: directory-sync apply {name} tries");
    match approval::ask(&PlanFile::open(out_file)?, &bridge).await.context(told)? {
        Approval::Waiting(standing) => {
            let needed = standing.needed;
            writeln!(
                out,
                "\nNothing of it is applied unless {needed} different administrators approve it in the console. Then:\n  \
                 directory-sync apply {name}"
            )?;
        }
        Approval::Given => writeln!(out, "\nThe administrators have approved it: directory-sync apply {name}")?,
        Approval::Rejected => writeln!(out, "\nAn administrator has rejected it.")?,
    }
    Ok(Ended::Stopped)
}
