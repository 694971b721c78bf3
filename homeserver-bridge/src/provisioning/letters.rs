//! What the mails say: English, French and Ukrainian below each other. Nothing in them was typed by whoever asked.

use askama::Template;
use bridge_api::EmailAddress;

use crate::mail::Mail;

/// A code to create an account with.
#[derive(Template)]
#[template(path = "email/signup_code.txt")]
pub(super) struct SignupCode<'a> {
    pub(super) code: &'a str,
}

/// Somebody asked to create an account that is there already.
#[derive(Template)]
#[template(path = "email/already_registered.txt")]
pub(super) struct AlreadyRegistered<'a> {
    pub(super) user_id: &'a str,
}

/// A code for a new password.
#[derive(Template)]
#[template(path = "email/reset_code.txt")]
pub(super) struct ResetCode<'a> {
    pub(super) code: &'a str,
}

/// Somebody asked for a code where an identity provider says who people are.
#[derive(Template)]
#[template(path = "email/use_provider.txt")]
pub(super) struct UseProvider<'a> {
    pub(super) providers: &'a str,
}

/// An administrator has invited the person.
#[derive(Template)]
#[template(path = "email/invitation.txt")]
pub(super) struct Invitation<'a> {
    pub(super) organisation: &'a str,
}

/// The mail around a text. The subject holds no code: subjects show on locked screens.
pub(super) fn mail(to: &EmailAddress, subject: &str, text: &impl Template) -> askama::Result<Mail> {
    Ok(Mail { to: to.clone(), subject: subject.to_owned(), text: text.render()? })
}
