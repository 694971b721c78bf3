//! Renewing: a term that runs gets another end; one that has ended begins again. The account is the same if it has not been
//! closed meanwhile; rooms that were left need new invitations.

use bridge_api::ErrorCode;
use bridge_api::externals::{RenewExternal, SponsoredExternal};

use super::letters::{self, Letter};
use super::sponsor;
use super::term::{self, Term};
use crate::actor::UserActor;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::config::ServeConfig;
use crate::database::{DbError, Tx};
use crate::error::Problem;
use crate::offboarding;
use crate::provisioning::{Cause, resume_in};

/// The sponsor renews.
///
/// # Errors
/// If the caller is not the sponsor of such a person, the end is not one that can be chosen, or the database fails.
pub async fn renew(
    app: &App,
    caller: &UserActor,
    id: String,
    asked: &RenewExternal,
) -> Result<SponsoredExternal, Problem> {
    let key = sponsor::key_of(app, caller).await?;
    let now = app.clock.now_ms();
    let until =
        term::checked_end(&app.config, asked.until_ms, now).map_err(|why| Problem::bad(ErrorCode::BadJson, why))?;
    let (parts, actor) = (app.clone(), caller.user_id().to_owned());
    let shown = app.db.write(move |tx| {
        let Some(term) = sponsor::sponsored_by(tx, &key, &id)? else { return Ok(None) };
        renew_in(tx, &parts.config, &actor, &term, until, now)?;
        term::of(tx, &id)?.map(|term| term.shown(tx)).transpose()
    });
    let shown = shown.await?;
    app.wake.wake();
    shown.ok_or_else(sponsor::nobody)
}

/// An administrator renews; answers why not, if the end is not one that can be chosen or there is no such person.
///
/// # Errors
/// If the database fails; then nothing has changed.
pub async fn renew_as_administrator(app: &App, actor: &str, person_id: &str, until_ms: i64) -> Result<bool, DbError> {
    let now = app.clock.now_ms();
    let asked = u64::try_from(until_ms).unwrap_or_default();
    let Ok(until) = term::checked_end(&app.config, asked, now) else { return Ok(false) };
    let (parts, actor, id) = (app.clone(), actor.to_owned(), person_id.to_owned());
    let renewed = app.db.write(move |tx| {
        let Some(term) = term::of(tx, &id)? else { return Ok(false) };
        renew_in(tx, &parts.config, &actor, &term, until, now)?;
        Ok(true)
    });
    let renewed = renewed.await?;
    app.wake.wake();
    Ok(renewed)
}

fn renew_in(
    tx: &Tx<'_>,
    config: &ServeConfig,
    actor: &str,
    term: &Term,
    until_ms: i64,
    now_ms: i64,
) -> Result<(), DbError> {
    let person_id = term.person_id.as_str();
    tx.execute(
        "UPDATE account_terms SET until_ms = $2, reminded_days = $3, ended_at_ms = NULL, ended_by = ''
         WHERE person_id = $1",
        &[person_id.into(), until_ms.into(), term::reminded(config, until_ms, now_ms).into()],
    )?;
    audit::append(
        tx,
        &Entry { at_ms: now_ms, actor, action: "external.renew", subject: person_id, detail: &until_ms.to_string() },
    )?;
    if term.ended_at_ms.is_none() {
        return Ok(());
    }
    if term.external {
        let suspended_before = was_suspended(tx, person_id)?;
        offboarding::recall(tx, actor, person_id, now_ms)?;
        if suspended_before {
            // What an administrator did is not undone by somebody who answers for the person.
            tx.execute(
                "UPDATE accounts SET suspended_by = 'administrator'
                 WHERE person_id = $1 AND state = 'suspended' AND suspended_by = 'leaving'",
                &[person_id.into()],
            )?;
        }
        resume_in(tx, actor, person_id, Some(Cause::Leaving), now_ms)?;
    } else {
        resume_in(tx, actor, person_id, Some(Cause::Expired), now_ms)?;
    }
    letters::queue(tx, person_id, Letter::Renewed, now_ms)
}

/// Whether the account was suspended when its term ended.
fn was_suspended(tx: &Tx<'_>, person_id: &str) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT o.was FROM offboardings o JOIN accounts a ON a.user_id = o.user_id AND a.state = 'leaving'
         WHERE o.person_id = $1 AND o.state IN ('running', 'waiting') ORDER BY o.started_at_ms DESC LIMIT 1",
        &[person_id.into()],
    )?;
    Ok(row.map(|row| row.text(0)).transpose()?.as_deref() == Some("suspended"))
}
