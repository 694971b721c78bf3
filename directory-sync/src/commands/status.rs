//! `status`: what the catalogue holds and what was last applied.

use std::io::Write;

use anyhow::Result;

use super::Ended;
use crate::bridge::Bridge;
use crate::catalogue::Known;
use crate::clock::Now;
use crate::config::Config;
use crate::memory::Memory;
use crate::progress::Screen;
use crate::watch;

/// Tells it.
///
/// # Errors
/// If the bridge cannot be read.
pub async fn status(config: &Config, screen: &Screen, out: &mut dyn Write) -> Result<Ended> {
    let memory = Memory::load(&config.state_file)?;
    let bridge = Bridge::open(&config.bridge)?;
    let expected = memory.expected();
    let catalogue = bridge.catalogue(&config.owned(), &screen.work("catalogue", expected), expected).await?;
    for (organisation, people) in catalogue.count(Known::works) {
        writeln!(out, "{organisation}: {people} working")?;
    }
    let count = |counts: fn(&Known) -> bool| catalogue.people().filter(|(_, known)| counts(known)).count();
    let missing = count(|known| known.is_here() && known.missing_reads > 0);
    let suspended = count(|known| known.is_here() && !known.works());
    let gone = count(|known| !known.is_here());
    let locked = count(|known| known.locked);
    writeln!(
        out,
        "{missing} missing from the last reading, {suspended} suspended, {gone} have left, {locked} locked from sync"
    )?;
    match memory.applied {
        Some(last) => {
            let (hash, changes, at) = (last.plan_hash, last.changes, Now::show(last.at_ms));
            writeln!(out, "last applied: plan {hash}, {changes} changes, {at}")?;
        }
        None => writeln!(out, "no plan was applied from here yet")?,
    }
    if let Some(held) = memory.held {
        let (hash, at, file) = (held.plan_hash, Now::show(held.made_at_ms), held.file.display());
        writeln!(out, "stopped by the brakes: plan {hash}, {at}, in {file}")?;
    }
    watch::status(config, out)?;
    Ok(Ended::Done)
}
