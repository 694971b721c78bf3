//! Accounts for people who have joined, where the organisation wants them at once: made without a password, they wait
//! for their owners to sign up.
//!
//! A request stands in the database until its account is made. Requests are taken in slices: an id is chosen and written
//! down for each, the homeserver makes the accounts, several side by side, and the ends are written down together. Ended
//! anywhere in between, the next run goes on with the same ids.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use bridge_api::{EmailAddress, ServerName};
use futures_util::{StreamExt, stream};

use super::lookup::{self, AccountState};
use super::names;
use super::suspension::ENFORCE_JOB;
use super::user_ids::{self, local_part};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::config::{AccountsPolicy, ServeConfig};
use crate::database::{DbError, Tx};
use crate::homeserver::{Creation, HomeserverError, NewAccount};
use crate::queue;

/// Requests of one slice.
const SLICE: i64 = 64;
/// Accounts that are made side by side.
const SIDE_BY_SIDE: usize = 8;
/// From so many new ids on one homeserver its list is read instead of asking about each.
const MANY: usize = 16;
/// How long the homeserver may take for one account. All of a slice take less than a request is held.
const PATIENCE: Duration = Duration::from_secs(6);
const HELD_MS: i64 = 60_000;
/// The name in the audit log.
const ACTOR: &str = "bridge:joiners";

/// Asks for an account for somebody who works here; harmless when repeated.
///
/// # Errors
/// If the database fails.
pub fn want_account(tx: &Tx<'_>, person_id: &str, now_ms: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO account_requests (person_id, due_at_ms) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    tx.execute(sql, &[person_id.into(), now_ms.into()]).map(drop)
}

/// What one run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Made {
    /// Requests that were looked at.
    pub taken: usize,
    /// Requests that are settled: the account is there, or not wanted any more.
    pub settled: usize,
}

/// One person of a slice.
struct Wanted {
    person_id: String,
    tries: i64,
    local: String,
    server: ServerName,
    display_name: String,
    email: EmailAddress,
    /// The id, and whether it was chosen in this run.
    id: Option<(String, bool)>,
}

/// Makes the accounts of one slice of requests.
///
/// # Errors
/// If the database fails; what the homeserver does not do is tried again later.
pub async fn make_accounts(app: &App) -> Result<Made, DbError> {
    let now = app.clock.now_ms();
    if !app.db.read(move |tx| any_due(tx, now)).await? {
        return Ok(Made::default());
    }
    let parts = app.clone();
    let (taken, wanted) = app.db.write(move |tx| take_slice(tx, &parts.config, now)).await?;
    let needless = taken - wanted.len();
    let (foreign, wanted, held_up) = foreign(app, wanted).await;
    let wanted = app
        .db
        .write(move |tx| {
            let mut wanted = wanted;
            for one in wanted.iter_mut().filter(|one| one.id.is_none()) {
                let Some(free) = user_ids::next_free(tx, &one.local, &one.server, &foreign)? else { continue };
                let account = user_ids::take(tx, &free, &one.person_id, &one.server, now)?;
                one.id = account.map(|account| (account.user_id.clone(), account.user_id == free.user_id));
            }
            Ok(wanted)
        })
        .await?;
    let made: Vec<(Wanted, Result<Creation, HomeserverError>)> = stream::iter(wanted)
        .map(|one| async move {
            let result = create(app, &one).await;
            (one, result)
        })
        .buffer_unordered(SIDE_BY_SIDE)
        .collect()
        .await;
    for (one, result) in &made {
        if let (Some((user_id, true)), Ok(Creation::Known)) = (&one.id, result) {
            tracing::error!("an id that was free when it was chosen was taken by hand meanwhile: compare both sides");
            app.foreign_ids.add(&one.server, user_id.clone());
        }
    }
    let failed = made.iter().filter(|(_, result)| result.is_err()).count() + held_up.len();
    if failed > 0 {
        tracing::warn!(failed, "accounts of joiners could not be made now; they are tried again");
    }
    let settled = app
        .db
        .write(move |tx| {
            for one in &held_up {
                again(tx, one, now)?;
            }
            settle(tx, &made, now)
        })
        .await?;
    Ok(Made { taken, settled: settled + needless })
}

fn any_due(tx: &Tx<'_>, now_ms: i64) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM account_requests WHERE due_at_ms <= $1 AND taken_until_ms <= $1 LIMIT 1";
    Ok(tx.query_one(sql, &[now_ms.into()])?.is_some())
}

