//! Whether an account may be signed in to, whatever the way: asked by the homeserver before every session.

use crate::app::App;
use crate::database::DbError;

/// Only an account in use may: not one that is being made, suspended, leaving or closed, nor one that nobody here made.
///
/// # Errors
/// If the database fails; nobody may then.
pub async fn may_sign_in(app: &App, user_id: &str) -> Result<bool, DbError> {
    let user_id = user_id.to_owned();
    let sql = "SELECT user_id FROM accounts WHERE user_id = $1 AND state = 'active'";
    app.db.read(move |tx| Ok(tx.query_one(sql, &[user_id.into()])?.is_some())).await
}
