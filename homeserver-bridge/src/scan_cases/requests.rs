//! Requests that need a second officer: those that wait, and those that were decided lately.

use super::inquiry::{self, Inquiry, InquiryState};
use super::release::{self, Release, ReleaseState};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;

/// How many decided ones are shown.
const DECIDED: i64 = 50;
const HOUR_MS: i64 = 3_600_000;

/// All requests of the page.
#[derive(Debug, Clone, Default)]
pub struct Requests {
    /// Releases that wait, oldest first.
    pub releases: Vec<Release>,
    /// Requests for names that wait, oldest first.
    pub inquiries: Vec<Inquiry>,
    /// Releases that were decided, the latest first.
    pub decided_releases: Vec<Release>,
    /// Requests for names that were decided, the latest first.
    pub decided_inquiries: Vec<Inquiry>,
}

/// The requests. That they were looked at goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn requests(app: &App, actor: String) -> Result<Requests, DbError> {
    let (now, hours) = (app.clock.now_ms(), app.config.cases.requests_expire_hours);
    app.db
        .write(move |tx| {
            let entry = Entry { at_ms: now, actor: &actor, action: "scan_requests.list", subject: "", detail: "" };
            audit::append(tx, &entry)?;
            release::expire(tx, hours, now)?;
            let releases = |condition: &str, order: &str| -> Result<Vec<Release>, DbError> {
                let sql = format!(
                    "SELECT {} FROM scan_releases WHERE {condition} ORDER BY {order}, id LIMIT $1",
                    release::COLUMNS
                );
                tx.query(&sql, &[DECIDED.into()])?.iter().map(release::read).collect()
            };
            let inquiries = |condition: &str, order: &str| -> Result<Vec<Inquiry>, DbError> {
                let sql = format!(
                    "SELECT {} FROM scan_inquiries WHERE {condition} ORDER BY {order}, id LIMIT $1",
                    inquiry::COLUMNS
                );
                tx.query(&sql, &[DECIDED.into()])?.iter().map(|row| inquiry::read(row, now)).collect()
            };
            let waiting = format!("state = 'waiting' AND expires_at_ms > {now}");
            Ok(Requests {
                releases: releases("state = 'waiting'", "asked_at_ms")?,
                inquiries: inquiries(&waiting, "asked_at_ms")?,
                decided_releases: releases("state <> 'waiting'", "COALESCE(decided_at_ms, asked_at_ms) DESC")?,
                decided_inquiries: inquiries(&format!("NOT ({waiting})"), "COALESCE(decided_at_ms, asked_at_ms) DESC")?,
            })
        })
        .await
}

/// How many requests wait for a second officer.
///
/// # Errors
/// If the database fails.
pub async fn waiting(app: &App) -> Result<i64, DbError> {
    let now = app.clock.now_ms();
    let since = now - i64::from(app.config.cases.requests_expire_hours) * HOUR_MS;
    app.db
        .read(move |tx| {
            let row = tx.query_one(
                "SELECT (SELECT COUNT(*) FROM scan_releases WHERE state = $1 AND asked_at_ms > $2)
                     + (SELECT COUNT(*) FROM scan_inquiries WHERE state = $3 AND expires_at_ms > $4)",
                &[ReleaseState::Waiting.word().into(), since.into(), InquiryState::Waiting.word().into(), now.into()],
            )?;
            row.map_or(Ok(0), |row| row.int(0))
        })
        .await
}
