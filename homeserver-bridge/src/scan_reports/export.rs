//! Reads reports for an export, in batches, and what was seen of each signature by organisation and day.

use super::filter::Filter;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row};

const BATCH: i64 = 500;

/// A report of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Exported {
    /// Its place in the list; the next batch is below the last one's.
    pub seq: i64,
    pub id: String,
    pub at_ms: i64,
    pub first_seen_at_ms: i64,
    pub last_seen_at_ms: i64,
    pub verdict: String,
    pub signature: String,
    pub released: bool,
    pub case_state: String,
    pub closed_as: String,
    pub type_declared: String,
    pub type_found: String,
    pub size: i64,
    pub encrypted: bool,
    pub organisation: String,
    pub media_server: String,
    pub homeserver: String,
    pub ciphertext_sha256: String,
    pub engine: String,
    pub signatures_version: String,
}

/// What was seen of a signature at an organisation on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighted {
    /// Its name.
    pub signature: String,
    /// The sender's organisation, if it is known.
    pub organisation: String,
    /// The homeserver that the files were uploaded to.
    pub media_server: String,
    /// Days since the Unix epoch.
    pub day: i64,
    /// How many files.
    pub files: i64,
    /// When the first of them was found.
    pub first_ms: i64,
    /// When the last of them was found.
    pub last_ms: i64,
}

/// Records an export in the audit log, with what it was asked for and how much it holds.
///
/// # Errors
/// If the database refuses it.
pub async fn note_export(
    app: &App,
    filter: &Filter,
    format: &'static str,
    most: i64,
    actor: String,
) -> Result<(), DbError> {
    let (at_ms, filter) = (app.clock.now_ms(), filter.clone());
    app.db
        .write(move |tx| {
            let (condition, values) = filter.condition();
            let count = tx.query_one(&format!("SELECT COUNT(*) FROM scan_files WHERE {condition}"), &values)?;
            let rows = count.map_or(Ok(0), |row| row.int(0))?.min(most);
            let detail = format!("format={format} rows={rows} {}", filter.told());
            let entry = Entry { at_ms, actor: &actor, action: "scan_reports.export", subject: "", detail: &detail };
            audit::append(tx, &entry)
        })
        .await
}

/// The next reports of the list below a place in it, the newest first; none at its end.
///
/// # Errors
/// If the database cannot be read.
pub async fn export_batch(app: &App, filter: &Filter, below: i64, most: i64) -> Result<Vec<Exported>, DbError> {
    let filter = filter.clone();
    app.db
        .read(move |tx| {
            let (condition, mut values) = filter.condition();
            values.push(below.into());
            values.push(most.min(BATCH).into());
            let sql = format!(
                "SELECT seq, id, changed_at_ms, first_seen_at_ms, last_seen_at_ms, verdict, signature, released,
                     case_state, closed_as, type_declared, type_found, size, encrypted, organisation, media_server,
                     homeserver, ciphertext_sha256, engine, signatures_version
                 FROM scan_files WHERE {condition} AND seq < ${} ORDER BY seq DESC LIMIT ${}",
                values.len() - 1,
                values.len()
            );
            tx.query(&sql, &values)?.iter().map(exported).collect()
        })
        .await
}

fn exported(row: &Row) -> Result<Exported, DbError> {
    Ok(Exported {
        seq: row.int(0)?,
        id: row.text(1)?,
        at_ms: row.int(2)?,
        first_seen_at_ms: row.int(3)?,
        last_seen_at_ms: row.int(4)?,
        verdict: row.text(5)?,
        signature: row.text(6)?,
        released: row.flag(7)?,
        case_state: row.text(8)?,
        closed_as: row.text(9)?,
        type_declared: row.text(10)?,
        type_found: row.text(11)?,
        size: row.int(12)?,
        encrypted: row.flag(13)?,
        organisation: row.text(14)?,
        media_server: row.text(15)?,
        homeserver: row.text(16)?,
        ciphertext_sha256: row.text(17)?,
        engine: row.text(18)?,
        signatures_version: row.text(19)?,
    })
}

/// Malware among the reports of the list, by signature, organisation and day, the latest first. What officers released or
/// closed as harmless is none.
///
/// # Errors
/// If the database cannot be read.
pub async fn export_sightings(app: &App, filter: &Filter, most: i64) -> Result<Vec<Sighted>, DbError> {
    const DAY_MS: i64 = 24 * 3_600_000;
    let filter = filter.clone();
    app.db
        .read(move |tx| {
            let (condition, mut values) = filter.condition();
            values.push(most.into());
            let sql = format!(
                "SELECT signature, organisation, media_server, changed_at_ms / {DAY_MS} AS day, COUNT(*),
                     MIN(changed_at_ms), MAX(changed_at_ms)
                 FROM scan_files WHERE {condition} AND verdict = 'infected' AND released = 0 AND signature <> ''
                 AND closed_as NOT IN ('false_positive', 'test')
                 GROUP BY signature, organisation, media_server, day ORDER BY day DESC, 1, 2, 3 LIMIT ${}",
                values.len()
            );
            let rows = tx.query(&sql, &values)?;
            let read = |row: &Row| {
                Ok(Sighted {
                    signature: row.text(0)?,
                    organisation: row.text(1)?,
                    media_server: row.text(2)?,
                    day: row.int(3)?,
                    files: row.int(4)?,
                    first_ms: row.int(5)?,
                    last_ms: row.int(6)?,
                })
            };
            rows.iter().map(read).collect()
        })
        .await
}
