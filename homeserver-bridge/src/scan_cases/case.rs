//! A case as officers see it beside its report.

use super::history::{Event, events};
use super::inquiry::{self, Inquiry};
use super::release::{self, Release};
use crate::app::App;
use crate::database::{DbError, Tx};

/// The work on a report.
#[derive(Debug, Clone)]
pub struct Case {
    /// `none`, `open` or `closed`.
    pub state: String,
    /// As what it was closed; empty while it is open.
    pub closed_as: String,
    /// The officer who works on it; empty if nobody does.
    pub assigned_to: String,
    /// Since when it is to be scanned afresh.
    pub rescan_at_ms: Option<i64>,
    /// What homeservers were told: `quarantined`, `lifted`, `deleted`, or nothing.
    pub quarantine: String,
    /// When they are to keep it back.
    pub quarantine_from_ms: Option<i64>,
    /// When it is to be deleted there.
    pub delete_from_ms: Option<i64>,
    /// What was done, oldest first.
    pub events: Vec<Event>,
    /// Releases and requests for one, the latest first.
    pub releases: Vec<Release>,
    /// Requests for names, the latest first.
    pub inquiries: Vec<Inquiry>,
    /// What of the file is blocked: `signature`, `hash`, `type`.
    pub blocked: Vec<String>,
}

/// The case of a report; nothing if there is no such report. Looking at it is written down with the report.
///
/// # Errors
/// If the database fails.
pub async fn case(app: &App, id: String) -> Result<Option<Case>, DbError> {
    let now = app.clock.now_ms();
    app.db
        .read(move |tx| {
            let sql = "SELECT case_state, closed_as, assigned_to, rescan_at_ms, quarantine, quarantine_from_ms,
                     delete_from_ms, signature, ciphertext_sha256, type_found FROM scan_files WHERE id = $1";
            let Some(row) = tx.query_one(sql, &[id.as_str().into()])? else { return Ok(None) };
            let blocked = tx.query(
                "SELECT kind FROM scan_blocks WHERE lifted_at_ms IS NULL AND ((kind = 'signature' AND value = $1)
                     OR (kind = 'hash' AND value = $2) OR (kind = 'type' AND value = $3)) ORDER BY kind",
                &[row.text(7)?.into(), row.text(8)?.into(), row.text(9)?.into()],
            )?;
            Ok(Some(Case {
                state: row.text(0)?,
                closed_as: row.text(1)?,
                assigned_to: row.text(2)?,
                rescan_at_ms: row.int_opt(3)?,
                quarantine: row.text(4)?,
                quarantine_from_ms: row.int_opt(5)?,
                delete_from_ms: row.int_opt(6)?,
                events: events(tx, &id)?,
                releases: release::of_file(tx, &id)?,
                inquiries: inquiry::of_file(tx, &id, now)?,
                blocked: blocked.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?,
            }))
        })
        .await
}

/// How many cases are open.
///
/// # Errors
/// If the database cannot be read.
pub fn open_cases(tx: &Tx<'_>) -> Result<i64, DbError> {
    let row = tx.query_one("SELECT COUNT(*) FROM scan_files WHERE case_state = 'open'", &[])?;
    row.map_or(Ok(0), |row| row.int(0))
}
