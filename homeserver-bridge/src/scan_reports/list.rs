//! Reports in a list, as a security officer may see them: nothing that names a person or leads to the file.

use super::filter::Filter;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{self, DbError, Row};
use crate::error::Problem;

/// Reports on one page.
pub const PAGE: i64 = 50;

/// One report in the list. Who asked for the scan, and the address of the media, stay in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Key of the report.
    pub id: String,
    /// When the verdict that counts was given.
    pub at_ms: i64,
    /// The verdict's word.
    pub verdict: String,
    /// What the engine named, if it found something.
    pub signature: String,
    /// Whether officers opened it.
    pub released: bool,
    /// Media type found in the content.
    pub type_found: String,
    /// Bytes.
    pub size: i64,
    /// The homeserver that the media was uploaded to.
    pub media_server: String,
    /// The sender's organisation, if it is known.
    pub organisation: String,
    /// `none`, `open` or `closed`.
    pub case_state: String,
    /// The officer who works on it.
    pub assigned_to: String,
}

/// A page of reports.
#[derive(Debug, Clone)]
pub struct Page {
    /// Newest first.
    pub reports: Vec<Line>,
    /// How many there are on all pages.
    pub total: i64,
    /// The bound of this list: with it the other pages fit to this one.
    pub until: i64,
    /// How many reports of this filter have come since.
    pub newer: i64,
}

const COLUMNS: &str = "id, changed_at_ms, verdict, signature, released, type_found, size, media_server, organisation,
     case_state, assigned_to";

/// A page of reports; that it was seen goes into the audit log.
///
/// # Errors
/// If the database refuses it.
pub async fn list(app: &App, filter: Filter, actor: String) -> Result<Page, Problem> {
    let (at_ms, detail) = (app.clock.now_ms(), filter.told());
    // Counting takes a moment: nobody who writes has to wait for it.
    let page = app.db.read(move |tx| {
        let count = |condition: &str, values: &[crate::database::Value]| {
            let row = tx.query_one(&format!("SELECT COUNT(*) FROM scan_files WHERE {condition}"), values)?;
            row.map_or(Ok(0), |row| row.int(0))
        };
        let newest = tx.query_one("SELECT COALESCE(MAX(seq), 0) FROM scan_files", &[])?;
        let newest = newest.map_or(Ok(0), |row| row.int(0))?;
        let until = filter.until.map_or(newest, |until| until.min(newest));
        let (condition, mut values) = filter.condition();
        values.push(until.into());
        let bound = values.len();
        let total = count(&format!("{condition} AND seq <= ${bound}"), &values)?;
        let newer = if until < newest { count(&format!("{condition} AND seq > ${bound}"), &values)? } else { 0 };
        let on_page = database::page(PAGE, filter.page, &mut values);
        let sql = format!(
            "SELECT {COLUMNS} FROM scan_files WHERE {condition} AND seq <= ${bound}
             ORDER BY seq DESC {on_page}"
        );
        let reports = tx.query(&sql, &values)?.iter().map(line).collect::<Result<_, _>>()?;
        Ok(Page { reports, total, until, newer })
    });
    let page = page.await?;
    app.db
        .write(move |tx| {
            let entry = Entry { at_ms, actor: &actor, action: "scan_reports.list", subject: "", detail: &detail };
            audit::append(tx, &entry)
        })
        .await?;
    Ok(page)
}

fn line(row: &Row) -> Result<Line, DbError> {
    Ok(Line {
        id: row.text(0)?,
        at_ms: row.int(1)?,
        verdict: row.text(2)?,
        signature: row.text(3)?,
        released: row.flag(4)?,
        type_found: row.text(5)?,
        size: row.int(6)?,
        media_server: row.text(7)?,
        organisation: row.text(8)?,
        case_state: row.text(9)?,
        assigned_to: row.text(10)?,
    })
}

/// The engines that verdicts come from, for the filter.
///
/// # Errors
/// If the database cannot be read.
pub async fn engine_names(app: &App) -> Result<Vec<String>, DbError> {
    app.db
        .read(|tx| {
            let sql = "SELECT DISTINCT engine FROM scan_files WHERE engine <> '' ORDER BY engine LIMIT 50";
            tx.query(sql, &[])?.iter().map(|row| row.text(0)).collect()
        })
        .await
}
