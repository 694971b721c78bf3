//! What the owner of an account is told of their own moves, by the account that asks.

use bridge_api::people::{MovedTo, OwnMoves};

use super::row;
use crate::actor::UserActor;
use crate::app::App;
use crate::database::DbError;

/// Where the caller's person moves, if away from this account; and which accounts they moved from, if to this one.
///
/// # Errors
/// If the database fails.
pub async fn own(app: &App, caller: &UserActor) -> Result<OwnMoves, DbError> {
    let (parts, user_id) = (app.clone(), caller.user_id().to_owned());
    app.db
        .read(move |tx| {
            let to = row::open_from(tx, &user_id)?.map(|one| MovedTo {
                organisation: parts
                    .config
                    .organisation(&one.organisation)
                    .map_or_else(|| one.organisation.to_string(), |organisation| organisation.name.clone()),
                user_id: one.new_user_id,
                until_ms: one.close_from_ms,
            });
            let sql =
                "SELECT DISTINCT m.user_id FROM moves m JOIN accounts a ON a.user_id = m.new_user_id AND a.moved = 0
                WHERE m.new_user_id = $1 AND m.state IN ('inviting', 'grace', 'closed') ORDER BY m.user_id";
            let rows = tx.query(sql, &[user_id.into()])?;
            let moved_from = rows.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?;
            Ok(OwnMoves { moved_to: to, moved_from })
        })
        .await
}
