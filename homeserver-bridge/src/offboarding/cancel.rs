//! Calling a departure off: possible until the account begins to leave its rooms.

use super::saga::{self, State};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;
use crate::people::take_dismissal_back;
use crate::provisioning::take_back;

/// Calls it off; answers whether it still could be. The account is suspended afterwards: whoever resumes it decides that
/// on its own, and HR may mean it to stay so.
///
/// # Errors
/// If the database cannot be written; then nothing has changed.
pub async fn cancel(app: &App, actor: &str, id: &str) -> Result<bool, DbError> {
    let (actor, id, now) = (actor.to_owned(), id.to_owned(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let Some(saga) = saga::read(tx, &id)? else { return Ok(false) };
            // Somebody who came back has another account by now, and one is enough.
            let other = "SELECT user_id FROM accounts WHERE person_id = $1 AND state NOT IN ('leaving', 'closed')";
            let other = tx.query_one(other, &[saga.person_id.as_str().into()])?.is_some();
            if saga.state != State::Running || saga.leaving_since_ms.is_some() || other {
                return Ok(false);
            }
            take_back(tx, &saga.user_id)?;
            if saga.by_administrator {
                take_dismissal_back(tx, &saga.person_id, now)?;
            }
            tx.execute(
                "UPDATE offboardings SET state = 'cancelled', ended_at_ms = $2, ended_by = $3 WHERE id = $1",
                &[id.as_str().into(), now.into(), actor.as_str().into()],
            )?;
            let (action, subject) = ("offboarding.cancel", saga.user_id.as_str());
            audit::append(tx, &Entry { at_ms: now, actor: &actor, action, subject, detail: "" })?;
            Ok(true)
        })
        .await
}
