//! `check`: reads everything, plans nothing, tells all findings.

use std::io::Write;

use anyhow::Result;

use super::Ended;
use crate::bridge::Bridge;
use crate::checks::{self, Facts, Gravity};
use crate::config::Config;
use crate::gather::{Keep, gather};
use crate::memory::Memory;
use crate::progress::Screen;
use crate::{render, source_check};

/// Looks at configuration, register and catalogue.
///
/// # Errors
/// If register or bridge cannot be read.
pub async fn check(config: &Config, screen: &Screen, out: &mut dyn Write) -> Result<Ended> {
    let of_the_mapping = source_check::look(config)?;
    if of_the_mapping.iter().any(|finding| finding.gravity == Gravity::Stop) {
        write!(out, "{}", render::findings(&of_the_mapping))?;
        return Ok(Ended::Stopped);
    }
    let bridge = Bridge::open(&config.bridge)?;
    let expected = Memory::load(&config.state_file)?.expected();
    let (reading, catalogue) = gather(config, &bridge, Keep::Changed, screen, expected).await?;
    let mut findings = checks::run(&Facts { reading: &reading, catalogue: &catalogue, limits: &config.limits })?;
    findings.extend(of_the_mapping);
    findings.sort_by_key(|finding| finding.gravity);
    writeln!(out, "{} rows in the register, {} usable", reading.rows(), reading.len())?;
    writeln!(out, "{} people in the catalogue", catalogue.people().count())?;
    write!(out, "{}", render::findings(&findings))?;
    let clean = findings.iter().all(|finding| finding.gravity == Gravity::Note);
    Ok(if clean { Ended::Done } else { Ended::Stopped })
}
