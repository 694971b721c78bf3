//! Old receipts go: those of departures that ended longer ago than the operator wants to prove them.

use crate::database::{DbError, Tx};

/// So many go at once.
const MOST: i64 = 500;

/// Removes departures that ended before this time, with all that was recorded of them; answers how many. The account's row
/// stays, so that its id is never another's.
///
/// # Errors
/// If the database refuses it.
pub fn purge(tx: &Tx<'_>, before_ms: i64) -> Result<usize, DbError> {
    let rows = tx.query(
        "SELECT id FROM offboardings WHERE state IN ('closed', 'cancelled') AND ended_at_ms < $1
         ORDER BY ended_at_ms LIMIT $2",
        &[before_ms.into(), MOST.into()],
    )?;
    for row in &rows {
        let id = row.text(0)?;
        for table in ["offboarding_rooms", "offboarding_servers", "offboarding_steps"] {
            tx.execute(&format!("DELETE FROM {table} WHERE offboarding_id = $1"), &[id.as_str().into()])?;
        }
        tx.execute("DELETE FROM offboardings WHERE id = $1", &[id.into()])?;
    }
    Ok(rows.len())
}
