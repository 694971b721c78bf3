//! Inviting a person whom HR does not know, by work email. They sign up as everybody else does.

use bridge_api::{EmailAddress, OrganisationId, PersonId};
use serde_json::json;

use super::letters::{self, Invitation};
use super::names;
use super::request::DeliveryError;
use super::user_ids::invited_person_id;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;
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
    /// There is an invitation for the address.
    #[error("This address has been invited already.")]
    AlreadyInvited,
    /// The database failed.
    #[error("Something failed on our side. Try again.")]
    Database(#[from] DbError),
}

/// The kind of the job that mails an invitation.
pub const MAIL_INVITATION_JOB: &str = "mail.invitation";

/// Writes an invitation down and mails it. `by` is the administrator's name in the audit log.
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
    let row = Invited {
        person_id: person_id.as_str().to_owned(),
        email: email.as_str().to_owned(),
        given_name: given_name.trim().to_owned(),
        family_name: family_name.trim().to_owned(),
        organisation: organisation.as_str().to_owned(),
        by: by.to_owned(),
        now_ms: app.clock.now_ms(),
    };
    app.db.write(move |tx| row.insert(tx)).await??;
    app.wake.wake();
    Ok(person_id)
}

struct Invited {
    person_id: String,
    email: String,
    given_name: String,
    family_name: String,
    organisation: String,
    by: String,
    now_ms: i64,
}

impl Invited {
    fn insert(self, tx: &crate::database::Tx<'_>) -> Result<Result<(), InviteError>, DbError> {
        let email = || self.email.as_str().into();
        let sql = "SELECT person_id FROM people WHERE email = $1 AND employment <> 'left'";
        if tx.query_one(sql, &[email()])?.is_some() {
            return Ok(Err(InviteError::KnownToHr));
        }
        if tx.query_one("SELECT person_id FROM invitations WHERE email = $1", &[email()])?.is_some() {
            return Ok(Err(InviteError::AlreadyInvited));
        }
        tx.execute(
            "INSERT INTO invitations
               (person_id, email, given_name, family_name, organisation, invited_by, created_at_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                self.person_id.as_str().into(),
                email(),
                self.given_name.into(),
                self.family_name.into(),
                self.organisation.as_str().into(),
                self.by.as_str().into(),
                self.now_ms.into(),
            ],
        )?;
        let (at_ms, actor, subject, detail) = (self.now_ms, &self.by, &self.person_id, &self.organisation);
        audit::append(tx, &Entry { at_ms, actor, action: "invitation.create", subject, detail })?;
        let payload = json!({"email": self.email, "organisation": self.organisation});
        queue::add(tx, &format!("invitation:{}", self.person_id), MAIL_INVITATION_JOB, &payload, self.now_ms)?;
        Ok(Ok(()))
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
