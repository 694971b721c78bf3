//! Old plans go: those that nothing more can come of, when they are older than the operator wants to keep them.

use crate::database::{DbError, Tx};

/// So many go at once.
const MOST: i64 = 500;

/// Removes plans that were submitted before this time and are applied, rejected or expired; answers how many. A plan that
/// somebody may still decide about or apply stays. Its changes cannot come any more: they were made against a catalogue
/// that has long changed.
///
/// # Errors
/// If the database refuses it.
pub fn purge(tx: &Tx<'_>, before_ms: i64, now_ms: i64) -> Result<usize, DbError> {
    let rows = tx.query(
        "SELECT plan_hash FROM plans WHERE submitted_at_ms < $1
         AND (decision = 'rejected' OR applied_at_ms IS NOT NULL OR expires_at_ms <= $2)
         ORDER BY submitted_at_ms LIMIT $3",
        &[before_ms.into(), now_ms.into(), MOST.into()],
    )?;
    for row in &rows {
        let hash = row.text(0)?;
        for table in ["plan_approvals", "plans"] {
            tx.execute(&format!("DELETE FROM {table} WHERE plan_hash = $1"), &[hash.as_str().into()])?;
        }
    }
    Ok(rows.len())
}
