//! Old records go: those of moves that ended longer ago than the operator wants to prove them.

use crate::database::{DbError, Tx};

/// So many go at once.
const MOST: i64 = 500;

/// Removes moves that ended before this time, with all that was recorded of them; answers how many. That an account was
/// moved away from stays with the account, and others are still pointed to the one that followed.
///
/// # Errors
/// If the database refuses it.
pub fn purge(tx: &Tx<'_>, before_ms: i64) -> Result<usize, DbError> {
    let rows = tx.query(
        "SELECT id FROM moves WHERE state IN ('closed', 'undone', 'left') AND ended_at_ms < $1
         ORDER BY ended_at_ms LIMIT $2",
        &[before_ms.into(), MOST.into()],
    )?;
    for row in &rows {
        let id = row.text(0)?;
        for table in ["move_rooms", "move_steps"] {
            tx.execute(&format!("DELETE FROM {table} WHERE move_id = $1"), &[id.as_str().into()])?;
        }
        tx.execute("DELETE FROM moves WHERE id = $1", &[id.into()])?;
    }
    Ok(rows.len())
}
