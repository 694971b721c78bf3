//! Inviting a colleague who has not signed up, by one click. Whoever asks is always answered the same: the request only
//! leaves a job, and the job decides. So nobody learns whether somebody is hidden, protected or unknown.

use bridge_api::PersonId;
use bridge_api::people::PersonState;
use serde_json::json;

use super::entry;
use crate::actor::UserActor;
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::error::Problem;
use crate::{provisioning, queue};

/// The kind of the job that [`ask_to_invite`] leaves; its payload is `{"caller", "person_id"}`.
pub const COLLEAGUE_JOB: &str = "person.invite";

const DAY_MS: i64 = 24 * 3_600_000;

/// Leaves a job that invites the person, should they be somebody who can be invited.
///
/// # Errors
/// If the caller is from outside the administration, asks too often, or the database fails.
pub async fn ask_to_invite(app: &App, caller: &UserActor, person_id: &str) -> Result<(), Problem> {
    if caller.is_external() {
        return Err(Problem::forbidden("Only people of the administration can invite colleagues."));
    }
    app.people.limit.check(caller.user_id()).map_err(Problem::slow_down)?;
    let Ok(person_id) = person_id.parse::<PersonId>() else { return Ok(()) };
    let payload = json!({"caller": caller.user_id(), "person_id": person_id.as_str()});
    let (id, now) = (format!("invite:{}:{person_id}", caller.user_id()), app.clock.now_ms());
    app.db.write(move |tx| queue::add(tx, &id, COLLEAGUE_JOB, &payload, now)).await?;
    app.wake.wake();
    Ok(())
}

/// Decides about a colleague's wish: the job's work. At most one mail a person in a day, whoever asks.
///
/// # Errors
/// If the database fails.
pub async fn invite_colleague(app: &App, caller: String, person_id: String) -> Result<(), DbError> {
    let (parts, now) = (app.clone(), app.clock.now_ms());
    let invited = app.db.write(move |tx| {
        tx.execute("DELETE FROM colleague_invites WHERE at_ms <= $1", &[(now - DAY_MS).into()])?;
        let seen = entry::one(tx, &parts.config, &person_id)?;
        let waits = seen.is_some_and(|person| matches!(person.state, PersonState::Known | PersonState::Invited));
        if !waits || lately(tx, &person_id, now)? || many(tx, &caller, parts.config.invitations.colleagues_per_day)? {
            return Ok(false);
        }
        tx.execute(
            "INSERT INTO colleague_invites (person_id, caller, at_ms) VALUES ($1, $2, $3)",
            &[person_id.as_str().into(), caller.as_str().into(), now.into()],
        )?;
        provisioning::invite_person(tx, &caller, &person_id, now)?;
        Ok(true)
    });
    if invited.await? {
        app.wake.wake();
    }
    Ok(())
}

fn lately(tx: &Tx<'_>, person_id: &str, now_ms: i64) -> Result<bool, DbError> {
    let joined = provisioning::joiner_invited_at(tx, person_id)?.is_some_and(|at| at > now_ms - DAY_MS);
    let sql = "SELECT 1 FROM colleague_invites WHERE person_id = $1 LIMIT 1";
    Ok(joined || tx.query_one(sql, &[person_id.into()])?.is_some())
}

fn many(tx: &Tx<'_>, caller: &str, most: u32) -> Result<bool, DbError> {
    let row = tx.query_one("SELECT COUNT(*) FROM colleague_invites WHERE caller = $1", &[caller.into()])?;
    Ok(row.map_or(Ok(0), |row| row.int(0))? >= i64::from(most))
}
