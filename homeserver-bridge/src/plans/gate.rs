//! Whether the changes of a plan may be made.

use super::Standing;
use super::read::find;
use crate::actor::SyncActor;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;

/// Whether changes under this hash may be made: always if the plan was never submitted, else if it is approved. The first
/// ones of an approved plan are remembered.
///
/// # Errors
/// If the database fails.
pub async fn may_apply(app: &App, actor: &SyncActor, hash: &str) -> Result<bool, DbError> {
    let (hash, name, now) = (hash.to_owned(), actor.name(), app.clock.now_ms());
    let known = {
        let hash = hash.clone();
        app.db.read(move |tx| find(tx, &hash, now)).await?
    };
    match known {
        None | Some(Standing::Applied) => Ok(true),
        Some(Standing::Waiting | Standing::Rejected | Standing::Expired) => Ok(false),
        Some(Standing::Approved) => {
            app.db
                .write(move |tx| {
                    // An administrator may have rejected it since.
                    if !matches!(find(tx, &hash, now)?, Some(Standing::Approved | Standing::Applied)) {
                        return Ok(false);
                    }
                    let sql = "UPDATE plans SET applied_at_ms = $2 WHERE plan_hash = $1 AND applied_at_ms IS NULL";
                    if tx.execute(sql, &[hash.as_str().into(), now.into()])? == 1 {
                        let (action, subject) = ("plan.apply", hash.as_str());
                        audit::append(tx, &Entry { at_ms: now, actor: &name, action, subject, detail: "" })?;
                    }
                    Ok(true)
                })
                .await
        }
    }
}
