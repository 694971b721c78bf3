//! The red list: a person's own choice not to be found. HR's protection of a post is another thing, and stays.

use super::sync_rows::next_version;
use crate::actor::UserActor;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;

/// Why the choice was not stored.
#[derive(Debug, thiserror::Error)]
pub enum VisibilityError {
    /// HR has no entry of the caller.
    #[error("Only people in the staff register can be hidden from the directory.")]
    NotInRegister,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Stores the caller's choice.
///
/// # Errors
/// If HR has no entry of the caller, or the database fails.
pub async fn set_hidden(app: &App, caller: &UserActor, hidden: bool) -> Result<(), VisibilityError> {
    let (user_id, at_ms) = (caller.user_id().to_owned(), app.clock.now_ms());
    let stored = app.db.write(move |tx| {
        let row = tx.query_one(
            "SELECT p.person_id, p.hidden FROM accounts a
             LEFT JOIN invitations i ON i.person_id = a.person_id AND i.revoked_at_ms IS NULL
             JOIN people p ON p.person_id = a.person_id OR p.email = i.email
             WHERE a.user_id = $1 AND p.employment = 'working'",
            &[user_id.as_str().into()],
        )?;
        let Some(row) = row else { return Ok(false) };
        let person_id = row.text(0)?;
        if row.flag(1)? != hidden {
            let version = next_version(tx)?;
            tx.execute(
                "UPDATE people SET hidden = $2, version = $3 WHERE person_id = $1",
                &[person_id.as_str().into(), hidden.into(), version.into()],
            )?;
            let action = if hidden { "person.hide" } else { "person.show" };
            audit::append(tx, &Entry { at_ms, actor: &user_id, action, subject: &person_id, detail: "" })?;
        }
        Ok(true)
    });
    if stored.await? { Ok(()) } else { Err(VisibilityError::NotInRegister) }
}
