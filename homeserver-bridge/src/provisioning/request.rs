//! Asking for a code: nothing is looked up before the answer, and the answer says nothing.
//!
//! The request only leaves a job. The job looks the address up, makes the code and mails it to the stored address; what
//! it finds shows nowhere but in that mailbox.

use std::net::IpAddr;

use bridge_api::{EmailAddress, OrganisationId};
use serde_json::json;

use super::codes::{self, Purpose};
use super::letters::{self, AlreadyRegistered, ResetCode, SignupCode, UseProvider};
use super::lookup::{self, AccountState};
use crate::app::App;
use crate::config::ServeConfig;
use crate::database::DbError;
use crate::mail::{Mail, MailError};
use crate::queue;

/// Why a mail could not be delivered; the job is tried again.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The relay failed.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The text could not be made.
    #[error("the text of a mail cannot be made: {0}")]
    Text(#[from] askama::Error),
}

/// The kind of the job that [`request`] leaves.
pub const MAIL_CODE_JOB: &str = "mail.code";

/// Leaves a job that mails a code to the address, should it be somebody's. Too many requests leave none.
///
/// # Errors
/// If the database cannot be written.
pub async fn request(app: &App, purpose: Purpose, email: &EmailAddress, client: Option<IpAddr>) -> Result<(), DbError> {
    if !app.limits.may_request(purpose, email, client) {
        tracing::info!(purpose = purpose.as_str(), "too many requests for codes: one was dropped");
        return Ok(());
    }
    let payload = json!({"purpose": purpose.as_str(), "email": email.as_str()});
    let (id, now) = (format!("code:{}:{}", purpose.as_str(), email.as_str()), app.clock.now_ms());
    app.db.write(move |tx| queue::add(tx, &id, MAIL_CODE_JOB, &payload, now)).await?;
    app.wake.wake();
    Ok(())
}

/// Looks the address up and mails what its owner is to know: the job's work.
///
/// # Errors
/// If the mail could not be handed over.
pub async fn deliver(app: &App, purpose: Purpose, email: &EmailAddress) -> Result<(), DeliveryError> {
    let (key, now, address) = (app.secrets.codes_key(), app.clock.now_ms(), email.clone());
    let parts = app.clone();
    let mail = app
        .db
        .write(move |tx| {
            let person = lookup::by_email(tx, &address)?.filter(|person| person.belongs(&parts, &address));
            let account = person.as_ref().and_then(|p| p.account.as_ref());
            let state = account.map(|a| a.state);
            let passwords = person.as_ref().is_some_and(|p| p.takes_passwords(&parts.config));
            let asked_for = match purpose {
                Purpose::Signup => person.as_ref().is_some_and(lookup::Person::may_sign_up),
                Purpose::Reset => state == Some(AccountState::Active),
            };
            let entitled = asked_for && passwords;
            let holder = person.as_ref().filter(|_| entitled).map(|p| p.person_id.as_str());
            let code = codes::issue(tx, &codes::Key(key), purpose, &address, holder, now)?;
            if !passwords && (asked_for || state == Some(AccountState::Active)) {
                let organisation = person.as_ref().and_then(|p| p.organisation.as_ref());
                return Ok(organisation.map(|organisation| use_provider(&address, &parts.config, organisation)));
            }
            Ok(match (purpose, entitled, state) {
                (Purpose::Signup, true, _) => Some(signup(&address, &code)),
                (Purpose::Reset, true, _) => Some(reset(&address, &code)),
                (Purpose::Signup, false, Some(AccountState::Active)) => {
                    account.map(|account| registered(&address, &account.user_id))
                }
                _ => None,
            })
        })
        .await?;
    if let Some(mail) = mail.transpose()? {
        app.mailer.send(&mail).await?;
    }
    Ok(())
}

fn signup(to: &EmailAddress, code: &str) -> askama::Result<Mail> {
    letters::mail(to, "Depesha: your code · votre code · ваш код", &SignupCode { code })
}

fn reset(to: &EmailAddress, code: &str) -> askama::Result<Mail> {
    letters::mail(to, "Depesha: new password · nouveau mot de passe · новий пароль", &ResetCode { code })
}

fn registered(to: &EmailAddress, user_id: &str) -> askama::Result<Mail> {
    letters::mail(to, "Depesha: your account · votre compte · ваш обліковий запис", &AlreadyRegistered { user_id })
}

fn use_provider(to: &EmailAddress, config: &ServeConfig, organisation: &OrganisationId) -> askama::Result<Mail> {
    let names: Vec<_> = config.identity_providers_of(organisation).map(|one| one.name.as_str()).collect();
    let subject = "Depesha: how to sign in · comment se connecter · як увійти";
    letters::mail(to, subject, &UseProvider { providers: &names.join("\n") })
}
