//! `explain`: what HR lists of a person, what the catalogue holds, what a plan would do and why.

use std::io::Write;

use anyhow::Result;

use super::Ended;
use crate::bridge::Bridge;
use crate::clock::Now;
use crate::config::Config;
use crate::explain::{Facts, meant, person};
use crate::gather::{Keep, gather};
use crate::memory::Memory;
use crate::planning;
use crate::progress::Screen;

/// Explains the person with this key or email.
///
/// # Errors
/// If register or bridge cannot be read.
pub async fn explain(config: &Config, who: &str, now: Now, screen: &Screen, out: &mut dyn Write) -> Result<Ended> {
    let bridge = Bridge::open(&config.bridge)?;
    let memory = Memory::load(&config.state_file)?;
    let (reading, catalogue) = gather(config, &bridge, Keep::All, screen, memory.expected()).await?;
    let keys = meant(who, &reading, &catalogue);
    if keys.is_empty() {
        writeln!(out, "Neither the register nor the catalogue of its organisations knows this person.")?;
        return Ok(Ended::Stopped);
    }
    let made = planning::make(config, &memory, &reading, &catalogue, now)?;
    let held = bridge.people(&keys).await?;
    let facts = Facts { config, reading: &reading, catalogue: &catalogue, made: &made, now };
    for (number, key) in keys.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write!(out, "{}", person(key, held.get(key), &facts)?)?;
    }
    Ok(Ended::Done)
}
