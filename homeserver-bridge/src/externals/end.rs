//! The end of a term, by itself or because somebody wants it: nobody gets in any more, sessions end, and people from outside
//! leave all rooms.

use bridge_api::externals::SponsoredExternal;

use super::letters::{self, Letter};
use super::sponsor;
use super::term::{self, Term};
use crate::actor::UserActor;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::config::ServeConfig;
use crate::database::{DbError, Tx};
use crate::error::Problem;
use crate::offboarding::{self, Begun};
use crate::provisioning::{self, Cause};

/// Ends it, in the caller's transaction; afterwards call [`offboarding::lock_begun`]. Nothing if it has ended already.
pub(super) fn end_in(
    tx: &Tx<'_>,
    config: &ServeConfig,
    actor: &str,
    term: &Term,
    now_ms: i64,
) -> Result<Vec<Begun>, DbError> {
    let person = || term.person_id.as_str().into();
    let sql = "UPDATE account_terms SET ended_at_ms = $2, ended_by = $3 WHERE person_id = $1 AND ended_at_ms IS NULL";
    if tx.execute(sql, &[person(), now_ms.into(), actor.into()])? == 0 {
        return Ok(Vec::new());
    }
    audit::append(
        tx,
        &Entry {
            at_ms: now_ms,
            actor,
            action: "external.end",
            subject: &term.person_id,
            detail: &term.until_ms.to_string(),
        },
    )?;
    provisioning::forget_codes(tx, term.email.as_str())?;
    letters::queue(tx, &term.person_id, Letter::Ended, now_ms)?;
    letters::queue(tx, &term.person_id, Letter::EndedToSponsor, now_ms)?;
    if !term.external {
        provisioning::suspend_in(tx, actor, &term.person_id, Cause::Expired, now_ms)?;
        return Ok(Vec::new());
    }
    tx.execute(
        "UPDATE external_rooms SET state = 'ended', at_ms = $2 WHERE person_id = $1 AND state IN ('waiting', 'invited')",
        &[person(), now_ms.into()],
    )?;
    let mut offboarding = config.offboarding.clone();
    offboarding.grace_days = config.externals.keep_days;
    offboarding::begin(tx, &offboarding, actor, &term.person_id, offboarding::Cause::Expired, now_ms)
}

/// The sponsor ends it.
///
/// # Errors
/// If the caller is not the sponsor of such a person, or the database fails.
pub async fn end(app: &App, caller: &UserActor, id: String) -> Result<SponsoredExternal, Problem> {
    let key = sponsor::key_of(app, caller).await?;
    let person = id.clone();
    let term = app.db.read(move |tx| sponsor::sponsored_by(tx, &key, &person)).await?.ok_or_else(sponsor::nobody)?;
    carry_out(app, caller.user_id(), term).await?;
    let shown = app.db.read(move |tx| term::of(tx, &id)?.map(|term| term.shown(tx)).transpose()).await?;
    shown.ok_or_else(sponsor::nobody)
}

/// An administrator ends it; answers whether there was anything to end.
///
/// # Errors
/// If the database fails; then nothing has changed.
pub async fn end_as_administrator(app: &App, actor: &str, person_id: &str) -> Result<bool, DbError> {
    let id = person_id.to_owned();
    let Some(term) = app.db.read(move |tx| term::of(tx, &id)).await? else { return Ok(false) };
    carry_out(app, actor, term).await
}

/// Ends a term and the sessions with it; answers whether it had not ended before.
pub(super) async fn carry_out(app: &App, actor: &str, term: Term) -> Result<bool, DbError> {
    if term.ended_at_ms.is_some() {
        return Ok(false);
    }
    let (parts, actor, now) = (app.clone(), actor.to_owned(), app.clock.now_ms());
    let begun = app.db.write(move |tx| end_in(tx, &parts.config, &actor, &term, now)).await?;
    offboarding::lock_begun(app, &begun).await;
    app.wake.wake();
    Ok(true)
}
