//! The last word of every scanner and of each of its engines.

use crate::database::{DbError, Tx};

/// A scanner that has not been heard of for so long is forgotten: names made at a start do not come back.
const FORGOTTEN_MS: i64 = 24 * 3_600_000;

/// A scanner's last word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannerWord {
    /// Its name; empty if it says none.
    pub scanner: String,
    /// When we heard it, by our clock.
    pub heard_at_ms: i64,
    /// Files that wait for their turn.
    pub waiting: i64,
    /// Files that are being looked at.
    pub running: i64,
    /// Requests answered since it is known.
    pub answered: i64,
    /// Requests sent away since it is known.
    pub turned_away: i64,
    /// Half of the last scans took at most this long, milliseconds.
    pub median_ms: i64,
    /// 95 of 100 took at most this long, milliseconds.
    pub p95_ms: i64,
    /// Its engines.
    pub engines: Vec<EngineWord>,
}

/// What a scanner said last of one of its engines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineWord {
    /// What it is called: its name in the scanner's configuration, else what it says of itself.
    pub label: String,
    /// Name and version.
    pub engine: String,
    /// Whether nothing is clean without it.
    pub required: bool,
    /// Whether it works.
    pub healthy: bool,
    /// Since when it does not.
    pub failing_since_ms: Option<i64>,
    /// Version of its signatures.
    pub signatures_version: String,
    /// When they were made.
    pub signatures_at_ms: Option<i64>,
}

/// Every scanner heard of within a day, the one heard of last first.
///
/// # Errors
/// If the database cannot be read.
pub fn scanners(tx: &Tx<'_>, now_ms: i64) -> Result<Vec<ScannerWord>, DbError> {
    let rows = tx.query(
        "SELECT scanner, heard_at_ms, waiting, running, answered, turned_away, median_ms, p95_ms FROM scanners
         WHERE heard_at_ms > $1 ORDER BY heard_at_ms DESC, scanner",
        &[(now_ms - FORGOTTEN_MS).into()],
    )?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let scanner = row.text(0)?;
        found.push(ScannerWord {
            engines: engines(tx, &scanner)?,
            scanner,
            heard_at_ms: row.int(1)?,
            waiting: row.int(2)?,
            running: row.int(3)?,
            answered: row.int(4)?,
            turned_away: row.int(5)?,
            median_ms: row.int(6)?,
            p95_ms: row.int(7)?,
        });
    }
    Ok(found)
}

fn engines(tx: &Tx<'_>, scanner: &str) -> Result<Vec<EngineWord>, DbError> {
    let rows = tx.query(
        "SELECT name, engine, required, healthy, failing_since_ms, signatures_version, signatures_at_ms
         FROM scanner_engines WHERE scanner = $1 ORDER BY name",
        &[scanner.into()],
    )?;
    let words = rows.iter().map(|row| {
        let (name, engine) = (row.text(0)?, row.text(1)?);
        // One that has never answered has not told what it is: it is called as its scanner.
        let called = [name.as_str(), engine.as_str(), scanner].into_iter().find(|one| !one.is_empty());
        Ok(EngineWord {
            label: called.unwrap_or("clamd").to_owned(),
            engine,
            required: row.flag(2)?,
            healthy: row.flag(3)?,
            failing_since_ms: row.int_opt(4)?,
            signatures_version: row.text(5)?,
            signatures_at_ms: row.int_opt(6)?,
        })
    });
    words.collect()
}
