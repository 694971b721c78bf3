//! Inviting people whom HR knows to sign up: joiners once ever, and whom a colleague asks for.
//!
//! The mail names the organisation and nothing that anybody typed.

use bridge_api::{EmailAddress, OrganisationId};
use serde_json::json;

use super::invitation::send_invitation;
use super::lookup;
use super::request::DeliveryError;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};
use crate::queue;

/// The kind of the job that mails such an invitation; its payload is `{"person_id"}`.
pub const MAIL_PERSON_JOB: &str = "mail.person";

/// Invites somebody who has joined, unless they have been before. The mails leave one after the other, `per_minute` of
/// them. `actor` is the name in the audit log.
///
/// # Errors
/// If the database fails.
pub fn invite_joiner(tx: &Tx<'_>, actor: &str, person_id: &str, per_minute: u32, now_ms: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO joiner_invites (person_id, at_ms) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    if tx.execute(sql, &[person_id.into(), now_ms.into()])? == 0 {
        return Ok(());
    }
    let next = tx.query_one("SELECT next_at_ms FROM mail_pace WHERE id = 1", &[])?;
    let due = next.map_or(Ok(0), |row| row.int(0))?.max(now_ms);
    let pause = 60_000 / i64::from(per_minute.max(1));
    tx.execute("UPDATE mail_pace SET next_at_ms = $1 WHERE id = 1", &[(due + pause).into()])?;
    mail(tx, actor, "person.invite_joiner", person_id, &format!("joiner:{person_id}"), now_ms, due)
}

/// Leaves a job that mails an invitation to a person, and a line in the audit log.
///
/// # Errors
/// If the database fails.
pub fn invite_person(tx: &Tx<'_>, actor: &str, person_id: &str, now_ms: i64) -> Result<(), DbError> {
    mail(tx, actor, "person.invite", person_id, &format!("colleague:{person_id}"), now_ms, now_ms)
}

fn mail(
    tx: &Tx<'_>,
    actor: &str,
    action: &str,
    person_id: &str,
    job: &str,
    now_ms: i64,
    due_at_ms: i64,
) -> Result<(), DbError> {
    audit::append(tx, &Entry { at_ms: now_ms, actor, action, subject: person_id, detail: "" })?;
    queue::add(tx, job, MAIL_PERSON_JOB, &json!({"person_id": person_id}), due_at_ms)
}

/// When the person was invited as a joiner.
///
/// # Errors
/// If the database fails.
pub fn joiner_invited_at(tx: &Tx<'_>, person_id: &str) -> Result<Option<i64>, DbError> {
    let row = tx.query_one("SELECT at_ms FROM joiner_invites WHERE person_id = $1", &[person_id.into()])?;
    row.map(|row| row.int(0)).transpose()
}

/// Mails the invitation, if the person may still sign up: the job's work.
///
/// # Errors
/// If the mail could not be handed over.
pub async fn send_person_invitation(app: &App, person_id: &str) -> Result<(), DeliveryError> {
    let person = person_id.to_owned();
    let found = app.db.read(move |tx| {
        let row = tx.query_one(
            "SELECT email, organisation FROM people WHERE person_id = $1 AND employment = 'working'
             UNION ALL SELECT email, organisation FROM invitations WHERE person_id = $1 AND revoked_at_ms IS NULL",
            &[person.into()],
        )?;
        let Some(row) = row else { return Ok(None) };
        let (email, organisation) =
            (row.parsed::<EmailAddress>(0, "email")?, row.parsed::<OrganisationId>(1, "organisation")?);
        let may = lookup::by_email(tx, &email)?.is_some_and(|person| person.may_sign_up());
        Ok(may.then_some((email, organisation)))
    });
    match found.await? {
        Some((email, organisation)) => send_invitation(app, &email, &organisation).await,
        None => Ok(()),
    }
}
