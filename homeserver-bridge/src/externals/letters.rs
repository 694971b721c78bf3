//! What is mailed about a term: to the person, and to whoever answers for them. A letter that is no longer true when its
//! turn comes is not sent. Nothing in one was typed by whoever invites.

use askama::Template;
use bridge_api::EmailAddress;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::format_description;

use super::sponsor::{self, Contact};
use super::term::{self, Term};
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::mail::Mail;
use crate::provisioning::DeliveryError;
use crate::queue;

/// The kind of the job that mails such a letter; its payload is `{"person_id", "letter", "by"}`.
pub const MAIL_TERM_JOB: &str = "mail.term";

/// Which letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Letter {
    /// Somebody invites the person, who has no account yet.
    Invited {
        /// Key of who invites.
        by: String,
    },
    /// The end is near.
    Reminder,
    /// The same, to the sponsor.
    ReminderToSponsor,
    /// It has come.
    Ended,
    /// The same, to the sponsor.
    EndedToSponsor,
    /// It goes on after all.
    Renewed,
    /// Somebody else answers from now on: to them.
    NewSponsor,
}

impl Letter {
    fn word(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "invited",
            Self::Reminder => "reminder",
            Self::ReminderToSponsor => "reminder_to_sponsor",
            Self::Ended => "ended",
            Self::EndedToSponsor => "ended_to_sponsor",
            Self::Renewed => "renewed",
            Self::NewSponsor => "new_sponsor",
        }
    }

    fn from_payload(payload: &Value) -> Option<Self> {
        let by = payload["by"].as_str().unwrap_or_default().to_owned();
        let letters = [
            Self::Invited { by },
            Self::Reminder,
            Self::ReminderToSponsor,
            Self::Ended,
            Self::EndedToSponsor,
            Self::Renewed,
            Self::NewSponsor,
        ];
        letters.into_iter().find(|letter| payload["letter"] == letter.word())
    }

    /// Whether it still says what is so.
    fn holds(&self, term: &Term, now_ms: i64) -> bool {
        let over = term.ended_at_ms.is_some();
        match self {
            Self::Ended | Self::EndedToSponsor => over,
            Self::NewSponsor => true,
            _ => !over && term.until_ms > now_ms,
        }
    }

    /// Whom inside it names, or goes to.
    fn about(&self, term: &Term) -> String {
        match self {
            Self::Invited { by } => by.clone(),
            _ => term.sponsor.clone(),
        }
    }

    fn to_sponsor(&self) -> bool {
        matches!(self, Self::ReminderToSponsor | Self::EndedToSponsor | Self::NewSponsor)
    }
}

/// What letters tell of.
struct Facts<'a> {
    /// The address of the person.
    who: &'a str,
    /// Who answers for them, or invites: name and organisation. Empty if nobody does.
    sponsor: &'a str,
    until: &'a str,
    external: bool,
}

macro_rules! letter {
    ($name:ident, $path:literal) => {
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> {
            facts: &'a Facts<'a>,
        }
    };
}

letter!(Invited, "email/external_invited.txt");
letter!(Reminder, "email/term_reminder.txt");
letter!(ReminderToSponsor, "email/term_reminder_sponsor.txt");
letter!(Ended, "email/term_ended.txt");
letter!(EndedToSponsor, "email/term_ended_sponsor.txt");
letter!(Renewed, "email/term_renewed.txt");
letter!(NewSponsor, "email/term_new_sponsor.txt");

/// Leaves a job that mails the letter.
pub(super) fn queue(tx: &Tx<'_>, person_id: &str, letter: Letter, now_ms: i64) -> Result<(), DbError> {
    let mut payload = json!({"person_id": person_id, "letter": letter.word()});
    if let Letter::Invited { by } = &letter {
        payload["by"] = json!(by);
    }
    let job = format!("mail.term:{person_id}:{}:{now_ms}", letter.word());
    queue::add(tx, &job, MAIL_TERM_JOB, &payload, now_ms)
}

/// Mails a letter, if it still says what is so: the job's work.
///
/// # Errors
/// If the mail could not be handed over.
pub async fn send(app: &App, payload: &Value) -> Result<(), DeliveryError> {
    let Some(letter) = Letter::from_payload(payload) else { return Ok(()) };
    let (id, wanted, now) =
        (payload["person_id"].as_str().unwrap_or_default().to_owned(), letter.clone(), app.clock.now_ms());
    let found = app.db.read(move |tx| {
        let Some(term) = term::of(tx, &id)?.filter(|term| wanted.holds(term, now)) else { return Ok(None) };
        let inside = sponsor::contact(tx, &wanted.about(&term))?;
        Ok(Some((term, inside)))
    });
    let Some((term, inside)) = found.await? else { return Ok(()) };
    let to = match (&inside, letter.to_sponsor()) {
        (_, false) => term.email.clone(),
        (Some(inside), true) => inside.email.clone(),
        (None, true) => return Ok(()),
    };
    let (subject, text) = text(app, &letter, &term, inside.as_ref())?;
    mail(app, to, subject, text).await
}

async fn mail(app: &App, to: EmailAddress, subject: &str, text: String) -> Result<(), DeliveryError> {
    Ok(app.mailer.send(&Mail { to, subject: subject.to_owned(), text }).await?)
}

fn text(
    app: &App,
    letter: &Letter,
    term: &Term,
    inside: Option<&Contact>,
) -> Result<(&'static str, String), askama::Error> {
    let name = |contact: &Contact| {
        let place = app.config.organisations.iter().find(|o| o.id.as_str() == contact.organisation);
        format!("{} [{}]", contact.name, place.map_or(contact.organisation.as_str(), |o| &o.name))
    };
    let (sponsor, until) = (inside.map(name).unwrap_or_default(), day(term.until_ms));
    let facts = &Facts { who: term.email.as_str(), sponsor: &sponsor, until: &until, external: term.external };
    Ok(match letter {
        Letter::Invited { .. } => ("Depesha: invitation · invitation · запрошення", Invited { facts }.render()?),
        Letter::Reminder => (
            "Depesha: your account ends soon · votre compte prend bientôt fin · ваш обліковий запис скоро закінчується",
            Reminder { facts }.render()?,
        ),
        Letter::ReminderToSponsor => (
            "Depesha: an account ends soon · un compte prend bientôt fin · обліковий запис скоро закінчується",
            ReminderToSponsor { facts }.render()?,
        ),
        Letter::Ended => (
            "Depesha: your account has ended · votre compte a pris fin · ваш обліковий запис закінчився",
            Ended { facts }.render()?,
        ),
        Letter::EndedToSponsor => (
            "Depesha: an account has ended · un compte a pris fin · обліковий запис закінчився",
            EndedToSponsor { facts }.render()?,
        ),
        Letter::Renewed => (
            "Depesha: your account works again · votre compte fonctionne de nouveau · ваш обліковий запис знову працює",
            Renewed { facts }.render()?,
        ),
        Letter::NewSponsor => (
            "Depesha: you answer for an account · vous répondez d’un compte · ви відповідаєте за обліковий запис",
            NewSponsor { facts }.render()?,
        ),
    })
}

/// A day as all three languages read it.
fn day(ms: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    time.format(format_description!("[year]-[month]-[day]")).unwrap_or_default()
}
