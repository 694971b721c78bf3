//! Taking a person out of the sync's hands, and giving them back: an administrator's decision with a reason.

use bridge_api::PersonId;

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;

/// The longest reason, in characters.
const LONGEST: usize = 300;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// There is no reason, or it is too long.
    #[error("A reason of at most 300 characters is needed.")]
    Reason,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// From now on no sync writes this person or touches their account. Answers whether anything changed. `actor` is the
/// name in the audit log.
///
/// # Errors
/// If the reason will not do, or the database fails.
pub async fn lock_from_sync(app: &App, actor: &str, person_id: &PersonId, reason: &str) -> Result<bool, LockError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST || reason.chars().any(char::is_control) {
        return Err(LockError::Reason);
    }
    Ok(set(app, actor, person_id, true, reason).await?)
}

/// Gives the person back to the sync. Answers whether anything changed.
///
/// # Errors
/// If the database fails.
pub async fn unlock_from_sync(app: &App, actor: &str, person_id: &PersonId) -> Result<bool, DbError> {
    set(app, actor, person_id, false, "").await
}

async fn set(app: &App, actor: &str, person_id: &PersonId, locked: bool, reason: &str) -> Result<bool, DbError> {
    let (actor, person, reason, now) =
        (actor.to_owned(), person_id.as_str().to_owned(), reason.to_owned(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let changed = tx.execute(
                "UPDATE people SET locked_from_sync = $2, lock_reason = $3
                 WHERE person_id = $1 AND locked_from_sync <> $2",
                &[person.as_str().into(), locked.into(), reason.as_str().into()],
            )?;
            if changed == 1 {
                let action = if locked { "person.lock" } else { "person.unlock" };
                audit::append(tx, &Entry { at_ms: now, actor: &actor, action, subject: &person, detail: &reason })?;
            }
            Ok(changed == 1)
        })
        .await
}
