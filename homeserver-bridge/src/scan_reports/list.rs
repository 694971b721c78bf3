//! Reports as a security officer may see them: nothing that names a person or leads to the file.

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx, Value};
use crate::error::Problem;

/// Reports on one page.
pub const PAGE: i64 = 50;

/// One report. Who asked for the scan, and the address of the media, stay in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Key of the report.
    pub id: String,
    /// When.
    pub scanned_at_ms: i64,
    /// The verdict's word.
    pub verdict: String,
    /// What the engine named, if it found something.
    pub signature: String,
    /// Media type found in the content.
    pub type_found: String,
    /// Bytes.
    pub size: i64,
    /// Whether it was encrypted end to end.
    pub encrypted: bool,
    /// The homeserver of the caller for whom it was scanned.
    pub homeserver: String,
    /// The homeserver that the media was uploaded to.
    pub media_server: String,
    /// Hexadecimal SHA-256 of the bytes on the homeserver.
    pub ciphertext_sha256: String,
    /// Engine name and version.
    pub engine: String,
    /// Version of the signatures.
    pub signatures_version: String,
}

/// Which reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// With this verdict; `blocked` for infected and forbidden types, `unchecked` for what could not be scanned, `all`
    /// for all; empty means all.
    pub verdict: String,
    /// Uploaded to this homeserver.
    pub media_server: String,
    /// Counted from 0.
    pub page: i64,
}

/// A page of reports.
#[derive(Debug, Clone)]
pub struct Page {
    /// Newest first.
    pub reports: Vec<Report>,
    /// How many there are on all pages.
    pub total: i64,
}

const COLUMNS: &str = "id, scanned_at_ms, verdict, signature, type_found, size, encrypted, homeserver, media_server,
     ciphertext_sha256, engine, signatures_version";

/// A page of reports; that it was seen goes into the audit log.
///
/// # Errors
/// If the database refuses it.
pub async fn list(app: &App, filter: Filter, actor: String) -> Result<Page, Problem> {
    let at_ms = app.clock.now_ms();
    let page = app.db.write(move |tx| {
        let (condition, mut values) = condition(&filter);
        let total = count(tx, &condition, &values)?;
        let (limit, offset) = (values.len() + 1, values.len() + 2);
        let sql = format!(
            "SELECT {COLUMNS} FROM scan_reports WHERE {condition}
             ORDER BY scanned_at_ms DESC, id LIMIT ${limit} OFFSET ${offset}"
        );
        values.push(PAGE.into());
        values.push(filter.page.max(0).saturating_mul(PAGE).into());
        let rows = tx.query(&sql, &values)?;
        let detail = format!("verdict={} homeserver={} page={}", filter.verdict, filter.media_server, filter.page);
        let entry = Entry { at_ms, actor: &actor, action: "scan_reports.list", subject: "", detail: &detail };
        audit::append(tx, &entry)?;
        Ok(Page { reports: rows.iter().map(read).collect::<Result<_, _>>()?, total })
    });
    Ok(page.await?)
}

/// One report; that it was seen goes into the audit log.
///
/// # Errors
/// If the database refuses it.
pub async fn report(app: &App, id: String, actor: String) -> Result<Option<Report>, Problem> {
    let at_ms = app.clock.now_ms();
    let found = app.db.write(move |tx| {
        let sql = format!("SELECT {COLUMNS} FROM scan_reports WHERE id = $1");
        let Some(row) = tx.query_one(&sql, &[id.as_str().into()])? else { return Ok(None) };
        let entry = Entry { at_ms, actor: &actor, action: "scan_report.view", subject: &id, detail: "" };
        audit::append(tx, &entry)?;
        read(&row).map(Some)
    });
    Ok(found.await?)
}

fn condition(filter: &Filter) -> (String, Vec<Value>) {
    let mut parts = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    match filter.verdict.as_str() {
        "" | "all" => {}
        "blocked" => parts.push("verdict IN ('infected', 'type_forbidden')".into()),
        "unchecked" => parts.push("verdict NOT IN ('clean', 'infected', 'type_forbidden')".into()),
        word => {
            values.push(word.into());
            parts.push(format!("verdict = ${}", values.len()));
        }
    }
    if !filter.media_server.is_empty() {
        values.push(filter.media_server.as_str().into());
        parts.push(format!("media_server = ${}", values.len()));
    }
    (parts.join(" AND "), values)
}

fn count(tx: &Tx<'_>, condition: &str, values: &[Value]) -> Result<i64, DbError> {
    let row = tx.query_one(&format!("SELECT COUNT(*) FROM scan_reports WHERE {condition}"), values)?;
    row.map_or(Ok(0), |row| row.int(0))
}

fn read(row: &Row) -> Result<Report, DbError> {
    Ok(Report {
        id: row.text(0)?,
        scanned_at_ms: row.int(1)?,
        verdict: row.text(2)?,
        signature: row.text(3)?,
        type_found: row.text(4)?,
        size: row.int(5)?,
        encrypted: row.flag(6)?,
        homeserver: row.text(7)?,
        media_server: row.text(8)?,
        ciphertext_sha256: row.text(9)?,
        engine: row.text(10)?,
        signatures_version: row.text(11)?,
    })
}
