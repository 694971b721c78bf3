//! Reads register and catalogue side by side: the register on a thread of its own, its rows parsed and hashed by as many
//! threads as there are processors, the catalogue meanwhile from the bridge.
//!
//! Everything between the threads is bounded. If either side fails, nothing of the other is used.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Context, Result, anyhow};
use tokio::sync::oneshot;

use crate::bridge::Bridge;
use crate::catalogue::Catalogue;
use crate::config::Config;
use crate::limits::Limits;
use crate::organisations::Organisations;
use crate::person::{BadRow, Parser};
use crate::progress::{Progress, Screen};
use crate::reading::{Listed, Reading};
use crate::register::{self, Register, Row, Unreadable};

/// So many rows go from thread to thread at once. Their texts stay below 64 KiB: when more is freed in one piece, the
/// system's allocator tidies up, which costs more than everything else about the batch.
const ROWS: usize = 128;
/// About as long as an entry is as JSON.
const ENTRY: usize = 400;
/// So many such batches may wait before whoever makes them has to.
const WAITING: usize = 16;

/// Whose entries are kept for later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Everybody's.
    All,
    /// Those of people who may have changed: all a plan can need.
    Changed,
}

/// Register and catalogue, both whole. `expected` is a guess at how many rows there are, for the progress bar.
///
/// # Errors
/// If one of them cannot be read to its end.
pub async fn gather(
    config: &Config,
    bridge: &Bridge,
    keep: Keep,
    screen: &Screen,
    expected: Option<usize>,
) -> Result<(Reading, Catalogue)> {
    let mut known = Catalogue::new(&config.owned())?;
    known.expect(expected.unwrap_or_default());
    let known = Arc::new(Mutex::new(known));
    let reader = Reader::new(config, (keep == Keep::Changed).then(|| known.clone()))?;
    let register = register::open(config);
    let progress = screen.work("register", expected);
    let (done, reading) = oneshot::channel();
    thread::Builder::new().name("register".to_owned()).spawn(move || {
        let _ = done.send(reader.read(register, &progress));
    })?;
    let catalogue = async {
        let progress = screen.work("catalogue", expected);
        bridge.fill(&known, &progress).await
    };
    let reading = async { reading.await.context("the thread that reads the register broke off")? };
    let (reading, ()) = tokio::try_join!(reading, catalogue)?;
    let catalogue = Arc::into_inner(known).and_then(|known| known.into_inner().ok());
    Ok((reading, catalogue.context("the catalogue is still in use")?))
}

/// A few rows of the register, and nothing about the others.
///
/// # Errors
/// If there is no room for them.
pub fn partial(config: &Config, rows: Vec<Row>) -> Result<Reading> {
    let reader = Reader::new(config, None)?;
    let mut reading = reader.empty().partial();
    reader.parser.batch(rows)?.go_into(&mut reading, None, &mut 0)?;
    Ok(reading)
}

/// Reads a register.
struct Reader {
    parser: BatchParser,
    most_faults: usize,
    spool_folder: PathBuf,
    /// The catalogue, as far as it is there: of whom it says the same, no entry is kept.
    known: Option<Arc<Mutex<Catalogue>>>,
}

