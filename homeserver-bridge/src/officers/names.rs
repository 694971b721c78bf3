//! Who may use a console, by name: for giving work to one of them.

use super::OfficerRole;
use crate::app::App;
use crate::database::DbError;

/// The names of all officers of a role, in order.
///
/// # Errors
/// If the database cannot be read.
pub async fn names(app: &App, role: OfficerRole) -> Result<Vec<String>, DbError> {
    app.db
        .read(move |tx| {
            let sql = "SELECT name FROM officers WHERE role = $1 ORDER BY name";
            tx.query(sql, &[role.word().into()])?.iter().map(|row| row.text(0)).collect()
        })
        .await
}
