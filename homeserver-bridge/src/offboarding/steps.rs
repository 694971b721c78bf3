//! The saga itself: takes a departure as far as it goes now, writes down what came of it, and says when to go on.

use super::saga::{self, KIND, Saga, State, Step};
use super::{closing, rooms, servers};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;
use crate::provisioning::lock_out;
use crate::saga::Next;

/// The actor of what the saga does by itself, in the audit log.
pub(super) const ACTOR: &str = "bridge:offboarding";

/// Takes a departure further: the job's work. Harmless when repeated, and when two do it at once.
///
/// # Errors
/// If the database fails; everything else is written down and tried again.
pub async fn advance(app: &App, id: &str) -> Result<(), DbError> {
    let for_read = id.to_owned();
    let Some(saga) = app.db.read(move |tx| saga::read(tx, &for_read)).await? else { return Ok(()) };
    let next = match saga.state {
        State::Cancelled | State::Closed => return Ok(()),
        State::Waiting if app.clock.now_ms() < saga.close_from_ms => Next::At(saga.close_from_ms),
        State::Running | State::Waiting => go_on(app, &saga).await?,
    };
    let now = app.clock.now_ms();
    app.db.write(move |tx| KIND.go_on(tx, &saga.id, saga.tries, &next, now)).await
}

async fn go_on(app: &App, saga: &Saga) -> Result<Next, DbError> {
    if !sessions(app, saga).await? {
        return Ok(Next::Later);
    }
    let now = app.clock.now_ms();
    if saga.rooms_from_ms > now {
        return Ok(Next::At(saga.rooms_from_ms));
    }
    let left = rooms::leave(app, saga).await?;
    match left {
        rooms::Left::CalledOff => return Ok(Next::Ended),
        rooms::Left::MoreToDo => return Ok(Next::Now),
        rooms::Left::All | rooms::Left::NotAll => {}
    }
    let seen = servers::confirm(app, saga).await?;
    let out = matches!(left, rooms::Left::All) && seen;
    if now >= saga.close_from_ms {
        // What is stuck does not keep the account open: closing makes the homeserver leave the rooms once more.
        let closed = closing::close(app, saga).await?;
        return if closed && out { end(app, saga).await } else { Ok(Next::Later) };
    }
    if !out {
        return Ok(Next::Later);
    }
    wait(app, saga).await
}

/// Locks the account and ends its sessions; answers whether that is done.
async fn sessions(app: &App, saga: &Saga) -> Result<bool, DbError> {
    let id = saga.id.clone();
    if app.db.read(move |tx| saga::is_done(tx, &id, Step::Sessions)).await? {
        return Ok(true);
    }
    let result = lock_out(app, &saga.server_name, &saga.user_id).await;
    let done = result.is_ok();
    let (id, now) = (saga.id.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| match result {
            Ok(true) => saga::record(tx, &id, Step::Sessions, Ok(""), now),
            Ok(false) => saga::record(tx, &id, Step::Sessions, Ok("never_made"), now),
            Err(cause) => saga::record(tx, &id, Step::Sessions, Err(&format!("{cause:#}")), now),
        })
        .await?;
    Ok(done)
}

async fn wait(app: &App, saga: &Saga) -> Result<Next, DbError> {
    let (saga, now) = (saga.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let sql = "UPDATE offboardings SET state = 'waiting', tries = 0 WHERE id = $1 AND state = 'running'";
            if tx.execute(sql, &[saga.id.as_str().into()])? > 0 {
                let (action, subject) = ("offboarding.out", saga.user_id.as_str());
                audit::append(tx, &Entry { at_ms: now, actor: ACTOR, action, subject, detail: "" })?;
            }
            Ok(Next::At(saga.close_from_ms))
        })
        .await
}

async fn end(app: &App, saga: &Saga) -> Result<Next, DbError> {
    let (id, now) = (saga.id.clone(), app.clock.now_ms());
    let sql = "UPDATE offboardings SET state = 'closed', ended_at_ms = $2, ended_by = $3
        WHERE id = $1 AND state <> 'cancelled'";
    app.db.write(move |tx| tx.execute(sql, &[id.into(), now.into(), ACTOR.into()])).await?;
    Ok(Next::Ended)
}
