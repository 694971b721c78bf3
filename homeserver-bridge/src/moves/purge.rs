//! Old records go: those of moves that ended longer ago than the operator wants to prove them.

use super::row::KIND;
use crate::database::{DbError, Tx};

/// Removes moves that ended before this time, with all that was recorded of them; answers how many. That an account was
/// moved away from stays with the account, and others are still pointed to the one that followed.
///
/// # Errors
/// If the database refuses it.
pub fn purge(tx: &Tx<'_>, before_ms: i64) -> Result<usize, DbError> {
    KIND.purge(tx, before_ms)
}
