//! What a scanner's word does to a case.

use super::history::{add, own_act};
use crate::database::{DbError, Tx};

/// Something was found: the case is open, and was it closed, another find opens it again.
///
/// # Errors
/// If the database refuses it.
pub(crate) fn found(tx: &Tx<'_>, file_id: &str, signature: &str, news: bool, now_ms: i64) -> Result<(), DbError> {
    let closed = "UPDATE scan_files SET case_state = 'open', closed_as = '', delete_from_ms = NULL
         WHERE id = $1 AND case_state = 'closed'";
    if news && tx.execute(closed, &[file_id.into()])? > 0 {
        own_act(tx, file_id, "found_again", signature, now_ms)?;
    }
    let new = "UPDATE scan_files SET case_state = 'open' WHERE id = $1 AND case_state = 'none'";
    if tx.execute(new, &[file_id.into()])? > 0 {
        add(tx, file_id, "", "found", signature, now_ms)?;
    }
    Ok(())
}

/// A file that was given out to be scanned again, and in which something was found: it is kept back again at once.
///
/// # Errors
/// If the database refuses it.
pub(crate) fn scanned_again(tx: &Tx<'_>, file_id: &str, now_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE scan_files SET quarantine_from_ms = $2
         WHERE id = $1 AND rescan_at_ms IS NOT NULL AND quarantine = 'lifted' AND quarantine_from_ms > $2",
        &[file_id.into(), now_ms.into()],
    )
    .map(drop)
}
