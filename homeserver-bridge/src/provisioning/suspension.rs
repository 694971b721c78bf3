//! Suspending an account and taking the suspension back.
//!
//! The state is written first and brought to the homeserver after: at once if it answers, by a job otherwise.

use bridge_api::PersonId;
use serde_json::json;

use super::lookup::{self, AccountState};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::DbError;
use crate::queue;

/// The kind of the job that brings an account's state to its homeserver.
pub const ENFORCE_JOB: &str = "account.enforce";

/// What became of a suspension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enforcement {
    /// The person has no account, or one whose state was already right.
    Nothing,
    /// The homeserver has done it.
    Done,
    /// The homeserver does not answer; a job goes on trying.
    Pending,
}

/// Suspends a person's account: it is locked and all its sessions end. `actor` is the name in the audit log.
///
/// # Errors
/// If the database cannot be written; then nothing has changed.
pub async fn suspend(app: &App, actor: &str, person_id: &PersonId) -> Result<Enforcement, DbError> {
    change(app, actor, person_id, "account.suspend", &["active", "creating"], "suspended").await
}

/// Takes a suspension back. A closed account stays closed.
///
/// # Errors
/// If the database cannot be written; then nothing has changed.
pub async fn resume(app: &App, actor: &str, person_id: &PersonId) -> Result<Enforcement, DbError> {
    change(app, actor, person_id, "account.resume", &["suspended"], "active").await
}

async fn change(
    app: &App,
    actor: &str,
    person_id: &PersonId,
    action: &'static str,
    from: &'static [&'static str],
    to: &'static str,
) -> Result<Enforcement, DbError> {
    let (actor, person, now) = (actor.to_owned(), person_id.as_str().to_owned(), app.clock.now_ms());
    let job = format!("enforce:{}", random_token());
    let changed = app
        .db
        .write({
            let job = job.clone();
            move |tx| {
                let mut changed = false;
                for state in from {
                    changed |= lookup::set_state(tx, &person, state, to)?;
                }
                if changed {
                    audit::append(tx, &Entry { at_ms: now, actor: &actor, action, subject: &person, detail: "" })?;
                    queue::add(tx, &job, ENFORCE_JOB, &json!({"person_id": person}), now)?;
                }
                Ok(changed)
            }
        })
        .await?;
    if !changed {
        return Ok(Enforcement::Nothing);
    }
    match enforce(app, person_id.as_str()).await {
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

/// Brings an account's state to its homeserver. Harmless when repeated.
///
/// # Errors
/// If the homeserver does not do it.
pub async fn enforce(app: &App, person_id: &str) -> anyhow::Result<()> {
    let mut done = None;
    loop {
        let person = person_id.to_owned();
        let Some(account) = app.db.read(move |tx| lookup::account(tx, &person)).await? else { return Ok(()) };
        // The state may have changed while the homeserver was busy: then once more.
        if done == Some(account.state) {
            return Ok(());
        }
        let Some(homeserver) = app.homeserver(&account.server_name) else {
            anyhow::bail!("the homeserver of an account is no longer in the configuration");
        };
        let user_id = account.user_id.as_str();
        if !homeserver.account_exists(user_id).await? {
            // Signing up was broken off: it has to be finished, not unlocked.
            if account.state == AccountState::Active {
                let person = person_id.to_owned();
                app.db.write(move |tx| lookup::set_state(tx, &person, "active", "creating")).await?;
            }
            return Ok(());
        }
        match account.state {
            AccountState::Suspended | AccountState::Leaving | AccountState::Closed => {
                homeserver.set_locked(user_id, true).await?;
                homeserver.end_sessions(user_id).await?;
            }
            AccountState::Active => homeserver.set_locked(user_id, false).await?,
            AccountState::Creating => {}
        }
        done = Some(account.state);
    }
}