/// Holds the next requests; drops those that nobody wants any more. Answers how many there were, and what is to be done.
fn take_slice(tx: &Tx<'_>, config: &ServeConfig, now_ms: i64) -> Result<(usize, Vec<Wanted>), DbError> {
    let rows = tx.query(
        "SELECT person_id, tries + 1 FROM account_requests WHERE due_at_ms <= $1 AND taken_until_ms <= $1
         ORDER BY due_at_ms LIMIT $2",
        &[now_ms.into(), SLICE.into()],
    )?;
    let mut wanted = Vec::with_capacity(rows.len());
    for row in &rows {
        let (person_id, tries) = (row.text(0)?, row.int(1)?);
        match facts(tx, config, &person_id, tries)? {
            Some(one) => {
                tx.execute(
                    "UPDATE account_requests SET tries = $2, taken_until_ms = $3 WHERE person_id = $1",
                    &[person_id.into(), tries.into(), (now_ms + HELD_MS).into()],
                )?;
                wanted.push(one);
            }
            None => drop_request(tx, &person_id)?,
        }
    }
    Ok((rows.len(), wanted))
}

/// What HR says now, if the person is still to have an account made for them.
fn facts(tx: &Tx<'_>, config: &ServeConfig, person_id: &str, tries: i64) -> Result<Option<Wanted>, DbError> {
    let row = tx.query_one(
        "SELECT given_name, family_name, email, organisation FROM people
         WHERE person_id = $1 AND employment = 'working'",
        &[person_id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let (given, family, organisation) = (row.text(0)?, row.text(1)?, row.parsed(3, "organisation")?);
    let organisation = config.organisation(&organisation).filter(|o| o.accounts == AccountsPolicy::OnJoin);
    let Some(organisation) = organisation else { return Ok(None) };
    let account = match lookup::account(tx, person_id)? {
        None => None,
        // Somebody who moves gets the new account beside the one that they still use, or after it.
        Some(account) if account.moved && account.state != AccountState::Suspended => None,
        Some(account) if account.is_open() && account.state == AccountState::Creating => Some(account),
        Some(_) => return Ok(None),
    };
    let server = account.as_ref().map_or(&organisation.homeserver, |account| &account.server_name);
    Ok(Some(Wanted {
        person_id: person_id.to_owned(),
        tries,
        local: local_part(&given, &family),
        server: server.clone(),
        display_name: names::display_name(&given, &family, &organisation.name),
        email: row.parsed(2, "email")?,
        id: account.map(|account| (account.user_id, false)),
    }))
}

/// The ids that only the homeservers know, as far as it matters here; and those for whom that cannot be told now.
async fn foreign(app: &App, wanted: Vec<Wanted>) -> (HashSet<String>, Vec<Wanted>, Vec<Wanted>) {
    let new = |server: &ServerName| wanted.iter().filter(|one| one.id.is_none() && one.server == *server).count();
    let servers: BTreeSet<ServerName> = wanted.iter().filter(|o| o.id.is_none()).map(|o| o.server.clone()).collect();
    let (mut ids, mut unknown) = (HashSet::new(), BTreeSet::new());
    for server in servers {
        let found = if new(&server) >= MANY {
            app.foreign_ids.of(app, &server).await
        } else {
            ask_each(app, &server, &wanted).await
        };
        match found {
            Ok(found) => ids.extend(found),
            Err(error) => {
                tracing::warn!(cause = format!("{error:#}"), "a homeserver's ids cannot be read");
                unknown.insert(server);
            }
        }
    }
    let (held_up, wanted) = wanted.into_iter().partition(|one| one.id.is_none() && unknown.contains(&one.server));
    (ids, wanted, held_up)
}

/// Asks about the ids that are about to be chosen, until none of them is another's.
async fn ask_each(app: &App, server: &ServerName, wanted: &[Wanted]) -> anyhow::Result<HashSet<String>> {
    let Some(homeserver) = app.homeserver(server) else {
        anyhow::bail!("a homeserver is no longer in the configuration");
    };
    let here = wanted.iter().filter(|one| one.id.is_none() && one.server == *server);
    let locals: Vec<String> = here.map(|one| one.local.clone()).collect();
    let (mut foreign, mut free) = (HashSet::new(), HashSet::new());
    loop {
        let (names, taken, server) = (locals.clone(), foreign.clone(), server.clone());
        let chosen = app
            .db
            .read(move |tx| {
                let (mut taken, mut chosen) = (taken, Vec::new());
                for local in &names {
                    if let Some(id) = user_ids::next_free(tx, local, &server, &taken)? {
                        taken.insert(id.user_id.clone());
                        chosen.push(id.user_id);
                    }
                }
                Ok(chosen)
            })
            .await?;
        let unknown: Vec<String> = chosen.into_iter().filter(|id| !free.contains(id)).collect();
        if unknown.is_empty() {
            return Ok(foreign);
        }
        for id in unknown {
            if homeserver.account_exists(&id).await? {
                foreign.insert(id);
            } else {
                free.insert(id);
            }
        }
    }
}

async fn create(app: &App, one: &Wanted) -> Result<Creation, HomeserverError> {
    let unreachable = |why: &str| HomeserverError::Unreachable(why.to_owned());
    let Some((user_id, _)) = &one.id else { return Err(unreachable("no id is free")) };
    let homeserver = app.homeserver(&one.server).ok_or_else(|| unreachable("it is not in the configuration"))?;
    let account = NewAccount {
        user_id: user_id.clone(),
        display_name: one.display_name.clone(),
        email: one.email.clone(),
        password: None,
    };
    match tokio::time::timeout(PATIENCE, homeserver.create_account(&account)).await {
        Ok(result) => result,
        Err(_) => Err(unreachable("it took too long")),
    }
}

/// Writes down what came of a slice; answers how many are settled.
fn settle(tx: &Tx<'_>, made: &[(Wanted, Result<Creation, HomeserverError>)], now_ms: i64) -> Result<usize, DbError> {
    let mut settled = 0;
    for (one, result) in made {
        match (&one.id, result) {
            (Some((user_id, true)), Ok(Creation::Known)) => {
                // It is another's: it stays taken, and the person gets the next one.
                tx.execute(
                    "UPDATE accounts SET state = 'closed', person_id = user_id WHERE user_id = $1 AND state = 'creating'",
                    &[user_id.as_str().into()],
                )?;
                again(tx, one, now_ms)?;
            }
            (Some((user_id, _)), Ok(_)) => {
                settled += usize::from(finish(tx, one, user_id, now_ms)?);
            }
            (None, _) | (_, Err(_)) => again(tx, one, now_ms)?,
        }
    }
    if settled > 0 {
        lookup::catalogue_changed(tx)?;
    }
    Ok(settled)
}

/// The account is there. What HR changed meanwhile is written to it in another round.
fn finish(tx: &Tx<'_>, one: &Wanted, user_id: &str, now_ms: i64) -> Result<bool, DbError> {
    let same = tx.query_one(
        "SELECT 1 FROM people WHERE person_id = $1 AND email = $2",
        &[one.person_id.as_str().into(), one.email.as_str().into()],
    )?;
    let account = lookup::account(tx, &one.person_id)?.filter(|account| account.user_id == user_id);
    match account.map(|account| account.state) {
        Some(AccountState::Creating) if same.is_none() => {
            tx.execute(
                "UPDATE account_requests SET taken_until_ms = 0 WHERE person_id = $1",
                &[one.person_id.as_str().into()],
            )?;
            return Ok(false);
        }
        Some(AccountState::Creating) => {
            let sql = "UPDATE accounts SET state = 'waiting' WHERE user_id = $1 AND state = 'creating'";
            tx.execute(sql, &[user_id.into()])?;
            let (action, subject, detail) = ("account.create", user_id, "waiting");
            audit::append(tx, &Entry { at_ms: now_ms, actor: ACTOR, action, subject, detail })?;
        }
        Some(AccountState::Suspended | AccountState::Leaving | AccountState::Closed) => {
            let payload = serde_json::json!({"person_id": one.person_id});
            queue::add(tx, &format!("enforce:joiner:{}", one.person_id), ENFORCE_JOB, &payload, now_ms)?;
        }
        Some(AccountState::Waiting | AccountState::Active) | None => {}
    }
    drop_request(tx, &one.person_id)?;
    Ok(true)
}

fn again(tx: &Tx<'_>, one: &Wanted, now_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE account_requests SET due_at_ms = $2, taken_until_ms = 0 WHERE person_id = $1",
        &[one.person_id.as_str().into(), (now_ms + queue::pause_ms(one.tries)).into()],
    )
    .map(drop)
}

fn drop_request(tx: &Tx<'_>, person_id: &str) -> Result<(), DbError> {
    tx.execute("DELETE FROM account_requests WHERE person_id = $1", &[person_id.into()]).map(drop)
}
