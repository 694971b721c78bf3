//! The audit log as administrators may read it: everything but the security officers' part.

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailEntry {
    /// Position in the chain.
    pub seq: i64,
    /// When.
    pub at_ms: i64,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// On whom or what.
    pub subject: String,
    /// More.
    pub detail: String,
}

/// A page of the log, newest first, and how many rows there are; that it was read goes into the log itself.
///
/// # Errors
/// If the database fails.
pub async fn trail(app: &App, actor: String, page: i64, size: i64) -> Result<(Vec<TrailEntry>, i64), DbError> {
    const VISIBLE: &str = "actor NOT LIKE 'security:%' AND action NOT LIKE 'scan%'";
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let detail = format!("page={page}");
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "audit.list", subject: "", detail: &detail })?;
            let total = tx.query_one(&format!("SELECT COUNT(*) FROM audit WHERE {VISIBLE}"), &[])?;
            let sql = format!(
                "SELECT seq, at_ms, actor, action, subject, detail FROM audit WHERE {VISIBLE}
                 ORDER BY seq DESC LIMIT $1 OFFSET $2"
            );
            let rows = tx.query(&sql, &[size.into(), page.max(0).saturating_mul(size).into()])?;
            let entries = rows.iter().map(|row| {
                Ok(TrailEntry {
                    seq: row.int(0)?,
                    at_ms: row.int(1)?,
                    actor: row.text(2)?,
                    action: row.text(3)?,
                    subject: row.text(4)?,
                    detail: row.text(5)?,
                })
            });
            Ok((entries.collect::<Result<_, DbError>>()?, total.map_or(Ok(0), |row| row.int(0))?))
        })
        .await
}