impl Reader {
    fn new(config: &Config, known: Option<Arc<Mutex<Catalogue>>>) -> Result<Self> {
        let parser = BatchParser { parser: Parser::new(config), organisations: Organisations::owned(&config.owned())? };
        let spool_folder = config.state_file.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { parser, most_faults: most_faults(&config.limits), spool_folder, known })
    }

    fn empty(&self) -> Reading {
        Reading::new(self.parser.organisations.clone(), &self.spool_folder, self.most_faults)
    }

    fn read(self, register: Box<dyn Register>, progress: &Progress) -> Result<Reading> {
        let mut reading = self.empty();
        thread::scope(|scope| {
            let (rows_out, rows_in) = sync_channel(WAITING);
            let (parsed_out, parsed_in) = sync_channel(WAITING);
            let source = scope.spawn(move || hand_over(register, rows_out));
            let rows_in = Arc::new(Mutex::new(rows_in));
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                let (rows_in, parsed_out, parser) = (rows_in.clone(), parsed_out.clone(), &self.parser);
                scope.spawn(move || {
                    while let Some((number, rows)) = next(&rows_in) {
                        if parsed_out.send((number, parser.batch(rows))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop((rows_in, parsed_out));
            self.collect(parsed_in, &mut reading, progress)?;
            source.join().map_err(|_| anyhow!("the register's adapter failed"))?
        })?;
        Ok(reading)
    }

    /// Puts the batches back into the register's order.
    fn collect(
        &self,
        parsed: Receiver<(u64, Result<Batch>)>,
        reading: &mut Reading,
        progress: &Progress,
    ) -> Result<()> {
        let (mut early, mut next, mut near) = (BTreeMap::new(), 0, 0);
        for (number, batch) in parsed {
            early.insert(number, batch?);
            while let Some(batch) = early.remove(&next) {
                next += 1;
                progress.advance(batch.rows.len());
                let known = self.known.as_ref().and_then(|known| known.lock().ok());
                batch.go_into(reading, known.as_deref(), &mut near)?;
            }
        }
        Ok(())
    }
}

/// So many faulty rows may be of use; one more, and there is no plan.
fn most_faults(limits: &Limits) -> usize {
    limits.bad_rows.max(limits.always_allowed) + 1
}

/// Reads the source to its end and hands its rows over in numbered batches. If nobody takes them any more, the rest is
/// thrown away.
fn hand_over(register: Box<dyn Register>, out: SyncSender<(u64, Vec<Row>)>) -> Result<()> {
    let mut batch = Vec::with_capacity(ROWS);
    let mut number = 0;
    let mut wanted = true;
    register.read(&mut |row| {
        batch.push(row);
        if batch.len() == ROWS {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(ROWS));
            wanted = wanted && out.send((number, full)).is_ok();
            number += 1;
        }
    })?;
    let _ = out.send((number, batch));
    Ok(())
}

fn next(rows: &Mutex<Receiver<(u64, Vec<Row>)>>) -> Option<(u64, Vec<Row>)> {
    rows.lock().ok()?.recv().ok()
}

struct BatchParser {
    parser: Parser,
    organisations: Organisations,
}

impl BatchParser {
    fn batch(&self, rows: Vec<Row>) -> Result<Batch> {
        let mut texts = Vec::with_capacity(ENTRY * rows.len());
        let one = |row: Row| {
            let record = match row {
                Ok(record) => record,
                Err(unreadable) => return Ok(Parsed::Unreadable(unreadable)),
            };
            let person = match self.parser.parse(record) {
                Ok(person) => person,
                Err(bad) => return Ok(Parsed::Bad(bad)),
            };
            let start = texts.len();
            let listed = Listed::of(&person.entry, &self.organisations, &mut texts)?;
            let text = start..texts.len();
            Ok(Parsed::Person { key: person.entry.person_id.into(), place: person.place, listed, text })
        };
        let rows = rows.into_iter().map(one).collect::<Result<_>>()?;
        Ok(Batch { rows, texts })
    }
}

/// Rows on their way into the reading, and the entries of all of them, as JSON, in one piece.
struct Batch {
    rows: Vec<Parsed>,
    texts: Vec<u8>,
}

enum Parsed {
    Person { key: String, place: String, listed: Listed, text: Range<usize> },
    Bad(BadRow),
    Unreadable(Unreadable),
}

impl Batch {
    fn go_into(self, reading: &mut Reading, known: Option<&Catalogue>, near: &mut u32) -> Result<()> {
        for row in self.rows {
            match row {
                Parsed::Person { key, place, listed, text } => {
                    let same = known.is_some_and(|known| Reading::is_known(&key, &listed, known, near));
                    reading.take(&key, &place, listed, if same { None } else { self.texts.get(text) })?;
                }
                Parsed::Bad(row) => reading.take_bad(row),
                Parsed::Unreadable(row) => reading.take_unreadable(row),
            }
        }
        Ok(())
    }
}
