//! Signing in: first the password, then the second factor.

use secrecy::SecretString;

use super::account::{fit_name, verify};
use super::guesses::{self, Guess};
use super::recovery;
use super::session::{self, Session, SignIn, Stage};
use super::totp;
use super::{Console, OfficerRole};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};

/// What became of a try.
pub enum Entered {
    /// It was right.
    Yes(Box<SignIn>),
    /// It was wrong.
    No,
    /// There were too many wrong ones of late.
    Wait,
}

/// Takes a name and a password. Right ones begin a session that opens nothing but the page for the second factor.
///
/// # Errors
/// If the database fails.
pub async fn sign_in(
    app: &App,
    console: Console,
    name: &str,
    password: SecretString,
    browser: &str,
) -> Result<Entered, DbError> {
    if !guesses::take(app, console, Guess::Password, name).await? {
        return Ok(Entered::Wait);
    }
    if !fit_name(name) {
        return Ok(Entered::No);
    }
    let (officer, at_ms) = (name.to_owned(), app.clock.now_ms());
    let known = app.db.read(move |tx| known(tx, console, &officer)).await?;
    let (role, stored) = known.map_or((None, None), |(role, hash)| (Some(role), Some(hash)));
    // Who has no password yet cannot be told from who is not there.
    let stored = stored.filter(|hash| !hash.is_empty());
    let right = tokio::task::spawn_blocking(move || verify(&password, stored.as_deref()));
    let right = right.await.map_err(|_| DbError::Cancelled)?;
    // Only names that exist are logged: what else is typed there may be a password.
    let Some(role) = role else { return Ok(Entered::No) };
    if !right {
        refused(app, format!("{role}:{name}"), "password").await?;
        return Ok(Entered::No);
    }
    guesses::forgive(app, console, Guess::Password, name).await?;
    let (name, browser) = (name.to_owned(), browser.to_owned());
    let begun = app.db.write(move |tx| session::begin(tx, &name, role, &browser, at_ms));
    Ok(Entered::Yes(Box::new(begun.await?)))
}

/// Takes a code: of the authenticator, or one of those for when it is lost. A right one opens the session, or shows again
/// that its officer is there; either way it has a new secret.
///
/// # Errors
/// If the database fails.
pub async fn show_code(app: &App, session: &Session, token: &str, code: &str) -> Result<Entered, DbError> {
    let console = session.role.console();
    if session.proof.stage == Stage::Enrol || !guesses::take(app, console, Guess::Factor, &session.name).await? {
        return Ok(Entered::Wait);
    }
    let (officer, token, code, now) = (session.clone(), token.to_owned(), code.to_owned(), app.clock.now_ms());
    let proved = app.db.write(move |tx| {
        let (name, role) = (officer.name.as_str(), officer.role);
        let how = if totp::take(tx, name, role, &code, now)? {
            "totp"
        } else if recovery::take(tx, name, role, &code)? {
            "recovery"
        } else {
            return Ok(None);
        };
        session::prove(tx, &officer, &token, how, now)
    });
    entered(app, session, proved.await?).await
}

/// What becomes of a try with a factor, now that it is known whether it was right.
pub(super) async fn entered(app: &App, session: &Session, proved: Option<SignIn>) -> Result<Entered, DbError> {
    let Some(signed_in) = proved else {
        refused(app, session.actor(), "factor").await?;
        return Ok(Entered::No);
    };
    guesses::forgive(app, session.role.console(), Guess::Factor, &session.name).await?;
    Ok(Entered::Yes(Box::new(signed_in)))
}

pub(super) async fn refused(app: &App, actor: String, what: &'static str) -> Result<(), DbError> {
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let action = "session.refused";
            audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: "", detail: what })
        })
        .await
}

/// The role of a name in a console, and the hash of its password.
fn known(tx: &Tx<'_>, console: Console, name: &str) -> Result<Option<(OfficerRole, String)>, DbError> {
    let rows = tx.query("SELECT role, password_hash FROM officers WHERE name = $1", &[name.into()])?;
    for row in rows {
        let role: OfficerRole = row.parsed(0, "role")?;
        if role.console() == console {
            return Ok(Some((role, row.text(1)?)));
        }
    }
    Ok(None)
}
