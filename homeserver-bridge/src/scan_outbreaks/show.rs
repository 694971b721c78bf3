//! Outbreaks as officers see them: how many, where, and when; nobody's name.

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};

/// Files of an outbreak that are listed.
const FILES: i64 = 200;

/// An outbreak in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutbreakLine {
    /// Its key.
    pub id: String,
    /// What was found.
    pub signature: String,
    /// The first find.
    pub started_at_ms: i64,
    /// The latest one.
    pub last_at_ms: i64,
    /// In how many files.
    pub files: i64,
    /// In how many rooms, as far as clients say.
    pub rooms: i64,
    /// From how many senders, as far as they are known.
    pub senders: i64,
    /// Who closed it and when.
    pub closed: Option<(String, i64)>,
}

/// An outbreak as a whole.
#[derive(Debug, Clone)]
pub struct Outbreak {
    /// What the list shows.
    pub line: OutbreakLine,
    /// When it was noticed.
    pub noticed_at_ms: i64,
    /// What the officer who closed it said.
    pub remark: String,
    /// The files, the latest first.
    pub found_in: Vec<OutbreakFile>,
    /// Pseudonyms of the rooms with the number of files in each.
    pub rooms: Vec<(String, i64)>,
    /// How many people were given one of the files.
    pub exposed: i64,
}

/// A file of an outbreak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutbreakFile {
    /// Key of its report.
    pub report: String,
    /// When it was found.
    pub at_ms: i64,
    /// The homeserver that it was uploaded to.
    pub media_server: String,
    /// The sender's organisation, if it is known.
    pub organisation: String,
    /// Rooms that it was seen in.
    pub rooms: i64,
    /// Where the case stands.
    pub case_state: String,
}

/// The files of outbreak `o`.
const THESE: &str = "scan_files f WHERE EXISTS (SELECT 1 FROM scan_reports r WHERE r.file_id = f.id
     AND r.verdict = 'infected' AND r.signature = o.signature AND r.arrived_at_ms >= o.started_at_ms
     AND r.arrived_at_ms <= o.last_at_ms)";

fn columns() -> String {
    format!(
        "o.id, o.signature, o.started_at_ms, o.last_at_ms, (SELECT COUNT(*) FROM {THESE}),
         (SELECT COUNT(DISTINCT s.room) FROM scan_rooms s WHERE s.at_ms >= o.started_at_ms AND s.at_ms <= o.last_at_ms
             AND s.file_id IN (SELECT f.id FROM {THESE})),
         (SELECT COUNT(DISTINCT f.uploader) FROM {THESE} AND f.uploader <> ''), o.closed_by, o.closed_at_ms"
    )
}

fn line(row: &Row) -> Result<OutbreakLine, DbError> {
    let closed = match row.int_opt(8)? {
        Some(at_ms) => Some((row.text(7)?, at_ms)),
        None => None,
    };
    Ok(OutbreakLine {
        id: row.text(0)?,
        signature: row.text(1)?,
        started_at_ms: row.int(2)?,
        last_at_ms: row.int(3)?,
        files: row.int(4)?,
        rooms: row.int(5)?,
        senders: row.int(6)?,
        closed,
    })
}

/// Outbreaks that last, for the top of the console.
///
/// # Errors
/// If the database fails.
pub async fn open(app: &App) -> Result<Vec<OutbreakLine>, DbError> {
    app.db
        .read(|tx| {
            let sql = format!(
                "SELECT {} FROM scan_outbreaks o WHERE o.closed_at_ms IS NULL ORDER BY o.last_at_ms DESC, o.id LIMIT 20",
                columns()
            );
            tx.query(&sql, &[])?.iter().map(line).collect()
        })
        .await
}

/// All outbreaks, those that last first. That they were looked at goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn list(app: &App, actor: String) -> Result<Vec<OutbreakLine>, DbError> {
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "scan_outbreaks.list", subject: "", detail: "" })?;
            let sql = format!(
                "SELECT {} FROM scan_outbreaks o
                 ORDER BY CASE WHEN o.closed_at_ms IS NULL THEN 0 ELSE 1 END, o.last_at_ms DESC, o.id LIMIT 200",
                columns()
            );
            tx.query(&sql, &[])?.iter().map(line).collect()
        })
        .await
}

/// One outbreak. That it was looked at goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn one(app: &App, actor: String, id: String) -> Result<Option<Outbreak>, DbError> {
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let sql = format!("SELECT {}, o.noticed_at_ms, o.remark FROM scan_outbreaks o WHERE o.id = $1", columns());
            let Some(row) = tx.query_one(&sql, &[id.as_str().into()])? else { return Ok(None) };
            let entry = Entry { at_ms, actor: &actor, action: "scan_outbreak.view", subject: &id, detail: "" };
            audit::append(tx, &entry)?;
            Ok(Some(Outbreak {
                line: line(&row)?,
                noticed_at_ms: row.int(9)?,
                remark: row.text(10)?,
                found_in: files(tx, &id)?,
                rooms: rooms(tx, &id)?,
                exposed: exposed(tx, &id)?,
            }))
        })
        .await
}

fn files(tx: &Tx<'_>, id: &str) -> Result<Vec<OutbreakFile>, DbError> {
    let sql = format!(
        "SELECT f.id, f.changed_at_ms, f.media_server, f.organisation,
             (SELECT COUNT(*) FROM scan_rooms s WHERE s.file_id = f.id), f.case_state
         FROM scan_outbreaks o, {THESE} AND o.id = $1 ORDER BY f.seq DESC LIMIT $2"
    );
    let file = |row: &Row| {
        Ok(OutbreakFile {
            report: row.text(0)?,
            at_ms: row.int(1)?,
            media_server: row.text(2)?,
            organisation: row.text(3)?,
            rooms: row.int(4)?,
            case_state: row.text(5)?,
        })
    };
    tx.query(&sql, &[id.into(), FILES.into()])?.iter().map(file).collect()
}

fn rooms(tx: &Tx<'_>, id: &str) -> Result<Vec<(String, i64)>, DbError> {
    let sql = format!(
        "SELECT s.room, COUNT(*) FROM scan_rooms s, scan_outbreaks o WHERE o.id = $1
         AND s.at_ms >= o.started_at_ms AND s.at_ms <= o.last_at_ms AND s.file_id IN (SELECT f.id FROM {THESE})
         GROUP BY s.room ORDER BY 2 DESC, 1 LIMIT $2"
    );
    tx.query(&sql, &[id.into(), FILES.into()])?.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
}

fn exposed(tx: &Tx<'_>, id: &str) -> Result<i64, DbError> {
    let sql = format!(
        "SELECT COUNT(DISTINCT x.user_id) FROM scan_fetches x, scan_outbreaks o WHERE o.id = $1
         AND x.mxc IN (SELECT f.mxc FROM {THESE})"
    );
    tx.query_one(&sql, &[id.into()])?.map_or(Ok(0), |row| row.int(0))
}
