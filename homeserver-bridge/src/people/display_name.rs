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
        let Some(names) = names else { return Ok(Vec::new()) };
        let organisation = names.parsed(2, "organisation")?;
        let Some(organisation) = parts.config.organisation(&organisation) else { return Ok(Vec::new()) };
        let name = display_name(&names.text(0)?, &names.text(1)?, &organisation.name);
        let mut todo = Vec::new();
        for key in account_keys(tx, &person)? {
            let account = tx.query_one(
                "SELECT user_id, server_name FROM accounts WHERE person_id = $1 AND state IN ('waiting', 'active', 'suspended')",
                &[key.as_str().into()],
            )?;
            if let Some(row) = account {
                todo.push((row.text(0)?, row.parsed::<ServerName>(1, "server name")?, name.clone()));
            }
        }
        Ok(todo)
    });
    for (user_id, server, name) in todo.await? {
        let Some(homeserver) = app.homeserver(&server) else {
            anyhow::bail!("the homeserver of an account is no longer in the configuration");
        };
        match homeserver.set_display_name(&user_id, &name).await {
            Ok(()) | Err(HomeserverError::NoSuchAccount) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
