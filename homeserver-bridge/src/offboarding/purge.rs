//! Old receipts go: those of departures that ended longer ago than the operator wants to prove them.

use super::saga::KIND;
use crate::database::{DbError, Tx};

/// Removes departures that ended before this time, with all that was recorded of them; answers how many. The account's row
/// stays, so that its id is never another's.
///
/// # Errors
/// If the database refuses it.
pub fn purge(tx: &Tx<'_>, before_ms: i64) -> Result<usize, DbError> {
    KIND.purge(tx, before_ms)
}
