//! Inviting a person whom HR does not know, by work email. They sign up as everybody else does.

use bridge_api::{EmailAddress, OrganisationId, PersonId};
use serde_json::json;

use super::letters::{self, Invitation};
use super::lookup::{self, AccountState};
use super::names;
use super::request::DeliveryError;
use super::user_ids::invited_person_id;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::config::InvitationsConfig;
use crate::database::{DbError, Tx};
use crate::externals;
use crate::queue;

/// Why a person was not invited; the text is for the administrator.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The organisation is not in the configuration.
    #[error("There is no such organisation.")]
    UnknownOrganisation,
    /// The domain of the address is not the organisation's.
    #[error("The address is not in a domain of this organisation.")]
    WrongDomain,
    /// No name is left when what does not belong into one is taken away.
    #[error("Enter a given name and a family name, at most 100 characters each.")]
    BadName,
    /// HR knows the address.
    #[error("HR already knows this address: the person can sign up without an invitation.")]
    KnownToHr,
    /// There is an open invitation for the address.
    #[error("This address has been invited already.")]
    AlreadyInvited,
    /// Whoever was invited with the address has signed up.
    #[error("Whoever has this address has an account.")]
    HasAccount,
    /// Their account is on its way out.
    #[error("The account of this address is on its way out. Call the departure off, or wait until it has ended.")]
    Leaving,
    /// No account can have this end.
    #[error("Choose a last day that has not passed and is not too far ahead.")]
    BadEnd,
    /// The database failed.
    #[error("Something failed on our side. Try again.")]
    Database(#[from] DbError),
}

const DAY_MS: i64 = 24 * 3600 * 1000;

/// The kind of the job that mails an invitation.
pub const MAIL_INVITATION_JOB: &str = "mail.invitation";

/// Writes an invitation down and mails it. `by` is the administrator's name in the audit log; `until_ms` is when the account
/// ends, if not when the configuration says.
///
/// # Errors
/// If there is a reason not to; then nothing was written.
pub async fn invite(
    app: &App,
    by: &str,
    email: &EmailAddress,
    given_name: &str,
    family_name: &str,
    organisation: &OrganisationId,
    until_ms: Option<i64>,
) -> Result<PersonId, InviteError> {
    let table = app.config.organisation(organisation).ok_or(InviteError::UnknownOrganisation)?;
    if !table.domains.iter().any(|rule| rule.covers(email)) {
        return Err(InviteError::WrongDomain);
    }
    for name in [given_name, family_name] {
        if names::full_name(name, "").is_empty() || name.chars().count() > 100 {
            return Err(InviteError::BadName);
        }
    }
    let person_id = invited_person_id().ok_or(InviteError::BadName)?;
    let now_ms = app.clock.now_ms();
    if until_ms.is_some_and(|until| until <= now_ms || until > latest_end(&app.config.invitations, now_ms)) {
        return Err(InviteError::BadEnd);
    }
    let row = Invited {
        person_id: person_id.as_str().to_owned(),
        email: email.as_str().to_owned(),
        given_name: given_name.trim().to_owned(),
        family_name: family_name.trim().to_owned(),
        organisation: organisation.as_str().to_owned(),
        by: by.to_owned(),
        now_ms,
        expires_at_ms: expiry(&app.config.invitations, now_ms),
        until_ms,
    };
    let parts = app.clone();
    let written = app.db.write(move |tx| {
        let written = row.write(tx)?;
        if let Ok(person_id) = &written {
            let until = until_ms.unwrap_or(now_ms + i64::from(parts.config.invitations.account_days) * DAY_MS);
            externals::begin_term_anew(tx, &parts.config, person_id.as_str(), until, now_ms)?;
        }
        Ok(written)
    });
    let person_id = written.await??;
    app.wake.wake();
    Ok(person_id)
}

/// The latest end that can be chosen now for an account. A day is chosen, not a moment: whoever picks the last one means all
/// of it.
pub fn latest_end(config: &InvitationsConfig, now_ms: i64) -> i64 {
    now_ms + (i64::from(config.account_days) + 1) * DAY_MS - 1
}

/// Until when an invitation that is sent now can be used; for ever if nothing.
pub(crate) fn expiry(config: &InvitationsConfig, now_ms: i64) -> Option<i64> {
    (config.valid_days > 0).then(|| now_ms + i64::from(config.valid_days) * DAY_MS)
}

