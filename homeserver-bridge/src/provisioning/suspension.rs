//! Suspending an account and taking the suspension back.
//!
//! The state is written first and brought to the homeserver after: at once if it answers, by a job otherwise. Who
//! suspended is remembered: a sync takes back only what a sync did.

use bridge_api::PersonId;
use serde_json::json;

use super::departure::{set_account_state, shut_out};
use super::lookup::{self, AccountState};
use super::which::live;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::{DbError, Row, Tx};
use crate::queue;

/// The kind of the job that brings an account's state to its homeserver.
pub const ENFORCE_JOB: &str = "account.enforce";

/// Why an account is suspended. A later one counts if it is the stronger one: the order is that of strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// HR has suspended the person. Ends when HR says so.
    Register,
    /// The time for which somebody answered for them is over. Ends when it is renewed.
    Expired,
    /// An administrator did it. Ends when an administrator says so.
    Administrator,
    /// The person has left. Ends when an administrator lets them back in.
    Leaving,
}

impl Cause {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Expired => "expired",
            Self::Administrator => "administrator",
            Self::Leaving => "leaving",
        }
    }

    fn from_stored(word: &str) -> Self {
        [Self::Register, Self::Expired, Self::Leaving]
            .into_iter()
            .find(|c| c.as_str() == word)
            .unwrap_or(Self::Administrator)
    }
}

/// What became of a suspension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enforcement {
    /// The person has no account, or one whose state was already right.
    Nothing,
    /// The homeserver has done it.
    Done,
    /// The homeserver does not answer; a job goes on trying.
    Pending,
    /// Not taken back: HR says that the person may not be let in, or their time is over.
    Withheld,
}

/// Suspends a person's account: it is locked and all its sessions end. `actor` is the name in the audit log.
///
/// # Errors
/// If the database cannot be written; then nothing has changed.
pub async fn suspend(app: &App, actor: &str, person_id: &PersonId, cause: Cause) -> Result<Enforcement, DbError> {
    let (name, person, now) = (actor.to_owned(), person_id.as_str().to_owned(), app.clock.now_ms());
    let job = app.db.write(move |tx| suspend_in(tx, &name, &person, cause, now)).await?;
    carry_out(app, person_id.as_str(), job).await
}

/// Takes a suspension back, whoever did it, unless HR says that the person may not be let in, or their time is over. A closed account stays
/// closed.
///
/// # Errors
/// If the database cannot be written; then nothing has changed.
pub async fn resume(app: &App, actor: &str, person_id: &PersonId) -> Result<Enforcement, DbError> {
    let (name, person, now) = (actor.to_owned(), person_id.as_str().to_owned(), app.clock.now_ms());
    let job = app
        .db
        .write(
            move |tx| {
                if withheld(tx, &person)? { Ok(None) } else { resume_in(tx, &name, &person, None, now).map(Some) }
            },
        )
        .await?;
    match job {
        None => Ok(Enforcement::Withheld),
        Some(job) => carry_out(app, person_id.as_str(), job).await,
    }
}

/// The part of [`suspend`] that the database does; answers the job that does the rest.
///
/// # Errors
/// If the database fails.
pub fn suspend_in(
    tx: &Tx<'_>,
    actor: &str,
    person_id: &str,
    cause: Cause,
    now_ms: i64,
) -> Result<Option<String>, DbError> {
    let standing = standing(tx, person_id)?;
    let fresh = standing.iter().any(Option::is_none);
    if !fresh && standing.iter().flatten().all(|by| *by >= cause) {
        return Ok(None);
    }
    // Also the account that somebody moves away from: nobody who is suspended goes on there.
    let sql = format!(
        "UPDATE accounts SET resume_to = CASE WHEN state = 'suspended' THEN resume_to ELSE state END,
             state = 'suspended', suspended_by = $2 WHERE person_id = $1 AND {}",
        live("accounts")
    );
    tx.execute(&sql, &[person_id.into(), cause.as_str().into()])?;
    lookup::catalogue_changed(tx)?;
    written(tx, actor, "account.suspend", person_id, if fresh { "" } else { "again" }, now_ms).map(Some)
}

