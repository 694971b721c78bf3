//! Sending an invitation again, revoking it, and its end when nobody signed up in time.

use bridge_api::PersonId;

use super::list::STATE;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};
use crate::officers::Session;
use crate::provisioning::{catalogue_changed, expiry, forget_codes, hand_out};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Done.
    Done,
    /// The invitation is not in a state for that: the person has signed up, or it was revoked before.
    TooLate,
    /// The last day of the account has passed: whoever is invited anew needs another one.
    Over,
    /// There is no such invitation, or it is outside the officer's scope.
    Unknown,
}

/// Invitations that end together at the most.
const AT_ONCE: i64 = 1000;

/// Sends an invitation that is open, or has ended or been revoked unused, once more; its time begins anew.
///
/// # Errors
/// If the database fails; then nothing has changed.
pub async fn resend(app: &App, officer: &Session, person_id: &PersonId) -> Result<Ended, DbError> {
    let now_ms = app.clock.now_ms();
    let expires_at_ms = expiry(&app.config.invitations, now_ms);
    let done = change(app, officer, person_id, "invitation.resend", move |tx, person, row| {
        if hr_knows(tx, person)? {
            return Ok(Ended::TooLate);
        }
        if is_over(tx, person, now_ms)? {
            return Ok(Ended::Over);
        }
        tx.execute(
            "UPDATE invitations SET sent_at_ms = $2, expires_at_ms = $3, revoked_at_ms = NULL, expired = 0
             WHERE person_id = $1",
            &[person.into(), now_ms.into(), expires_at_ms.into()],
        )?;
        hand_out(tx, person, &row.text(1)?, &row.text(2)?, now_ms)?;
        Ok(Ended::Done)
    });
    let done = done.await?;
    app.wake.wake();
    Ok(done)
}

/// Revokes an invitation that nobody has used: its codes die with it.
///
/// # Errors
/// If the database fails; then nothing has changed.
pub async fn revoke(app: &App, officer: &Session, person_id: &PersonId) -> Result<Ended, DbError> {
    let now_ms = app.clock.now_ms();
    change(app, officer, person_id, "invitation.revoke", move |tx, person, row| {
        let sql =
            "UPDATE invitations SET revoked_at_ms = $2, readmitted = 0 WHERE person_id = $1 AND revoked_at_ms IS NULL";
        let revoked = tx.execute(sql, &[person.into(), now_ms.into()])? > 0;
        if revoked {
            forget_codes(tx, &row.text(1)?)?;
        }
        Ok(if revoked { Ended::Done } else { Ended::TooLate })
    })
    .await
}

/// Changes an invitation of somebody who has no account, if it is within the officer's scope.
async fn change(
    app: &App,
    officer: &Session,
    person_id: &PersonId,
    action: &'static str,
    work: impl FnOnce(&Tx<'_>, &str, &Row) -> Result<Ended, DbError> + Send + 'static,
) -> Result<Ended, DbError> {
    let (person, actor, scope) = (person_id.as_str().to_owned(), officer.actor(), officer.scope.clone());
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let sql = format!("SELECT {STATE}, i.email, i.organisation FROM invitations i WHERE i.person_id = $1");
            let found = tx.query_one(&sql, &[person.as_str().into()])?;
            let Some(row) = found.filter(|row| row.text(2).is_ok_and(|organisation| scope.covers(&organisation)))
            else {
                return Ok(Ended::Unknown);
            };
            if row.text(0)? == "used" {
                return Ok(Ended::TooLate);
            }
            let done = work(tx, &person, &row)?;
            if done != Ended::Done {
                return Ok(done);
            }
            catalogue_changed(tx)?;
            audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: &person, detail: "" })?;
            Ok(Ended::Done)
        })
        .await
}

/// Whether the account would have ended before it begins.
fn is_over(tx: &Tx<'_>, person_id: &str, now_ms: i64) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM invitations i LEFT JOIN account_terms t ON t.person_id = i.person_id
        WHERE i.person_id = $1 AND COALESCE(t.until_ms, i.account_until_ms) <= $2";
    Ok(tx.query_one(sql, &[person_id.into(), now_ms.into()])?.is_some())
}

/// Whether HR vouches for the address by now: then the person signs up without an invitation.
fn hr_knows(tx: &Tx<'_>, person_id: &str) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM people p JOIN invitations i ON i.email = p.email
        WHERE i.person_id = $1 AND p.employment <> 'left'";
    Ok(tx.query_one(sql, &[person_id.into()])?.is_some())
}

/// Ends invitations that nobody used in time; answers how many.
///
/// # Errors
/// If the database refuses it.
pub fn expire(tx: &Tx<'_>, now_ms: i64) -> Result<usize, DbError> {
    let rows = tx.query(
        "SELECT i.person_id, i.email FROM invitations i WHERE i.revoked_at_ms IS NULL AND i.expires_at_ms <= $1
         AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = i.person_id AND a.state <> 'closed') LIMIT $2",
        &[now_ms.into(), AT_ONCE.into()],
    )?;
    for row in &rows {
        let person = row.text(0)?;
        let sql = "UPDATE invitations SET revoked_at_ms = $2, expired = 1, readmitted = 0 WHERE person_id = $1";
        tx.execute(sql, &[person.as_str().into(), now_ms.into()])?;
        forget_codes(tx, &row.text(1)?)?;
        let entry = Entry { at_ms: now_ms, actor: "bridge", action: "invitation.expire", subject: &person, detail: "" };
        audit::append(tx, &entry)?;
    }
    if !rows.is_empty() {
        catalogue_changed(tx)?;
    }
    Ok(rows.len())
}
