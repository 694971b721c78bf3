//! The email that a person signs in with follows HR's entry: the new one works from then on, and the old one no longer.

use bridge_api::EmailAddress;
use bridge_api::sync::CatalogueRow;

use super::display_name::{account_keys, accounts, made_or_not};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};
use crate::provisioning;

/// The kind of the job that brings a changed email to the homeserver; its payload is `{"person_id"}`.
pub const EMAIL_JOB: &str = "account.email";

/// The person is about to have another address. Codes for the old one die; an account that was theirs through an
/// invitation to the old address becomes theirs by HR's key, because the address no longer tells.
pub(super) fn leave_address(tx: &Tx<'_>, actor: &str, row: &CatalogueRow, now_ms: i64) -> Result<(), DbError> {
    let email = row.entry.email.as_str();
    provisioning::forget_codes(tx, email)?;
    adopt(tx, actor, row, now_ms)
}

/// An account that was the person's through an invitation to their address becomes theirs by HR's key.
pub(super) fn adopt(tx: &Tx<'_>, actor: &str, row: &CatalogueRow, now_ms: i64) -> Result<(), DbError> {
    let person_id = row.entry.person_id.as_str();
    let keys = account_keys(tx, person_id)?;
    if keys.iter().any(|key| key == person_id) {
        return Ok(());
    }
    for key in keys {
        tx.execute(
            "UPDATE accounts SET person_id = $2 WHERE person_id = $1",
            &[key.as_str().into(), person_id.into()],
        )?;
        tx.execute(
            "UPDATE invitations SET revoked_at_ms = $2 WHERE person_id = $1",
            &[key.as_str().into(), now_ms.into()],
        )?;
        provisioning::adopt_logins(tx, &key, person_id)?;
        let (action, detail) = ("account.adopt", format!("invitation={key}"));
        audit::append(tx, &Entry { at_ms: now_ms, actor, action, subject: person_id, detail: &detail })?;
    }
    Ok(())
}

/// Makes the email of the catalogue the one that the person's accounts are signed in to with. Harmless when repeated.
///
/// # Errors
/// If the homeserver does not do it.
pub async fn refresh_email(app: &App, person_id: &str) -> anyhow::Result<()> {
    let person = person_id.to_owned();
    let todo = app.db.read(move |tx| {
        let sql = "SELECT email FROM people WHERE person_id = $1 AND employment <> 'left'";
        let Some(row) = tx.query_one(sql, &[person.as_str().into()])? else { return Ok(None) };
        Ok(Some((row.parsed::<EmailAddress>(0, "email")?, accounts(tx, &person)?)))
    });
    let Some((email, accounts)) = todo.await? else { return Ok(()) };
    // Whoever moves goes on signing in to the old account as before, until it is closed.
    for (user_id, server, _) in accounts.into_iter().filter(|(_, _, moved)| !moved) {
        made_or_not(app.homeserver_of_account(&server)?.set_email(&user_id, &email).await)?;
    }
    Ok(())
}