/// The part of [`resume`] that the database does, only for what `only` did if it is given; answers the job that does the
/// rest.
///
/// # Errors
/// If the database fails.
pub fn resume_in(
    tx: &Tx<'_>,
    actor: &str,
    person_id: &str,
    only: Option<Cause>,
    now_ms: i64,
) -> Result<Option<String>, DbError> {
    let sql = "UPDATE accounts SET state = resume_to, suspended_by = ''
        WHERE person_id = $1 AND state = 'suspended' AND ($2 = '' OR suspended_by = $2)";
    if tx.execute(sql, &[person_id.into(), only.map_or("", Cause::as_str).into()])? == 0 {
        return Ok(None);
    }
    lookup::catalogue_changed(tx)?;
    written(tx, actor, "account.resume", person_id, "", now_ms).map(Some)
}

/// Why each live account of the person is suspended; nothing for one that is not.
fn standing(tx: &Tx<'_>, person_id: &str) -> Result<Vec<Option<Cause>>, DbError> {
    let sql = format!("SELECT a.state, a.suspended_by FROM accounts a WHERE a.person_id = $1 AND {}", live("a"));
    let rows = tx.query(&sql, &[person_id.into()])?;
    let cause = |row: &Row| Ok((row.text(0)? == "suspended").then_some(Cause::from_stored(&row.text(1)?)));
    rows.iter().map(cause).collect()
}

fn written(
    tx: &Tx<'_>,
    actor: &str,
    action: &str,
    person_id: &str,
    detail: &str,
    now_ms: i64,
) -> Result<String, DbError> {
    audit::append(tx, &Entry { at_ms: now_ms, actor, action, subject: person_id, detail })?;
    let job = format!("enforce:{}", random_token());
    queue::add(tx, &job, ENFORCE_JOB, &json!({"person_id": person_id}), now_ms)?;
    Ok(job)
}

/// Whether HR says that the owner of the account may not be let in, or nobody answers for them any more.
fn withheld(tx: &Tx<'_>, person_id: &str) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT 1 FROM people p WHERE p.person_id = $1 AND p.employment <> 'working'
         UNION ALL SELECT 1 FROM invitations i JOIN people p ON p.email = i.email AND p.employment <> 'working'
             AND p.changed_at_ms >= i.created_at_ms
         WHERE i.person_id = $1 AND NOT EXISTS
             (SELECT 1 FROM people w WHERE w.email = i.email AND w.employment = 'working')
         UNION ALL SELECT 1 FROM account_terms t WHERE t.person_id = $1 AND t.ended_at_ms IS NOT NULL",
        &[person_id.into()],
    )?;
    Ok(row.is_some())
}

pub(super) async fn carry_out(app: &App, person_id: &str, job: Option<String>) -> Result<Enforcement, DbError> {
    let Some(job) = job else { return Ok(Enforcement::Nothing) };
    match enforce(app, person_id).await {
        Ok(()) => {
            app.db.write(move |tx| queue::done(tx, &job)).await?;
            Ok(Enforcement::Done)
        }
        Err(_) => {
            app.wake.wake();
            Ok(Enforcement::Pending)
        }
    }
}

/// Brings the state of a person's accounts to their homeservers: of those that may be used, or else of the last one.
/// Harmless when repeated.
///
/// # Errors
/// If a homeserver does not do it.
pub async fn enforce(app: &App, person_id: &str) -> anyhow::Result<()> {
    let person = person_id.to_owned();
    let accounts = app.db.read(move |tx| match lookup::live_accounts(tx, &person)? {
        live if live.is_empty() => Ok(lookup::account(tx, &person)?.into_iter().collect()),
        live => Ok(live),
    });
    for account in accounts.await? {
        enforce_one(app, &account.user_id).await?;
    }
    Ok(())
}

async fn enforce_one(app: &App, user_id: &str) -> anyhow::Result<()> {
    let mut done = None;
    loop {
        let id = user_id.to_owned();
        let Some(account) = app.db.read(move |tx| lookup::account_of(tx, &id)).await? else { return Ok(()) };
        // The state may have changed while the homeserver was busy: then once more.
        if done == Some(account.state) {
            return Ok(());
        }
        let homeserver = app.homeserver_of_account(&account.server_name)?;
        if !homeserver.account_exists(user_id).await? {
            // Signing up was broken off: it has to be finished, not unlocked.
            if account.state == AccountState::Active {
                let id = user_id.to_owned();
                app.db.write(move |tx| set_account_state(tx, &id, "active", "creating")).await?;
            }
            return Ok(());
        }
        match account.state {
            AccountState::Suspended | AccountState::Leaving | AccountState::Closed => {
                shut_out(homeserver.as_ref(), user_id).await?;
            }
            AccountState::Active | AccountState::Waiting | AccountState::Creating => {
                homeserver.set_locked(user_id, false).await?;
            }
        }
        done = Some(account.state);
    }
}
