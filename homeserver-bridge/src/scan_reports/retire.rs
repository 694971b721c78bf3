//! Removes reports whose time is over, and proves it in the audit log.
//!
//! The release gate needs its verdict for as long as the media lives, which nobody here knows. So of a verdict that counts
//! at the gate a small row stays: the media, the commitment to the key and the verdict. Who asked, from where, when with
//! which signatures, the size, and the work on it are gone. What counts for nothing is gone altogether. Open cases,
//! requests that wait, released files and files in quarantine stay whole.

use sha2::{Digest, Sha256};

use crate::audit::{self, Entry};
use crate::clock::rfc3339;
use crate::config::ScanReportsConfig;
use crate::database::{DbError, Tx, Value};

const DAY_MS: i64 = 24 * 3_600_000;
/// So many are removed in one transaction.
const BATCH: i64 = 500;

/// What reports have in common that are kept equally long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Nothing was found.
    Clean,
    /// There is no verdict.
    Unchecked,
    /// Something was found.
    Find,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Clean, Self::Unchecked, Self::Find];

    fn word(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Unchecked => "unchecked",
            Self::Find => "find",
        }
    }

    fn condition(self) -> &'static str {
        match self {
            Self::Clean => "r.verdict = 'clean'",
            Self::Unchecked => "r.verdict NOT IN ('clean', 'infected', 'type_forbidden')",
            Self::Find => "r.verdict IN ('infected', 'type_forbidden')",
        }
    }

    fn days(self, config: &ScanReportsConfig) -> u32 {
        match self {
            Self::Clean => config.clean_days,
            Self::Unchecked => config.unchecked_days,
            Self::Find => config.find_days,
        }
    }
}

/// A report whose time is over.
struct Old {
    id: String,
    file_id: String,
    seen_at_ms: i64,
    /// What of it stays for the gate, if anything: media, commitment, verdict and signature.
    gate: Option<[String; 4]>,
}

/// Removes one batch; answers how many reports it was, 0 when there are no more.
///
/// # Errors
/// If the database refuses it; then nothing is removed and nothing recorded.
pub fn retire(tx: &Tx<'_>, class: Class, config: &ScanReportsConfig, now_ms: i64) -> Result<usize, DbError> {
    let before = now_ms - i64::from(class.days(config)) * DAY_MS;
    let old = old(tx, class, before)?;
    let (Some(first), Some(last)) = (old.first(), old.last()) else { return Ok(0) };
    for one in &old {
        match &one.gate {
            None => tx.execute("DELETE FROM scan_reports WHERE id = $1", &[one.id.as_str().into()])?,
            Some(gate) => strip(tx, &one.id, gate)?,
        };
    }
    for one in &old {
        forget_file(tx, &one.file_id)?;
    }
    let mut ids: Vec<_> = old.iter().map(|one| one.id.as_str()).collect();
    ids.sort_unstable();
    let detail = format!(
        "count={} gate_rows={} from={} to={} ids_sha256={}",
        old.len(),
        old.iter().filter(|one| one.gate.is_some()).count(),
        rfc3339(first.seen_at_ms),
        rfc3339(last.seen_at_ms),
        hex::encode(Sha256::digest(ids.join("\n"))),
    );
    let entry =
        Entry { at_ms: now_ms, actor: "bridge", action: "scan_reports.remove", subject: class.word(), detail: &detail };
    audit::append(tx, &entry)?;
    Ok(old.len())
}

fn old(tx: &Tx<'_>, class: Class, before_ms: i64) -> Result<Vec<Old>, DbError> {
    let sql = format!(
        "SELECT r.id, r.file_id, r.last_seen_at_ms, r.mxc, r.key_commitment, r.verdict, r.signature, r.coherent
         FROM scan_reports r WHERE r.retired = 0 AND r.last_seen_at_ms < $1 AND {}
         AND NOT EXISTS (SELECT 1 FROM scan_files f WHERE f.id = r.file_id AND {BUSY})
         ORDER BY r.last_seen_at_ms, r.id LIMIT $2",
        class.condition()
    );
    let rows = tx.query(&sql, &[before_ms.into(), BATCH.into()])?;
    let read = |row: &crate::database::Row| {
        let verdict = row.text(5)?;
        // Clean counts at the gate only with the structure of a known format.
        let counts = match class {
            Class::Clean => row.flag(7)?,
            Class::Unchecked => false,
            Class::Find => true,
        };
        let gate = [row.text(3)?, row.text(4)?, verdict, row.text(6)?];
        Ok(Old { id: row.text(0)?, file_id: row.text(1)?, seen_at_ms: row.int(2)?, gate: counts.then_some(gate) })
    };
    rows.iter().map(read).collect()
}

/// What keeps a file whole.
const BUSY: &str = "(f.case_state = 'open' OR f.released = 1 OR f.quarantine_from_ms IS NOT NULL
     OR EXISTS (SELECT 1 FROM scan_releases l WHERE l.file_id = f.id AND l.state IN ('waiting', 'approved'))
     OR EXISTS (SELECT 1 FROM scan_inquiries i WHERE i.file_id = f.id AND i.state = 'waiting'))";

/// Leaves what the gate needs; an older row that says the same is not needed any more.
fn strip(tx: &Tx<'_>, id: &str, gate: &[String; 4]) -> Result<usize, DbError> {
    let mut values: Vec<Value> = gate.iter().map(Value::from).collect();
    values.push(id.into());
    tx.execute(
        "DELETE FROM scan_reports WHERE retired = 1 AND mxc = $1 AND key_commitment = $2 AND verdict = $3
         AND signature = $4 AND id <> $5",
        &values,
    )?;
    tx.execute(
        "UPDATE scan_reports SET retired = 1, file_id = '', requested_by = '', homeserver = '', size = 0,
             signatures_version = '', times = 1, notes = '[]' WHERE id = $1",
        &[id.into()],
    )
}

/// Removes a file of which no report is left, and all work on it.
fn forget_file(tx: &Tx<'_>, file_id: &str) -> Result<(), DbError> {
    let key = [Value::from(file_id)];
    let gone = tx.execute(
        &format!(
            "DELETE FROM scan_files WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM scan_reports r WHERE r.file_id = $1)
             AND NOT EXISTS (SELECT 1 FROM scan_files f WHERE f.id = $1 AND {BUSY})"
        ),
        &key,
    )?;
    if gone > 0 {
        for table in ["scan_rooms", "scan_case_events", "scan_releases", "scan_inquiries"] {
            tx.execute(&format!("DELETE FROM {table} WHERE file_id = $1"), &key)?;
        }
    }
    Ok(())
}
