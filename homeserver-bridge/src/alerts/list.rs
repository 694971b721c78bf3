//! Reads alerts, and what became of telling them.

use serde_json::Value;

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};

/// An alert.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Its key.
    pub id: String,
    /// What happened: a word of [`super::AlertKind`].
    pub kind: String,
    /// To what.
    pub subject: String,
    /// Numbers for the message.
    pub facts: Value,
    /// Since when.
    pub raised_at_ms: i64,
    /// When it was noticed last.
    pub last_at_ms: i64,
    /// How often it was noticed.
    pub times: i64,
    /// When it was over.
    pub ended_at_ms: Option<i64>,
}

impl Alert {
    /// The numbers that are known by a name, in a fixed order.
    pub fn numbers(&self) -> Vec<(&'static str, i64)> {
        const NAMES: [&str; 8] =
            ["rooms", "senders", "organisations", "files", "scanners", "expected", "minutes", "hours"];
        NAMES.into_iter().filter_map(|name| Some((name, self.facts.get(name)?.as_i64()?))).collect()
    }
}

/// What became of telling an alert in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// `raised` or `ended`.
    pub event: String,
    /// `mail:0`, `webhook:<name>` or `syslog:<name>`.
    pub way: String,
    /// `waiting`, `failing`, `delivered` or `given_up`.
    pub state: String,
    /// How often it was tried.
    pub tries: i64,
}

const COLUMNS: &str = "id, kind, subject, facts, raised_at_ms, last_at_ms, times, ended_at_ms";

pub(super) fn one(tx: &Tx<'_>, id: &str) -> Result<Option<Alert>, DbError> {
    let row = tx.query_one(&format!("SELECT {COLUMNS} FROM scan_alerts WHERE id = $1"), &[id.into()])?;
    row.as_ref().map(alert).transpose()
}

fn alert(row: &Row) -> Result<Alert, DbError> {
    Ok(Alert {
        id: row.text(0)?,
        kind: row.text(1)?,
        subject: row.text(2)?,
        facts: row.parsed(3, "alert")?,
        raised_at_ms: row.int(4)?,
        last_at_ms: row.int(5)?,
        times: row.int(6)?,
        ended_at_ms: row.int_opt(7)?,
    })
}

/// Alerts with their tellings: those that last first, then the newest; at most `most`. That they were looked at goes into
/// the audit log.
///
/// # Errors
/// If the database fails.
pub async fn alerts(app: &App, most: i64, actor: String) -> Result<Vec<(Alert, Vec<Delivery>)>, DbError> {
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let entry = Entry { at_ms, actor: &actor, action: "scan_alerts.list", subject: "", detail: "" };
            audit::append(tx, &entry)
        })
        .await?;
    app.db
        .read(move |tx| {
            let sql = format!(
                "SELECT {COLUMNS} FROM scan_alerts
                 ORDER BY CASE WHEN ended_at_ms IS NULL THEN 0 ELSE 1 END, raised_at_ms DESC, id LIMIT $1"
            );
            let mut found = Vec::new();
            for row in tx.query(&sql, &[most.into()])? {
                let alert = alert(&row)?;
                let deliveries = deliveries(tx, &alert.id)?;
                found.push((alert, deliveries));
            }
            Ok(found)
        })
        .await
}

/// Alerts that last, for the start page: the newest first, at most `most`.
///
/// # Errors
/// If the database cannot be read.
pub async fn lasting(app: &App, most: i64) -> Result<Vec<Alert>, DbError> {
    app.db
        .read(move |tx| {
            let sql = format!(
                "SELECT {COLUMNS} FROM scan_alerts WHERE ended_at_ms IS NULL ORDER BY raised_at_ms DESC, id LIMIT $1"
            );
            tx.query(&sql, &[most.into()])?.iter().map(alert).collect()
        })
        .await
}

fn deliveries(tx: &Tx<'_>, id: &str) -> Result<Vec<Delivery>, DbError> {
    let sql = "SELECT event, way, state, tries FROM scan_alert_deliveries WHERE alert = $1 ORDER BY event DESC, way";
    let read =
        |row: &Row| Ok(Delivery { event: row.text(0)?, way: row.text(1)?, state: row.text(2)?, tries: row.int(3)? });
    tx.query(sql, &[id.into()])?.iter().map(read).collect()
}

/// How many alerts last, by kind.
///
/// # Errors
/// If the database cannot be read.
pub fn open_count(tx: &Tx<'_>) -> Result<Vec<(String, i64)>, DbError> {
    let rows = tx.query("SELECT kind, COUNT(*) FROM scan_alerts WHERE ended_at_ms IS NULL GROUP BY kind", &[])?;
    rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
}

/// How many alerts were raised from one time until, without, another.
///
/// # Errors
/// If the database cannot be read.
pub fn raised_between(tx: &Tx<'_>, from_ms: i64, to_ms: i64) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM scan_alerts WHERE raised_at_ms >= $1 AND raised_at_ms < $2";
    tx.query_one(sql, &[from_ms.into(), to_ms.into()])?.map_or(Ok(0), |row| row.int(0))
}

/// How many tellings have neither arrived nor been given up.
///
/// # Errors
/// If the database cannot be read.
pub fn deliveries_waiting(tx: &Tx<'_>) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM scan_alert_deliveries WHERE state IN ('waiting', 'failing')";
    tx.query_one(sql, &[])?.map_or(Ok(0), |row| row.int(0))
}