/// Leaves a job that mails an invitation.
///
/// # Errors
/// If the database refuses it.
pub(crate) fn hand_out(
    tx: &Tx<'_>,
    person_id: &str,
    email: &str,
    organisation: &str,
    now_ms: i64,
) -> Result<(), DbError> {
    let payload = json!({"email": email, "organisation": organisation});
    queue::add(tx, &format!("invitation:{person_id}"), MAIL_INVITATION_JOB, &payload, now_ms)
}

struct Invited {
    person_id: String,
    email: String,
    given_name: String,
    family_name: String,
    organisation: String,
    by: String,
    now_ms: i64,
    expires_at_ms: Option<i64>,
    until_ms: Option<i64>,
}

impl Invited {
    /// Writes the invitation and what follows from it; answers whom it is for.
    fn write(self, tx: &Tx<'_>) -> Result<Result<PersonId, InviteError>, DbError> {
        let sql = "SELECT person_id FROM people WHERE email = $1 AND employment <> 'left'";
        if tx.query_one(sql, &[self.email.as_str().into()])?.is_some() {
            return Ok(Err(InviteError::KnownToHr));
        }
        let before = "SELECT person_id, revoked_at_ms FROM invitations WHERE email = $1";
        let (person_id, action) = match tx.query_one(before, &[self.email.as_str().into()])? {
            None => {
                self.insert(tx)?;
                (self.person_id.clone(), "invitation.create")
            }
            Some(row) => {
                let person_id = row.text(0)?;
                let account = lookup::account(tx, &person_id)?.map(|account| account.state);
                match account {
                    Some(AccountState::Leaving) => return Ok(Err(InviteError::Leaving)),
                    Some(AccountState::Closed) => {}
                    Some(_) => return Ok(Err(InviteError::HasAccount)),
                    None if row.int_opt(1)?.is_none() => return Ok(Err(InviteError::AlreadyInvited)),
                    None => {}
                }
                self.renew(tx, &person_id, account.is_some())?;
                (person_id, "invitation.renew")
            }
        };
        let until = self.until_ms.map(|until| format!(" until={until}")).unwrap_or_default();
        let (at_ms, actor, detail) = (self.now_ms, &self.by, &format!("{}{until}", self.organisation));
        audit::append(tx, &Entry { at_ms, actor, action, subject: &person_id, detail })?;
        hand_out(tx, &person_id, &self.email, &self.organisation, self.now_ms)?;
        person_id.parse().map(Ok).map_err(|_| DbError::Stored("person id"))
    }

    fn insert(&self, tx: &Tx<'_>) -> Result<(), DbError> {
        tx.execute(
            "INSERT INTO invitations (person_id, email, given_name, family_name, organisation, invited_by, created_at_ms,
               sent_at_ms, expires_at_ms, account_until_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)",
            &[
                self.person_id.as_str().into(),
                self.email.as_str().into(),
                self.given_name.as_str().into(),
                self.family_name.as_str().into(),
                self.organisation.as_str().into(),
                self.by.as_str().into(),
                self.now_ms.into(),
                self.expires_at_ms.into(),
                self.until_ms.into(),
            ],
        )
        .map(drop)
    }

    /// An invitation that was revoked or has ended counts again, for the same person. Whoever had an account that is closed
    /// gets a new one.
    fn renew(&self, tx: &Tx<'_>, person_id: &str, readmitted: bool) -> Result<(), DbError> {
        tx.execute(
            "UPDATE invitations SET given_name = $2, family_name = $3, organisation = $4, invited_by = $5,
               created_at_ms = $6, sent_at_ms = $6, expires_at_ms = $7, revoked_at_ms = NULL, expired = 0, readmitted = $8,
               account_until_ms = $9 WHERE person_id = $1",
            &[
                person_id.into(),
                self.given_name.as_str().into(),
                self.family_name.as_str().into(),
                self.organisation.as_str().into(),
                self.by.as_str().into(),
                self.now_ms.into(),
                self.expires_at_ms.into(),
                readmitted.into(),
                self.until_ms.into(),
            ],
        )
        .map(drop)
    }
}

/// Mails an invitation: the job's work.
///
/// # Errors
/// If the mail could not be handed over.
pub async fn send_invitation(
    app: &App,
    email: &EmailAddress,
    organisation: &OrganisationId,
) -> Result<(), DeliveryError> {
    let organisation = app.config.organisation(organisation).map_or("", |o| o.name.as_str());
    let subject = "Depesha: invitation · invitation · запрошення";
    app.mailer.send(&letters::mail(email, subject, &Invitation { organisation })?).await?;
    Ok(())
}
