//! An administrator takes a person out of the catalogue whom HR still lists.

use super::sync_rows::next_version;
use crate::database::{DbError, Tx};

/// Why the sync may not touch the person, as the database keeps it.
const REASON: &str = "offboarded by an administrator";

/// Nobody finds the person any more, and no sync brings them back: an administrator has to give them back to it first.
///
/// # Errors
/// If the database refuses it.
pub fn dismiss(tx: &Tx<'_>, person_id: &str, now_ms: i64) -> Result<(), DbError> {
    let version = next_version(tx)?;
    tx.execute(
        "UPDATE people SET employment = 'left', locked_from_sync = 1,
             lock_reason = CASE WHEN locked_from_sync = 1 THEN lock_reason ELSE $4 END, changed_at_ms = $2, version = $3
         WHERE employment <> 'left'
         AND (person_id = $1 OR email IN (SELECT email FROM invitations WHERE person_id = $1))",
        &[person_id.into(), now_ms.into(), version.into(), REASON.into()],
    )
    .map(drop)
}

/// Takes a dismissal back: HR's word counts again, and its sync may write the person.
///
/// # Errors
/// If the database refuses it.
pub fn take_dismissal_back(tx: &Tx<'_>, person_id: &str, now_ms: i64) -> Result<(), DbError> {
    let version = next_version(tx)?;
    // Whoever has the address by now keeps it.
    tx.execute(
        "UPDATE people SET employment = CASE WHEN hr_state = 'suspended' THEN 'suspended' ELSE 'working' END,
             locked_from_sync = CASE WHEN lock_reason = $4 THEN 0 ELSE locked_from_sync END,
             lock_reason = CASE WHEN lock_reason = $4 THEN '' ELSE lock_reason END, changed_at_ms = $2, version = $3
         WHERE employment = 'left'
         AND (person_id = $1 OR email IN (SELECT email FROM invitations WHERE person_id = $1))
         AND NOT EXISTS (SELECT 1 FROM people o WHERE o.email = people.email AND o.employment <> 'left')",
        &[person_id.into(), now_ms.into(), version.into(), REASON.into()],
    )
    .map(drop)
}
