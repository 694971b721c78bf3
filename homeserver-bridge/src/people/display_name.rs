//! The display name on the homeserver follows HR's entry: `Given FAMILY [Organisation]`.

use bridge_api::ServerName;

use crate::app::App;
use crate::database::{DbError, Tx};
use crate::homeserver::HomeserverError;
use crate::provisioning::display_name;

/// The kind of the job that brings a changed name to the homeserver; its payload is `{"person_id"}`.
pub const DISPLAY_NAME_JOB: &str = "account.display_name";

/// The accounts that are a person's: their own, and one from an invitation before HR knew the address.
pub(crate) fn account_keys(tx: &Tx<'_>, person_id: &str) -> Result<Vec<String>, DbError> {
    let rows = tx.query(
        "SELECT a.person_id FROM accounts a WHERE a.person_id = $1
         UNION SELECT a.person_id FROM accounts a JOIN invitations i ON i.person_id = a.person_id
         JOIN people p ON p.email = i.email AND p.changed_at_ms >= i.created_at_ms WHERE p.person_id = $1",
        &[person_id.into()],
    )?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// Sets the display name of the person's account to what the catalogue says now. Harmless when repeated.
///
/// # Errors
/// If the homeserver does not do it.
pub async fn refresh_display_name(app: &App, person_id: &str) -> anyhow::Result<()> {
    let (parts, person) = (app.clone(), person_id.to_owned());
    let todo = app.db.read(move |tx| {
        let names = tx.query_one(
            "SELECT given_name, family_name, organisation FROM people WHERE person_id = $1 AND employment = 'working'",
            &[person.as_str().into()],
        )?;
        let Some(names) = names else { return Ok(None) };
        let organisation = names.parsed(2, "organisation")?;
        let Some(organisation) = parts.config.organisation(&organisation) else { return Ok(None) };
        let name = display_name(&names.text(0)?, &names.text(1)?, &organisation.name);
        Ok(Some((name, accounts(tx, &person)?)))
    });
    let Some((name, accounts)) = todo.await? else { return Ok(()) };
    for (user_id, server, _) in accounts {
        made_or_not(app.homeserver_of_account(&server)?.set_display_name(&user_id, &name).await)?;
    }
    Ok(())
}

/// Matrix id and homeserver of the accounts that follow what HR says of the person, and whether they move away from it.
pub(super) fn accounts(tx: &Tx<'_>, person_id: &str) -> Result<Vec<(String, ServerName, bool)>, DbError> {
    let mut accounts = Vec::new();
    for key in account_keys(tx, person_id)? {
        let rows = tx.query(
            "SELECT user_id, server_name, moved FROM accounts
             WHERE person_id = $1 AND state IN ('waiting', 'active', 'suspended') ORDER BY moved, user_id",
            &[key.as_str().into()],
        )?;
        for row in rows {
            accounts.push((row.text(0)?, row.parsed(1, "server name")?, row.flag(2)?));
        }
    }
    Ok(accounts)
}

/// An account that the homeserver never made needs nothing brought to it.
pub(super) fn made_or_not(result: Result<(), HomeserverError>) -> Result<(), HomeserverError> {
    match result {
        Err(HomeserverError::NoSuchAccount) => Ok(()),
        other => other,
    }
}
