//! Signing in through an organisation's identity provider: from what the provider says to the account that provisioning
//! made, or makes now for somebody whom HR knows.
//!
//! The first sign-in binds the provider's name for the person (its *subject*) to the person in the catalogue; from then
//! on the binding decides, so that a new address neither locks anybody out nor lets anybody else in. The homeserver asks
//! before every sign-in and knows only what is written to it here: by itself it neither makes an account nor finds one.

mod claims;
mod logins;
mod refusal;

use bridge_api::ServerName;
use bridge_api::homeserver::ProviderSignInRequest;

use super::confirm::{self, ConfirmError};
use super::lookup::{self, AccountState, Person};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::config::{IdentityProviderConfig, ServeConfig};
use crate::database::{DbError, Tx};
use crate::homeserver::{HomeserverError, ProviderLogin};
use crate::people::account_keys;
use claims::Named;
use logins::Login;

pub(super) use logins::leads_to;
pub use refusal::Refusal;

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub enum ProviderSignInError {
    /// The person may not; they are told why.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// They may, but the account cannot be reached now.
    #[error("the account cannot be reached now: {0}")]
    Unavailable(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<ConfirmError> for ProviderSignInError {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::Database(error) => Self::Database(error),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

impl From<HomeserverError> for ProviderSignInError {
    fn from(error: HomeserverError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// Somebody who may sign in.
struct Admitted {
    person: Person,
    email: bridge_api::EmailAddress,
    login: Login,
    /// Their account, if it is in use; else it is to be made.
    in_use: Option<String>,
}

/// Who may not, and of whom that is worth remembering.
struct Refused {
    why: Refusal,
    about: Option<String>,
}

impl From<Refusal> for Refused {
    fn from(why: Refusal) -> Self {
        Self { why, about: None }
    }
}

/// The account of somebody for whom a provider has vouched to this homeserver, which leads there from then on.
///
/// # Errors
/// See [`ProviderSignInError`].
pub async fn sign_in_with_provider(
    app: &App,
    server: &ServerName,
    request: &ProviderSignInRequest,
) -> Result<String, ProviderSignInError> {
    let (parts, server, asked, now) = (app.clone(), server.clone(), request.clone(), app.clock.now_ms());
    let admitted = app.db.write(move |tx| admit(tx, &parts.config, &server, &asked, now)).await?;
    let admitted = admitted.map_err(ProviderSignInError::Refused)?;
    let person_id = admitted.person.person_id.clone();
    let made = match &admitted.in_use {
        Some(user_id) => user_id.clone(),
        None => confirm::create(app, &admitted.email, &admitted.person, None).await?.user_id,
    };
    lead(app, &admitted.login, &made).await?;
    let (parts, login, fresh, user_id) = (app.clone(), admitted.login, admitted.in_use.is_none(), made.clone());
    let person = person_id.clone();
    let active = app
        .db
        .write(move |tx| {
            logins::leads(tx, &login, &user_id)?;
            // Another sign-in of the same person may have been faster.
            if !fresh || lookup::account_of(tx, &user_id)?.is_some_and(|one| one.state == AccountState::Active) {
                return Ok(true);
            }
            // HR may have let the person go meanwhile.
            let entitled = lookup::by_key(tx, &person)?.is_some();
            confirm::activate(tx, &parts.config, &person, &user_id, entitled, now)
        })
        .await?;
    if !fresh || confirm::settle(app, &person_id, active).await {
        return Ok(made);
    }
    Err(ProviderSignInError::Refused(Refusal::Suspended))
}

/// Judges who it is and whether they may; binds a login that is new. What smells of somebody else's login goes into the
/// audit log.
fn admit(
    tx: &Tx<'_>,
    config: &ServeConfig,
    server: &ServerName,
    request: &ProviderSignInRequest,
    now_ms: i64,
) -> Result<Result<Admitted, Refusal>, DbError> {
    let refused = match judge(tx, config, server, request)? {
        // Also while the job that ends the account has not come yet.
        Ok(admitted) if term_is_over(tx, &admitted.person.person_id, now_ms)? => Refusal::Expired.into(),
        Ok(admitted) => {
            if admitted.login.user_id.is_empty()
                && logins::by_subject(tx, &admitted.login.provider, &admitted.login.subject)?.is_none()
            {
                logins::bind(tx, &admitted.login, now_ms)?;
                let person_id = &admitted.person.person_id;
                let (actor, detail) = (format!("person:{person_id}"), format!("provider={}", admitted.login.provider));
                let action = "login.bind";
                audit::append(
                    tx,
                    &Entry { at_ms: now_ms, actor: &actor, action, subject: person_id, detail: &detail },
                )?;
            }
            return Ok(Ok(admitted));
        }
        Err(refused) => refused,
    };
    if let Some(person_id) = &refused.about {
        let actor = format!("provider:{}", request.provider);
        let (action, detail) = ("login.refuse", refused.why.key().trim_start_matches("sign-in-"));
        audit::append(tx, &Entry { at_ms: now_ms, actor: &actor, action, subject: person_id, detail })?;
    }
    Ok(Err(refused.why))
}

fn judge(
    tx: &Tx<'_>,
    config: &ServeConfig,
    server: &ServerName,
    request: &ProviderSignInRequest,
) -> Result<Result<Admitted, Refused>, DbError> {
    let here = |provider: &&IdentityProviderConfig| config.is_used_at(provider, server);
    let Some(provider) = config.identity_provider(&request.provider).filter(here) else {
        return Ok(Err(Refusal::NoSuchProvider.into()));
    };
    if let Err(why) = claims::check(provider, &request.subject, &request.claims) {
        return Ok(Err(why.into()));
    }
    let named = match claims::named(config, provider, &request.claims) {
        Ok(Named::Email(email)) => Ok(lookup::by_email(tx, &email)?.map(|person| (person, email))),
        Ok(Named::Key(key)) => Ok(lookup::by_key(tx, key.as_str())?),
        Err(why) => Err(why),
    };
    let found = match logins::by_subject(tx, &provider.id, &request.subject)? {
        Some(login) => bound(tx, provider, login, named.ok().flatten())?,
        None => unbound(tx, provider, &request.subject, named)?,
    };
    let (person, email, login) = match found {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    Ok(match account(tx, config, provider, server, &person)? {
        Ok(in_use) => Ok(Admitted { person, email, login, in_use }),
        Err(why) => Err(why.into()),
    })
}

type Found = Result<(Person, bridge_api::EmailAddress, Login), Refused>;

/// The provider's name for the person is known: it says who they are. The claim only must not name somebody else.
fn bound(
    tx: &Tx<'_>,
    provider: &IdentityProviderConfig,
    login: Login,
    named: Option<(Person, bridge_api::EmailAddress)>,
) -> Result<Found, DbError> {
    let about = Some(login.person_id.clone());
    if login.issuer != provider.issuer {
        return Ok(Err(Refused { why: Refusal::OtherLogin, about }));
    }
    if let Some((other, _)) = named.filter(|(person, _)| person.person_id != login.person_id)
        && !account_keys(tx, &other.person_id)?.contains(&login.person_id)
    {
        return Ok(Err(Refused { why: Refusal::OtherPerson, about }));
    }
    Ok(match lookup::by_key(tx, &login.person_id)? {
        Some((person, email)) => Ok((person, email, login)),
        // They may not have an account any more; what became of it says why.
        None => Err(match lookup::account(tx, &login.person_id)? {
            None => Refusal::Unknown,
            Some(account) if account.state == AccountState::Leaving => Refusal::Leaving,
            Some(account) if account.state == AccountState::Closed => Refusal::Closed,
            Some(account) => suspended(tx, &account.user_id)?,
        }
        .into()),
    })
}

/// The provider's name for the person is new: the claim says who they are, and they must not have another one.
fn unbound(
    tx: &Tx<'_>,
    provider: &IdentityProviderConfig,
    subject: &str,
    named: Result<Option<(Person, bridge_api::EmailAddress)>, Refusal>,
) -> Result<Found, DbError> {
    let (person, email) = match named {
        Err(why) => return Ok(Err(why.into())),
        Ok(None) => return Ok(Err(Refusal::Unknown.into())),
        Ok(Some((person, _))) if !serves(provider, &person) => return Ok(Err(Refusal::Unknown.into())),
        Ok(Some(found)) => found,
    };
    if logins::of_person(tx, &person.person_id)?.iter().any(|login| login.provider == provider.id) {
        return Ok(Err(Refused { why: Refusal::OtherLogin, about: Some(person.person_id) }));
    }
    let login = Login {
        provider: provider.id.clone(),
        subject: subject.to_owned(),
        issuer: provider.issuer.clone(),
        person_id: person.person_id.clone(),
        user_id: String::new(),
    };
    Ok(Ok((person, email, login)))
}

/// Whether the provider says who this person is: never for people from outside.
fn serves(provider: &IdentityProviderConfig, person: &Person) -> bool {
    person.organisation.as_ref().is_some_and(|organisation| provider.serves(organisation))
}

/// The person's account on this homeserver if it is in use; nothing if it is to be made there.
fn account(
    tx: &Tx<'_>,
    config: &ServeConfig,
    provider: &IdentityProviderConfig,
    server: &ServerName,
    person: &Person,
) -> Result<Result<Option<String>, Refusal>, DbError> {
    let live = lookup::live_accounts(tx, &person.person_id)?;
    // Also one that they move away from: they use it until it is closed.
    if let Some(here) = live.iter().find(|account| account.server_name == *server) {
        return Ok(match here.state {
            AccountState::Active => Ok(Some(here.user_id.clone())),
            AccountState::Creating | AccountState::Waiting if !here.moved => Ok(None),
            AccountState::Suspended => Err(suspended(tx, &here.user_id)?),
            _ => Err(Refusal::NotInUse),
        });
    }
    let organisation = person.organisation.as_ref().and_then(|id| config.organisation(id));
    let home = organisation.is_some_and(|one| one.homeserver == *server);
    if !home || !serves(provider, person) || person.open_account().is_some() {
        return Ok(Err(Refusal::OtherHomeserver));
    }
    Ok(match person.account.as_ref().filter(|_| !person.may_sign_up()).map(|account| account.state) {
        None => Ok(None),
        Some(AccountState::Leaving) => Err(Refusal::Leaving),
        Some(_) => Err(Refusal::Closed),
    })
}

fn term_is_over(tx: &Tx<'_>, person_id: &str, now_ms: i64) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM account_terms WHERE person_id = $1 AND (until_ms <= $2 OR ended_at_ms IS NOT NULL)";
    Ok(tx.query_one(sql, &[person_id.into(), now_ms.into()])?.is_some())
}

fn suspended(tx: &Tx<'_>, user_id: &str) -> Result<Refusal, DbError> {
    let row = tx.query_one("SELECT suspended_by FROM accounts WHERE user_id = $1", &[user_id.into()])?;
    Ok(Refusal::suspended_by(&row.map(|row| row.text(0)).transpose()?.unwrap_or_default()))
}

/// Has the homeserver lead the person's logins to the account. One that led to an account that is closed by now is taken
/// from that first. Harmless when repeated.
async fn lead(app: &App, login: &Login, user_id: &str) -> Result<(), ProviderSignInError> {
    let home =
        ServerName::of_user(user_id).ok_or_else(|| ProviderSignInError::Unavailable("a crooked id".to_owned()))?;
    let homeserver = app.homeserver(&home).ok_or_else(|| {
        ProviderSignInError::Unavailable("the homeserver is no longer in the configuration".to_owned())
    })?;
    let person_id = login.person_id.clone();
    let all = app.db.read(move |tx| logins::of_person(tx, &person_id)).await?;
    let elsewhere = all.iter().map(|one| one.user_id.as_str()).filter(|id| !id.is_empty() && *id != user_id);
    for old in elsewhere
        .filter(|old| ServerName::of_user(old).as_ref() == Some(&home))
        .collect::<std::collections::BTreeSet<_>>()
    {
        match homeserver.set_provider_logins(old, &[]).await {
            Ok(()) | Err(HomeserverError::NoSuchAccount) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let known = all.iter().filter_map(|one| {
        let provider = app.config.identity_provider(&one.provider)?;
        Some(ProviderLogin { auth_provider: provider.matrix_id(), subject: one.subject.clone() })
    });
    homeserver.set_provider_logins(user_id, &known.collect::<Vec<_>>()).await?;
    Ok(())
}

/// An account has become another key's: so have its owner's logins.
///
/// # Errors
/// If the database fails.
pub fn adopt_logins(tx: &Tx<'_>, from: &str, to: &str) -> Result<(), DbError> {
    let sql = "UPDATE provider_logins SET person_id = $2 WHERE person_id = $1 AND NOT EXISTS
        (SELECT 1 FROM provider_logins other WHERE other.person_id = $2 AND other.provider = provider_logins.provider)";
    tx.execute(sql, &[from.into(), to.into()]).map(drop)
}

/// The names of the identity providers at which a person has a login.
///
/// # Errors
/// If the database fails.
pub async fn login_providers(app: &App, person_id: &str) -> Result<Vec<String>, DbError> {
    let (parts, person) = (app.clone(), person_id.to_owned());
    app.db
        .read(move |tx| {
            let mut keys = account_keys(tx, &person)?;
            if !keys.contains(&person) {
                keys.push(person);
            }
            let mut names = Vec::new();
            for key in &keys {
                for login in logins::of_person(tx, key)? {
                    let provider = parts.config.identity_provider(&login.provider);
                    names.push(provider.map_or(login.provider, |one| one.name.clone()));
                }
            }
            Ok(names)
        })
        .await
}

/// Forgets the logins of somebody whose provider has given them another one: the next sign-in binds anew. `actor` is the
/// name in the audit log. Answers whether there were any.
///
/// # Errors
/// If the database fails; then nothing has changed.
pub async fn forget_logins(app: &App, actor: &str, person_id: &bridge_api::PersonId) -> Result<bool, DbError> {
    let (name, person, now) = (actor.to_owned(), person_id.as_str().to_owned(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let mut forgotten = logins::forget(tx, &person)?;
            for key in account_keys(tx, &person)?.iter().filter(|key| **key != person) {
                forgotten += logins::forget(tx, key)?;
            }
            if forgotten > 0 {
                let action = "login.forget";
                audit::append(tx, &Entry { at_ms: now, actor: &name, action, subject: &person, detail: "" })?;
            }
            Ok(forgotten > 0)
        })
        .await
}
