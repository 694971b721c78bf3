//! The beginning: in the transaction that decides it, the account goes out of use; then its sessions end at once.

use bridge_api::{PersonId, ServerName};

use super::saga::{self, Cause, Step};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::config::OffboardingConfig;
use crate::database::{DbError, Tx};
use crate::moves;
use crate::people::dismiss;
use crate::provisioning::{Departing, depart, depart_from, lock_out};

const DAY_MS: i64 = 24 * 3600 * 1000;
const MINUTE_MS: i64 = 60_000;

/// A departure that has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Its key.
    pub id: String,
    /// The account.
    pub user_id: String,
    /// The account's homeserver.
    pub server_name: ServerName,
}

/// Begins the departure of every account of the person, in the caller's transaction. Afterwards call [`lock_begun`],
/// so that the sessions end without waiting for a job. Harmless when repeated.
///
/// # Errors
/// If the database refuses it.
pub fn begin(
    tx: &Tx<'_>,
    config: &OffboardingConfig,
    actor: &str,
    person_id: &str,
    cause: Cause,
    now_ms: i64,
) -> Result<Vec<Begun>, DbError> {
    let close_from_ms = now_ms + i64::from(config.grace_days) * DAY_MS;
    let mut begun = Vec::new();
    for account in depart(tx, person_id, now_ms)? {
        begun.push(begin_one(tx, config, actor, person_id, account, (cause, close_from_ms), now_ms)?);
        if cause == Cause::Administrator {
            dismiss(tx, person_id, now_ms)?;
        }
    }
    moves::ended_by_departure(tx, actor, person_id, now_ms)?;
    Ok(begun)
}

/// Begins the departure of one account whose owner has another one by now, in the caller's transaction. There is no
/// grace period: it has had one. Nothing if the account is out of use already; its sessions end with the first job.
///
/// # Errors
/// If the database refuses it.
pub fn begin_moved(
    tx: &Tx<'_>,
    config: &OffboardingConfig,
    actor: &str,
    person_id: &str,
    user_id: &str,
    now_ms: i64,
) -> Result<Option<Begun>, DbError> {
    let Some(account) = depart_from(tx, user_id)? else { return Ok(None) };
    begin_one(tx, config, actor, person_id, account, (Cause::Moved, now_ms), now_ms).map(Some)
}

fn begin_one(
    tx: &Tx<'_>,
    config: &OffboardingConfig,
    actor: &str,
    person_id: &str,
    account: Departing,
    (cause, close_from_ms): (Cause, i64),
    now_ms: i64,
) -> Result<Begun, DbError> {
    let id = random_token()[..20].to_owned();
    tx.execute(
        "INSERT INTO offboardings (id, user_id, person_id, server_name, cause, started_by, started_at_ms, state,
             was, rooms_from_ms, close_from_ms, next_at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'running', $8, $9, $10, $7)",
        &[
            id.as_str().into(),
            account.user_id.as_str().into(),
            person_id.into(),
            account.server_name.as_str().into(),
            cause.word().into(),
            actor.into(),
            now_ms.into(),
            account.was.into(),
            (now_ms + i64::from(config.rooms_after_minutes) * MINUTE_MS).into(),
            close_from_ms.into(),
        ],
    )?;
    saga::record(tx, &id, Step::Directory, Ok(""), now_ms)?;
    saga::KIND.go_on_at(tx, &id, now_ms)?;
    let (action, subject, detail) = ("offboarding.start", account.user_id.as_str(), cause.word());
    audit::append(tx, &Entry { at_ms: now_ms, actor, action, subject, detail })?;
    Ok(Begun { id, user_id: account.user_id, server_name: account.server_name })
}

/// Locks the accounts and ends their sessions now; what a homeserver does not do now, the job does later.
pub async fn lock_begun(app: &App, begun: &[Begun]) {
    for one in begun {
        // The job does it once more and writes it down.
        if let Err(cause) = lock_out(app, &one.server_name, &one.user_id).await {
            tracing::warn!(cause = format!("{cause:#}"), "sessions could not be ended at once; the job goes on trying");
        }
    }
    if !begun.is_empty() {
        app.wake.wake();
    }
}

/// Begins a departure and ends the sessions.
///
/// # Errors
/// If the database cannot be written; then nothing has changed.
pub async fn start(app: &App, actor: &str, person_id: &PersonId, cause: Cause) -> Result<Vec<Begun>, DbError> {
    let (config, actor, person) = (app.config.offboarding.clone(), actor.to_owned(), person_id.as_str().to_owned());
    let now = app.clock.now_ms();
    let begun = app.db.write(move |tx| begin(tx, &config, &actor, &person, cause, now)).await?;
    lock_begun(app, &begun).await;
    Ok(begun)
}
