//! What the person is told by mail, at the address that HR has: that they move, that the new account is in use and until
//! when the old one works, that the move is off.

use askama::Template;
use bridge_api::EmailAddress;
use serde_json::json;
use time::OffsetDateTime;
use time::macros::format_description;

use super::row::{self, Move, State, Step};
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::mail::Mail;
use crate::provisioning::DeliveryError;
use crate::queue;

/// The kind of the job that mails such a letter; its payload is `{"id", "letter"}`.
pub const MAIL_MOVE_JOB: &str = "mail.move";

/// Which letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    /// The person moves: where to make the new account.
    Started,
    /// The new account is in use.
    Ready,
    /// The account that they had moved away from is theirs again.
    Back,
    /// HR took it back.
    Undone,
}

impl Letter {
    fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Ready => "ready",
            Self::Back => "back",
            Self::Undone => "undone",
        }
    }

    /// The step that it is.
    fn step(self) -> Option<Step> {
        match self {
            Self::Started => Some(Step::Told),
            Self::Ready | Self::Back => Some(Step::ToldAgain),
            Self::Undone => None,
        }
    }

    /// Whether it still says what is so.
    fn holds(self, state: State) -> bool {
        match self {
            Self::Started => state == State::Waiting,
            Self::Ready | Self::Back => matches!(state, State::Inviting | State::Grace),
            Self::Undone => state == State::Undone,
        }
    }
}

#[derive(Template)]
#[template(path = "email/move_started.txt")]
struct Started<'a> {
    organisation: &'a str,
    days: u32,
}

#[derive(Template)]
#[template(path = "email/move_ready.txt")]
struct Ready<'a> {
    organisation: &'a str,
    new_user_id: &'a str,
    user_id: &'a str,
    until: &'a str,
}

#[derive(Template)]
#[template(path = "email/move_back.txt")]
struct Back<'a> {
    organisation: &'a str,
    new_user_id: &'a str,
    user_id: &'a str,
    until: &'a str,
}

#[derive(Template)]
#[template(path = "email/move_undone.txt")]
struct Undone<'a> {
    user_id: &'a str,
}

/// Leaves a job that mails the letter.
pub(super) fn queue(tx: &Tx<'_>, id: &str, letter: Letter, now_ms: i64) -> Result<(), DbError> {
    let payload = json!({"id": id, "letter": letter.word()});
    queue::add(tx, &format!("mail.move:{id}:{}:{now_ms}", letter.word()), MAIL_MOVE_JOB, &payload, now_ms)
}

/// Mails a letter about a move, if it still says what is so: the job's work. A letter that does not exist is none.
///
/// # Errors
/// If the mail could not be handed over.
pub async fn send(app: &App, id: &str, letter: &str) -> Result<(), DeliveryError> {
    let letters = [Letter::Started, Letter::Ready, Letter::Back, Letter::Undone];
    let Some(letter) = letters.into_iter().find(|one| one.word() == letter) else { return Ok(()) };
    let key = id.to_owned();
    let found = app.db.read(move |tx| {
        let Some(one) = row::read(tx, &key)?.filter(|one| letter.holds(one.state)) else { return Ok(None) };
        let sql = "SELECT email FROM people WHERE person_id = $1 AND employment <> 'left'";
        let email = tx.query_one(sql, &[one.person_id.as_str().into()])?;
        email.map(|row| Ok((one, row.parsed::<EmailAddress>(0, "email")?))).transpose()
    });
    let Some((one, email)) = found.await? else { return Ok(()) };
    let result = match text(app, letter, &one) {
        Ok((subject, text)) => app.mailer.send(&Mail { to: email, subject, text }).await.map_err(DeliveryError::from),
        Err(error) => Err(error.into()),
    };
    if let Some(step) = letter.step() {
        let (failure, now) = (result.as_ref().err().map(ToString::to_string), app.clock.now_ms());
        let write = move |tx: &Tx<'_>| {
            let outcome = failure.as_deref().map_or(Ok(""), Err);
            // Somewhere else by now: that step is another letter's.
            if row::read(tx, &one.id)?.is_some_and(|now| now.to_server == one.to_server && letter.holds(now.state)) {
                row::step_is(tx, &one.id, step, outcome, now)?;
            }
            Ok(())
        };
        app.db.write(write).await?;
    }
    result
}

fn text(app: &App, letter: Letter, one: &Move) -> Result<(String, String), askama::Error> {
    let organisation = app.config.organisation(&one.organisation).map_or(one.organisation.as_str(), |o| &o.name);
    let new_user_id = one.new_user_id.as_deref().unwrap_or_default();
    let (user_id, until) = (one.user_id.as_str(), day(one.close_from_ms.unwrap_or_default()));
    let until = until.as_str();
    let (subject, text) = match letter {
        Letter::Started => {
            let days = app.config.offboarding.grace_days;
            ("Depesha: you have moved · votre mutation · ваше переведення", Started { organisation, days }.render()?)
        }
        Letter::Ready => {
            let text = Ready { organisation, new_user_id, user_id, until }.render()?;
            ("Depesha: your new account · votre nouveau compte · ваш новий обліковий запис", text)
        }
        Letter::Back => {
            let text = Back { organisation, new_user_id, user_id, until }.render()?;
            ("Depesha: your earlier account · votre ancien compte · ваш попередній обліковий запис", text)
        }
        Letter::Undone => {
            let text = Undone { user_id }.render()?;
            ("Depesha: your account stays · votre compte reste · ваш обліковий запис лишається", text)
        }
    };
    Ok((subject.to_owned(), text))
}

/// A day as all three languages read it.
fn day(ms: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    time.format(format_description!("[year]-[month]-[day]")).unwrap_or_default()
}
