//! One report: a file, all that was said of it, where it was seen, and how many had it before something was found.

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};
use crate::error::Problem;

/// A report. Who asked for the scan, and the address of the media, stay in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its key.
    pub id: String,
    /// The verdict that counts.
    pub verdict: String,
    /// What the engine named, if it found something.
    pub signature: String,
    /// Whether officers opened it.
    pub released: bool,
    /// When the verdict that counts was given.
    pub at_ms: i64,
    /// When it was scanned first.
    pub first_seen_at_ms: i64,
    /// When it was scanned last.
    pub last_seen_at_ms: i64,
    /// When something was found first.
    pub found_at_ms: Option<i64>,
    /// The type that the sender's client said.
    pub type_declared: String,
    /// The type found in the content.
    pub type_found: String,
    /// Bytes.
    pub size: i64,
    /// Whether it was encrypted end to end.
    pub encrypted: bool,
    /// The homeserver of whoever had it scanned first.
    pub homeserver: String,
    /// The homeserver that the media was uploaded to.
    pub media_server: String,
    /// The sender's organisation, if it is known.
    pub organisation: String,
    /// Hexadecimal SHA-256 of the bytes on the homeserver.
    pub ciphertext_sha256: String,
    /// Engine name and version.
    pub engine: String,
    /// Version of the signatures.
    pub signatures_version: String,
    /// What our own inspection noted, in its own words.
    pub notes: Vec<String>,
    /// All that was said, the latest first.
    pub history: Vec<Said>,
    /// Pseudonyms of the rooms that it was seen in.
    pub rooms: Vec<String>,
    /// How many were given it.
    pub fetched: Vec<Fetched>,
}

/// What a scanner said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// When first.
    pub first_at_ms: i64,
    /// When last.
    pub last_at_ms: i64,
    /// How often.
    pub times: i64,
    /// The verdict's word.
    pub verdict: String,
    /// The signature.
    pub signature: String,
    /// By which engine.
    pub engine: String,
    /// With which signatures.
    pub signatures_version: String,
    /// Whether it no longer counts, by a decision of officers.
    pub set_aside: bool,
}

/// How many people of an organisation were given a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The organisation's key; empty if it is not known.
    pub organisation: String,
    /// Their homeserver.
    pub homeserver: String,
    /// How many people.
    pub people: i64,
    /// Of those, before something was found.
    pub before: i64,
}

/// One report; that it was seen goes into the audit log.
///
/// # Errors
/// If the database refuses it.
pub async fn report(app: &App, id: String, actor: String) -> Result<Option<Report>, Problem> {
    let at_ms = app.clock.now_ms();
    let found = app.db.write(move |tx| {
        let Some(report) = read(tx, &id)? else { return Ok(None) };
        let entry = Entry { at_ms, actor: &actor, action: "scan_report.view", subject: &id, detail: "" };
        audit::append(tx, &entry)?;
        Ok(Some(report))
    });
    Ok(found.await?)
}

fn read(tx: &Tx<'_>, id: &str) -> Result<Option<Report>, DbError> {
    let sql = "SELECT id, verdict, signature, released, changed_at_ms, first_seen_at_ms, last_seen_at_ms, found_at_ms,
             type_declared, type_found, size, encrypted, homeserver, media_server, organisation, ciphertext_sha256,
             engine, signatures_version, mxc FROM scan_files WHERE id = $1";
    let Some(row) = tx.query_one(sql, &[id.into()])? else { return Ok(None) };
    let found_at_ms = row.int_opt(7)?;
    Ok(Some(Report {
        id: row.text(0)?,
        verdict: row.text(1)?,
        signature: row.text(2)?,
        released: row.flag(3)?,
        at_ms: row.int(4)?,
        first_seen_at_ms: row.int(5)?,
        last_seen_at_ms: row.int(6)?,
        found_at_ms,
        type_declared: row.text(8)?,
        type_found: row.text(9)?,
        size: row.int(10)?,
        encrypted: row.flag(11)?,
        homeserver: row.text(12)?,
        media_server: row.text(13)?,
        organisation: row.text(14)?,
        ciphertext_sha256: row.text(15)?,
        engine: row.text(16)?,
        signatures_version: row.text(17)?,
        notes: notes(tx, id)?,
        history: history(tx, id)?,
        rooms: texts(tx, "SELECT room FROM scan_rooms WHERE file_id = $1 ORDER BY at_ms, room", id)?,
        fetched: fetched(tx, &row.text(18)?, found_at_ms)?,
    }))
}

fn texts(tx: &Tx<'_>, sql: &str, id: &str) -> Result<Vec<String>, DbError> {
    tx.query(sql, &[id.into()])?.iter().map(|row| row.text(0)).collect()
}

/// The words of the inspection, each once.
fn notes(tx: &Tx<'_>, id: &str) -> Result<Vec<String>, DbError> {
    let lists = texts(tx, "SELECT notes FROM scan_reports WHERE file_id = $1 ORDER BY last_seen_at_ms DESC, id", id)?;
    let mut notes: Vec<String> = Vec::new();
    for list in lists {
        let list: Vec<String> = serde_json::from_str(&list).map_err(|_| DbError::Stored("notes"))?;
        for note in list {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    Ok(notes)
}

fn history(tx: &Tx<'_>, id: &str) -> Result<Vec<Said>, DbError> {
    let sql = "SELECT scanned_at_ms, last_seen_at_ms, times, verdict, signature, engine, signatures_version, set_aside
         FROM scan_reports WHERE file_id = $1 ORDER BY last_seen_at_ms DESC, arrived_at_ms DESC, id LIMIT 100";
    let said = |row: &Row| {
        Ok(Said {
            first_at_ms: row.int(0)?,
            last_at_ms: row.int(1)?,
            times: row.int(2)?,
            verdict: row.text(3)?,
            signature: row.text(4)?,
            engine: row.text(5)?,
            signatures_version: row.text(6)?,
            set_aside: row.flag(7)?,
        })
    };
    tx.query(sql, &[id.into()])?.iter().map(said).collect()
}

fn fetched(tx: &Tx<'_>, mxc: &str, found_at_ms: Option<i64>) -> Result<Vec<Fetched>, DbError> {
    let rows = tx.query(
        "SELECT COALESCE(p.organisation, i.organisation, '') AS organisation, f.homeserver, COUNT(*),
             SUM(CASE WHEN f.first_at_ms < $2 THEN 1 ELSE 0 END)
         FROM scan_fetches f LEFT JOIN accounts a ON a.user_id = f.user_id
         LEFT JOIN people p ON p.person_id = a.person_id LEFT JOIN invitations i ON i.person_id = a.person_id
         WHERE f.mxc = $1 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
        &[mxc.into(), found_at_ms.unwrap_or_default().into()],
    )?;
    let counted = |row: &Row| {
        Ok(Fetched { organisation: row.text(0)?, homeserver: row.text(1)?, people: row.int(2)?, before: row.int(3)? })
    };
    rows.iter().map(counted).collect()
}
