//! Removes figures whose time is over.

use crate::database::{DbError, Tx};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Hours are read for a week and the one before.
const HOURS_KEPT_MS: i64 = 16 * DAY_MS;
/// The course of the scanners is kept for as long.
const LOAD_KEPT_MS: i64 = 400 * DAY_MS;

/// Removes what is too old; answers how many rows.
///
/// # Errors
/// If the database refuses it.
pub fn purge(tx: &Tx<'_>, now_ms: i64, figures_days: u32) -> Result<usize, DbError> {
    let before = |kept_ms: i64, unit_ms: i64| [((now_ms - kept_ms) / unit_ms).into()];
    let days = i64::from(figures_days) * DAY_MS;
    let mut gone = tx.execute("DELETE FROM scan_hours WHERE hour < $1", &before(HOURS_KEPT_MS, HOUR_MS))?;
    gone += tx.execute("DELETE FROM scan_days WHERE day < $1", &before(days, DAY_MS))?;
    gone += tx.execute("DELETE FROM scanner_hours WHERE hour < $1", &before(LOAD_KEPT_MS, HOUR_MS))?;
    let forgotten = before(2 * DAY_MS, 1);
    gone += tx.execute(
        "DELETE FROM scanner_engines WHERE scanner IN (SELECT scanner FROM scanners WHERE heard_at_ms < $1)",
        &forgotten,
    )?;
    gone += tx.execute("DELETE FROM scanners WHERE heard_at_ms < $1", &forgotten)?;
    Ok(gone)
}
