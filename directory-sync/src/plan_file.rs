//! The plan as a file: what was reviewed is what is applied. The file holds personal data and is readable by its
//! owner alone; its hash ties it to what a reviewer saw and goes into the bridge's audit log.
//!
//! One JSON value a line, so that a million changes are written and read one by one: the head, then findings, lines for
//! administrators and changes, last the hash of all bytes before that line.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use bridge_api::sync::Change;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::checks::Finding;
use crate::private_file::Draft;
use crate::tally::Tallies;

/// What a plan says as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The layout of this file.
    pub format: u32,
    /// Milliseconds since the Unix epoch.
    pub made_at_ms: i64,
    /// The bridge whose catalogue it was made against.
    pub bridge: String,
    /// Whether the register was read as a whole, or some rows of it.
    pub whole: bool,
    /// How many people the register listed.
    pub listed: usize,
    /// How many are not in the catalogue before their first day.
    pub not_yet: usize,
    /// How many are missing without being counted.
    pub uncounted: usize,
    /// What it does to each organisation.
    pub tallies: Tallies,
    /// Which brakes it trips, one sentence each. If there are any, it waits for approval.
    pub brakes: Vec<String>,
    /// How many changes follow.
    pub changes: usize,
}

impl Head {
    /// The layout that this program writes.
    pub const FORMAT: u32 = 2;
}

/// What follows the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Who was set aside, and what else was found.
    Finding(Finding),
    /// A change as administrators are shown it who are to approve the plan.
    Line(String),
    /// What to do. Changes are applied in this order.
    Change(Change),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tail {
    hash: String,
}

/// A plan that is being written.
pub struct Writer {
    draft: Draft,
    out: BufWriter<File>,
    whole: Sha256,
    changes: Sha256,
    line: Vec<u8>,
}

/// The hashes of a plan that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashes {
    /// Of the whole plan.
    pub plan: String,
    /// Of its changes alone.
    pub changes: String,
}

impl Writer {
    /// Begins the file that is to be at `path`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(path: &Path, head: &Head) -> Result<Self> {
        let draft = Draft::new(path)?;
        let out = BufWriter::with_capacity(1 << 18, draft.file().try_clone()?);
        let mut writer = Self { draft, out, whole: Sha256::new(), changes: Sha256::new(), line: Vec::new() };
        writer.write(head)?;
        Ok(writer)
    }

    /// Writes the next item.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn item(&mut self, item: &Item) -> Result<()> {
        self.write(item)?;
        if matches!(item, Item::Change(_)) {
            self.changes.update(&self.line);
        }
        Ok(())
    }

    fn write(&mut self, value: &impl Serialize) -> Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, value)?;
        self.line.push(b'\n');
        self.whole.update(&self.line);
        self.out.write_all(&self.line).context("cannot write the plan")
    }

    /// Closes the file and puts it in its place.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> Result<Hashes> {
        let hash = hex::encode(self.whole.clone().finalize());
        self.write(&Tail { hash: hash.clone() })?;
        self.out.flush().context("cannot write the plan")?;
        self.draft.publish()?;
        Ok(Hashes { plan: hash, changes: hex::encode(self.changes.finalize()) })
    }
}

/// A plan that was read to its end and is what its hash says.
pub struct PlanFile {
    /// What it says as a whole.
    pub head: Head,
    /// Its hash.
    pub hash: String,
    file: File,
    /// Where the head ends.
    start: u64,
}

impl PlanFile {
    /// Opens a plan and proves that it is the one that was written.
    ///
    /// # Errors
    /// If it cannot be read, or is not what its hash says.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display();
        let file = File::open(path).with_context(|| format!("cannot read the plan {name}"))?;
        let other = || format!("{name} is not a plan of this version: make a new one");
        let mut lines = BufReader::with_capacity(1 << 18, At { file: &file, place: 0 });
        let (mut whole, mut line, mut next) = (Sha256::new(), Vec::new(), Vec::new());
        lines.read_until(b'\n', &mut line).with_context(other)?;
        let (start, format) = (line.len() as u64, serde_json::from_slice::<Format>(&line).with_context(other)?.format);
        if format != Head::FORMAT {
            bail!("{name} has plan format {format}, this version applies {}: make a new one", Head::FORMAT);
        }
        let head: Head = serde_json::from_slice(&line).with_context(other)?;
        let mut changes = 0;
        while lines.read_until(b'\n', &mut next).with_context(other)? > 0 {
            whole.update(&line);
            changes += usize::from(next.starts_with(b"{\"change\""));
            std::mem::swap(&mut line, &mut next);
            next.clear();
        }
        let hash = hex::encode(whole.finalize());
        let told = serde_json::from_slice::<Tail>(&line).map(|tail| tail.hash);
        if told.ok().as_deref() != Some(&hash) || changes != head.changes {
            bail!("{name} was cut off or changed after it was made: make and review a new one");
        }
        Ok(Self { head, hash, file, start })
    }

    /// Everything between head and hash, in order.
    fn items(&self) -> impl Iterator<Item = Result<Item>> {
        let lines = BufReader::with_capacity(1 << 18, At { file: &self.file, place: self.start }).lines();
        let told = "the plan changed while it was read: make and review a new one";
        lines.map_while(move |line| match line {
            Ok(line) if line.starts_with("{\"hash\"") => None,
            Ok(line) => Some(serde_json::from_str(&line).context(told)),
            Err(error) => Some(Err(error).context(told)),
        })
    }

    /// The changes, in the order in which they are to be applied.
    pub fn changes(&self) -> impl Iterator<Item = Result<Change>> {
        self.items().filter_map(|item| match item {
            Ok(Item::Change(change)) => Some(Ok(change)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
    }

    /// What administrators are shown.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn lines(&self) -> Result<Vec<String>> {
        // They stand before the changes.
        let before = self.items().take_while(|item| !matches!(item, Ok(Item::Change(_))));
        let lines = before.filter_map(|item| match item {
            Ok(Item::Line(line)) => Some(Ok(line)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        });
        lines.collect()
    }
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// Reads a file from a place on, whatever others read of it meanwhile.
struct At<'a> {
    file: &'a File,
    place: u64,
}

impl Read for At<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read_at(into, self.place)?;
        self.place += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
#[path = "plan_file_tests.rs"]
mod tests;
