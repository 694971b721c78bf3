//! Showing the code: creates the account, or sets the new password.
//!
//! The code is used up only when the homeserver has done its part. Whatever fails before that, a homeserver that is
//! down or a process that ends, the same code works again: the account's row and the homeserver's answer to being asked
//! twice carry the rest.

use std::time::Duration;

use bridge_api::accounts::OwnName;
use bridge_api::{EmailAddress, ServerName};

use super::codes::{self, Claim, Purpose};
use super::lookup::{self, AccountState, Person};
use super::user_ids::{self, ReserveError};
use super::{enforce, names, outside, passwords};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::config::ServeConfig;
use crate::database::{DbError, Tx};
use crate::externals;
use crate::homeserver::{HomeserverError, NewAccount};
use crate::moves;

/// Shorter than a code is held, so that no two requests work on one code.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why nothing was confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// The password is not good enough; the code is still good.
    #[error("{0}")]
    WeakPassword(&'static str),
    /// The code is wrong, used, too old, tried too often, or was never sent: no difference shows.
    #[error("bad code")]
    BadCode,
    /// The code is right, but what it is for cannot be done now; it is still good.
    #[error("the account cannot be written now: {0}")]
    Unavailable(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<HomeserverError> for ConfirmError {
    fn from(error: HomeserverError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<ReserveError> for ConfirmError {
    fn from(error: ReserveError) -> Self {
        match error {
            ReserveError::Database(error) => Self::Database(error),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// The account that was confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// Its Matrix id.
    pub user_id: String,
    /// Its homeserver.
    pub homeserver: ServerName,
}

/// Creates the account with this password. `name` counts for people from outside alone, and once: without one they are
/// called by what stands before the `@`.
///
/// # Errors
/// See [`ConfirmError`].
pub async fn confirm_signup(
    app: &App,
    email: &EmailAddress,
    code: &str,
    password: &str,
    name: Option<&OwnName>,
) -> Result<Confirmed, ConfirmError> {
    let mut person = claim(app, Purpose::Signup, email, code, password).await?;
    if person.organisation.is_none() && person.given_name.is_empty() {
        (person.given_name, person.family_name) = names::of_outsider(name, email);
    }
    let answer = match tokio::time::timeout(PATIENCE, create(app, email, &person, Some(password))).await {
        Ok(Ok(created)) => finish(app, email, &person, created).await,
        Ok(Err(error)) => Err(error),
        Err(_) => Err(ConfirmError::Unavailable("the homeserver took too long".to_owned())),
    };
    release_after(app, Purpose::Signup, email, answer).await
}

/// Sets the new password and ends all sessions.
///
/// # Errors
/// See [`ConfirmError`].
pub async fn confirm_reset(
    app: &App,
    email: &EmailAddress,
    code: &str,
    password: &str,
) -> Result<Confirmed, ConfirmError> {
    let person = claim(app, Purpose::Reset, email, code, password).await?;
    let answer = match tokio::time::timeout(PATIENCE, reset(app, email, &person, password)).await {
        Ok(answer) => answer,
        Err(_) => Err(ConfirmError::Unavailable("the homeserver took too long".to_owned())),
    };
    release_after(app, Purpose::Reset, email, answer).await
}

/// Checks the password, then the code, then whether the person may still do this; holds the code.
async fn claim(
    app: &App,
    purpose: Purpose,
    email: &EmailAddress,
    code: &str,
    password: &str,
) -> Result<Person, ConfirmError> {
    passwords::check(password, email).map_err(ConfirmError::WeakPassword)?;
    let (key, now) = (codes::Key(app.secrets.codes_key()), app.clock.now_ms());
    let (address, code, parts) = (email.clone(), code.to_owned(), app.clone());
    app.db
        .write(move |tx| {
            let claim = codes::claim(tx, &key, purpose, &address, &code, now)?;
            let person = lookup::by_email(tx, &address)?.filter(|person| person.belongs(&parts, &address));
            // Where an identity provider says who somebody is, no code does.
            let person = person.filter(|person| person.takes_passwords(&parts.config));
            Ok(match claim {
                Claim::Bad => Err(ConfirmError::BadCode),
                Claim::Busy => Err(ConfirmError::Unavailable("another request is using this code".to_owned())),
                Claim::Held(holder) => {
                    person.filter(|p| p.person_id == holder && entitled(purpose, p)).ok_or(ConfirmError::BadCode)
                }
            })
        })
        .await?
}

fn entitled(purpose: Purpose, person: &Person) -> bool {
    match purpose {
        Purpose::Signup => person.may_sign_up(),
        Purpose::Reset => person.account.as_ref().is_some_and(|account| account.state == AccountState::Active),
    }
}

/// The homeserver's part of a sign-up. Without a password the account is one that an identity provider leads to.
pub(super) async fn create(
    app: &App,
    email: &EmailAddress,
    person: &Person,
    password: Option<&str>,
) -> Result<Confirmed, ConfirmError> {
    let gone = || ConfirmError::Unavailable("the organisation is no longer in the configuration".to_owned());
    let (given, family) = (person.given_name.as_str(), person.family_name.as_str());
    let (home, display_name) = match &person.organisation {
        Some(id) => {
            let organisation = app.config.organisation(id).ok_or_else(gone)?;
            (&organisation.homeserver, names::display_name(given, family, &organisation.name))
        }
        None => {
            let home = outside(app, email).ok_or_else(gone)?;
            (&home.server_name, names::outsider(given, family, &app.config.externals.label, email))
        }
    };
    let server = person.open_account().map_or(home, |account| &account.server_name);
    let homeserver = app.homeserver(server).ok_or_else(gone)?;
    let user_id = match person.open_account() {
        Some(account) => account.user_id.clone(),
        None => user_ids::reserve(app, person, server, homeserver.as_ref()).await?,
    };
    homeserver
        .create_account(&NewAccount {
            user_id: user_id.clone(),
            display_name,
            email: email.clone(),
            password: password.map(str::to_owned),
        })
        .await?;
    Ok(Confirmed { user_id, homeserver: server.clone() })
}

/// Our part: the account is active and the code used, unless HR has let the person go meanwhile.
async fn finish(
    app: &App,
    email: &EmailAddress,
    person: &Person,
    confirmed: Confirmed,
) -> Result<Confirmed, ConfirmError> {
    let (address, person_id, now) = (email.clone(), person.person_id.clone(), app.clock.now_ms());
    let (user_id, parts) = (confirmed.user_id.clone(), app.clone());
    let outsider = person.organisation.is_none().then(|| [person.given_name.clone(), person.family_name.clone()]);
    let active = app
        .db
        .write(move |tx| {
            codes::used(tx, Purpose::Signup, &address)?;
            let entitled = lookup::by_email(tx, &address)?.is_some_and(|p| p.person_id == person_id);
            let active = activate(tx, &parts.config, &person_id, &user_id, entitled, now)?;
            if let Some(name) = outsider.as_ref().filter(|_| active) {
                externals::signed_up(tx, &person_id, name, now)?;
            }
            Ok(active)
        })
        .await?;
    if settle(app, &person.person_id, active).await { Ok(confirmed) } else { Err(ConfirmError::BadCode) }
}

/// The account that was made is in use from now on, unless its owner may not have it any more; answers whether it is.
pub(super) fn activate(
    tx: &Tx<'_>,
    config: &ServeConfig,
    person_id: &str,
    user_id: &str,
    entitled: bool,
    now_ms: i64,
) -> Result<bool, DbError> {
    let state = if entitled { "active" } else { "suspended" };
    let changed =
        lookup::set_state(tx, person_id, "creating", state)? || lookup::set_state(tx, person_id, "waiting", state)?;
    let actor = format!("person:{person_id}");
    let (action, subject) = ("account.create", user_id);
    audit::append(tx, &Entry { at_ms: now_ms, actor: &actor, action, subject, detail: state })?;
    if entitled && changed {
        moves::account_in_use(tx, config, person_id, subject, now_ms)?;
    }
    Ok(entitled && changed)
}

/// What [`activate`] leaves to be done: one that is in use is told of, one that may not be used is locked.
pub(super) async fn settle(app: &App, person_id: &str, active: bool) -> bool {
    if active {
        app.wake.wake();
    } else if let Err(error) = enforce(app, person_id).await {
        tracing::error!(cause = format!("{error:#}"), "an account that may not be used could not be locked");
    }
    active
}

async fn reset(app: &App, email: &EmailAddress, person: &Person, password: &str) -> Result<Confirmed, ConfirmError> {
    let account = person.account.as_ref().ok_or(ConfirmError::BadCode)?;
    let homeserver = app
        .homeserver(&account.server_name)
        .ok_or_else(|| ConfirmError::Unavailable("the homeserver is no longer in the configuration".to_owned()))?;
    homeserver.reset_password(&account.user_id, password).await?;
    let (address, user_id, now) = (email.clone(), account.user_id.clone(), app.clock.now_ms());
    let actor = format!("person:{}", person.person_id);
    app.db
        .write(move |tx| {
            codes::used(tx, Purpose::Reset, &address)?;
            let (action, subject) = ("account.password_reset", user_id.as_str());
            audit::append(tx, &Entry { at_ms: now, actor: &actor, action, subject, detail: "" })
        })
        .await?;
    Ok(Confirmed { user_id: account.user_id.clone(), homeserver: account.server_name.clone() })
}

/// What could not be done for now leaves the code as it was.
async fn release_after(
    app: &App,
    purpose: Purpose,
    email: &EmailAddress,
    answer: Result<Confirmed, ConfirmError>,
) -> Result<Confirmed, ConfirmError> {
    if matches!(answer, Err(ConfirmError::Unavailable(_) | ConfirmError::Database(_))) {
        let address = email.clone();
        app.db.write(move |tx| codes::release(tx, purpose, &address)).await?;
    }
    answer
}
