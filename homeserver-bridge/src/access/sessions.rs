//! Ending all sessions of a person: at once if the homeserver answers, by a job otherwise.

use bridge_api::{PersonId, ServerName};
use serde_json::json;

use super::{Reached, accounts};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::DbError;
use crate::homeserver::HomeserverError;
use crate::officers::Session;
use crate::queue;

/// The kind of the job that ends the sessions of one account; its payload is `{"user_id", "server_name"}`.
pub const END_SESSIONS_JOB: &str = "account.end_sessions";

/// Signs a person out everywhere. They may sign in again.
///
/// # Errors
/// If the database fails; then nothing has happened.
pub async fn end_all(app: &App, officer: &Session, person_id: &PersonId) -> Result<Reached, DbError> {
    end_as(app, officer, person_id, "account.end_sessions").await
}

/// The same, recorded as `action`.
pub(super) async fn end_as(
    app: &App,
    officer: &Session,
    person_id: &PersonId,
    action: &'static str,
) -> Result<Reached, DbError> {
    let (who, person, now_ms) = (officer.clone(), person_id.as_str().to_owned(), app.clock.now_ms());
    let jobs = app.db.write(move |tx| {
        let mut jobs = Vec::new();
        for (user_id, server_name) in accounts(tx, &who, &person)? {
            let actor = who.actor();
            audit::append(tx, &Entry { at_ms: now_ms, actor: &actor, action, subject: &user_id, detail: "" })?;
            let job = format!("end_sessions:{}", random_token());
            let payload = json!({"user_id": user_id, "server_name": server_name});
            queue::add(tx, &job, END_SESSIONS_JOB, &payload, now_ms)?;
            jobs.push((job, user_id, server_name));
        }
        Ok(jobs)
    });
    let mut reached = Reached::Nothing;
    for (job, user_id, server_name) in jobs.await? {
        match end_for(app, &user_id, &server_name).await {
            Ok(()) => {
                app.db.write(move |tx| queue::done(tx, &job)).await?;
                reached = if reached == Reached::Pending { reached } else { Reached::Done };
            }
            Err(_) => {
                app.wake.wake();
                reached = Reached::Pending;
            }
        }
    }
    Ok(reached)
}

/// Ends the sessions of one account: the job's work.
///
/// # Errors
/// If the homeserver does not do it.
pub async fn end_for(app: &App, user_id: &str, server_name: &str) -> anyhow::Result<()> {
    let name: ServerName = server_name.parse()?;
    match app.homeserver_of_account(&name)?.end_sessions(user_id).await {
        Ok(()) | Err(HomeserverError::NoSuchAccount) => Ok(()),
        Err(other) => Err(other.into()),
    }
}
