//! Calling a departure off, possible until the account begins to leave its rooms; and ending one because the person was
//! let back in, possible until the account is closed.

use super::saga::{self, State};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};
use crate::moves;
use crate::people::take_dismissal_back;
use crate::provisioning::{open, take_back};

/// Calls it off; answers whether it still could be. The account is suspended afterwards: whoever resumes it decides that
/// on its own, and HR may mean it to stay so.
///
/// # Errors
/// If the database cannot be written; then nothing has changed.
pub async fn cancel(app: &App, actor: &str, id: &str) -> Result<bool, DbError> {
    let (parts, actor, id, now) = (app.clone(), actor.to_owned(), id.to_owned(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let Some(saga) = saga::read(tx, &id)? else { return Ok(false) };
            let begun = saga.state != State::Running || saga.leaving_since_ms.is_some();
            // Who has moved has another account, or will have; whose time is over needs somebody who answers for them.
            if begun || saga.moved || saga.expired || has_another(tx, &saga.person_id)? {
                return Ok(false);
            }
            end(tx, &saga.id, &saga.user_id, &actor, now)?;
            if saga.by_administrator {
                take_dismissal_back(tx, &saga.person_id, now)?;
            }
            moves::follow(tx, &parts.config, &actor, &saga.person_id, now)?;
            Ok(true)
        })
        .await
}

/// Ends the departure of the account that a person had last, because an administrator lets them back in. The account
/// is suspended afterwards; the rooms that it has left stay left.
///
/// # Errors
/// If the database refuses it.
pub fn recall(tx: &Tx<'_>, actor: &str, person_id: &str, now_ms: i64) -> Result<(), DbError> {
    let last = tx.query_one(
        "SELECT o.id, o.user_id FROM offboardings o JOIN accounts a ON a.user_id = o.user_id AND a.state = 'leaving'
         WHERE o.person_id = $1 AND o.state IN ('running', 'waiting') AND o.cause <> 'moved' AND a.moved = 0
         ORDER BY o.started_at_ms DESC, CASE WHEN o.was IN ('active', 'suspended') THEN 0 ELSE 1 END, o.id LIMIT 1",
        &[person_id.into()],
    )?;
    match last {
        Some(row) if !has_another(tx, person_id)? => end(tx, &row.text(0)?, &row.text(1)?, actor, now_ms),
        _ => Ok(()),
    }
}

/// Somebody who came back may have another account by now, and one is enough.
fn has_another(tx: &Tx<'_>, person_id: &str) -> Result<bool, DbError> {
    let sql = format!("SELECT a.user_id FROM accounts a WHERE a.person_id = $1 AND {}", open("a"));
    Ok(tx.query_one(&sql, &[person_id.into()])?.is_some())
}

fn end(tx: &Tx<'_>, id: &str, user_id: &str, actor: &str, now_ms: i64) -> Result<(), DbError> {
    take_back(tx, user_id)?;
    tx.execute(
        "UPDATE offboardings SET state = 'cancelled', ended_at_ms = $2, ended_by = $3 WHERE id = $1",
        &[id.into(), now_ms.into(), actor.into()],
    )?;
    let action = "offboarding.cancel";
    audit::append(tx, &Entry { at_ms: now_ms, actor, action, subject: user_id, detail: "" })
}
