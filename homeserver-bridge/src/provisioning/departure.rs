//! What ends at once when somebody leaves: the account's use, its sessions, codes under way and invitations.
//!
//! The rest of a departure (rooms, receipt, closing) is the business of `offboarding`.

use bridge_api::ServerName;

use super::lookup;
use super::which::live;
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::homeserver::{Homeserver, HomeserverError};

/// An account whose owner is leaving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departing {
    /// Its Matrix id.
    pub user_id: String,
    /// Its homeserver.
    pub server_name: ServerName,
    /// The state that it was in.
    pub was: String,
}

/// Takes every account of the person out of use, and with them codes under way and invitations; answers the accounts.
///
/// # Errors
/// If the database refuses it.
pub fn depart(tx: &Tx<'_>, person_id: &str, now_ms: i64) -> Result<Vec<Departing>, DbError> {
    let person = || person_id.into();
    let mut departing = Vec::new();
    let sql = format!("SELECT a.user_id FROM accounts a WHERE a.person_id = $1 AND {} ORDER BY a.user_id", live("a"));
    for row in tx.query(&sql, &[person()])? {
        departing.extend(depart_from(tx, &row.text(0)?)?);
    }
    tx.execute("DELETE FROM mail_codes WHERE person_id = $1", &[person()])?;
    tx.execute(
        "UPDATE invitations SET revoked_at_ms = $2, readmitted = 0 WHERE revoked_at_ms IS NULL
         AND (person_id = $1 OR email IN (SELECT email FROM people WHERE person_id = $1))",
        &[person(), now_ms.into()],
    )?;
    Ok(departing)
}

/// Takes one account out of use; nothing if it is already.
///
/// # Errors
/// If the database refuses it.
pub fn depart_from(tx: &Tx<'_>, user_id: &str) -> Result<Option<Departing>, DbError> {
    let sql =
        format!("SELECT a.user_id, a.server_name, a.state FROM accounts a WHERE a.user_id = $1 AND {}", live("a"));
    let Some(row) = tx.query_one(&sql, &[user_id.into()])? else { return Ok(None) };
    let (user_id, server_name, was) = (row.text(0)?, row.parsed(1, "server name")?, row.text(2)?);
    set_account_state(tx, &user_id, &was, "leaving")?;
    Ok(Some(Departing { user_id, server_name, was }))
}

/// Sets the state of one account if it is `from`; answers whether it was.
///
/// # Errors
/// If the database refuses it.
pub fn set_account_state(tx: &Tx<'_>, user_id: &str, from: &str, to: &str) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE accounts SET state = $3 WHERE user_id = $1 AND state = $2",
        &[user_id.into(), from.into(), to.into()],
    )?;
    if changed > 0 {
        lookup::catalogue_changed(tx)?;
    }
    Ok(changed > 0)
}

/// Takes an account that is leaving back into suspension, from which an administrator may resume it.
///
/// # Errors
/// If the database refuses it: also if the person has another account by now.
pub fn take_back(tx: &Tx<'_>, user_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE accounts SET suspended_by = 'leaving', resume_to = 'active', moved = 0
         WHERE user_id = $1 AND state = 'leaving'",
        &[user_id.into()],
    )?;
    set_account_state(tx, user_id, "leaving", "suspended").map(drop)
}

/// Locks an account and ends its sessions; answers `false` if the homeserver never made it. Harmless when repeated.
///
/// # Errors
/// If the homeserver does not do it.
pub async fn lock_out(app: &App, server: &ServerName, user_id: &str) -> anyhow::Result<bool> {
    let homeserver = app.homeserver_of_account(server)?;
    if !homeserver.account_exists(user_id).await? {
        return Ok(false);
    }
    shut_out(homeserver.as_ref(), user_id).await?;
    Ok(true)
}

/// Locks first: no new session begins while the old ones end.
pub(super) async fn shut_out(homeserver: &dyn Homeserver, user_id: &str) -> Result<(), HomeserverError> {
    homeserver.set_locked(user_id, true).await?;
    homeserver.end_sessions(user_id).await
}
