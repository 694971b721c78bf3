//! Removes alerts that have long been over.

use crate::database::{DbError, Tx};

const KEPT_MS: i64 = 400 * 24 * 3_600_000;

/// Removes them with what is known of their tellings; answers how many.
///
/// # Errors
/// If the database refuses it.
pub fn purge(tx: &Tx<'_>, now_ms: i64) -> Result<usize, DbError> {
    let before = [(now_ms - KEPT_MS).into()];
    tx.execute(
        "DELETE FROM scan_alert_deliveries WHERE alert IN (SELECT id FROM scan_alerts WHERE ended_at_ms < $1)",
        &before,
    )?;
    tx.execute("DELETE FROM scan_alerts WHERE ended_at_ms < $1", &before)
}
