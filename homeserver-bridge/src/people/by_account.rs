//! From a Matrix id, as a message or a member list names somebody, to the catalogue's entry. The rules on who may be seen
//! are those of [`entry`](super::entry).

use bridge_api::people::Person;

use super::callers::Callers;
use super::entry;
use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;

/// Whose account this is, if they may be seen; nobody for people from outside the administration. An account that
/// somebody moved away from leads to them, with the account that they have now.
///
/// # Errors
/// If the caller asks too often or has seen too many people today, or the database fails.
pub async fn by_account(app: &App, caller: &UserActor, user_id: String) -> Result<Option<Person>, Problem> {
    if caller.is_external() {
        return Ok(None);
    }
    Callers::admit(app, caller, None).await?;
    let for_read = app.clone();
    let found = app.db.read(move |tx| {
        // Whoever signed up by invitation may be known to HR under another key by now: the address leads there.
        let email = tx.query_one(
            "SELECT p.email, a.moved FROM accounts a JOIN people p ON p.person_id = a.person_id WHERE a.user_id = $1
             UNION ALL
             SELECT i.email, 0 FROM accounts a JOIN invitations i ON i.person_id = a.person_id WHERE a.user_id = $1",
            &[user_id.as_str().into()],
        )?;
        let Some(email) = email else { return Ok(None) };
        let moved = email.flag(1)?;
        let Some(key) = entry::key_by_email(tx, &email.text(0)?)? else { return Ok(None) };
        let seen = entry::one(tx, &for_read.config, &key)?;
        Ok(seen.filter(|person| person.user_id.as_deref().is_some_and(|shown| moved || shown == user_id)))
    });
    let found = found.await?;
    Callers::shown(app, caller, found.iter().map(|person| person.person_id.as_str())).await?;
    Ok(found)
}
