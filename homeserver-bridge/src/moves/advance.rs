//! Takes a move as far as it goes now, writes down what came of it, and says when to go on.

use super::rooms::{self, Gone};
use super::row::{self, ACTOR, KIND, Move, State, Step};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;
use crate::offboarding;
use crate::saga::Next;

/// How often the rooms are looked at again in the grace period: whoever enters new ones with the old account takes the new
/// one along, and the record says who has come in.
const AGAIN_MS: i64 = 24 * 3600 * 1000;

/// Takes a move further: the job's work. Harmless when repeated, and when two do it at once.
///
/// # Errors
/// If the database fails; everything else is written down and tried again.
pub async fn advance(app: &App, id: &str) -> Result<(), DbError> {
    let key = id.to_owned();
    let Some(one) = app.db.read(move |tx| row::read(tx, &key)).await? else { return Ok(()) };
    let (Some(new), Some(close_from_ms)) = (one.new_user_id.clone(), one.close_from_ms) else { return Ok(()) };
    if !matches!(one.state, State::Inviting | State::Grace) {
        return Ok(());
    }
    let gone = rooms::go_through(app, &one, &new).await?;
    let now = app.clock.now_ms();
    let next = match gone {
        Gone::Overtaken => Next::Ended,
        Gone::MoreToDo => Next::Now,
        Gone::Unreachable => Next::Later,
        // What is stuck does not keep the old account open.
        Gone::NotAll | Gone::All if now >= close_from_ms => close(app, &one).await?,
        Gone::NotAll => Next::Later,
        Gone::All => rest(app, &one, close_from_ms).await?,
    };
    app.db.write(move |tx| KIND.go_on(tx, &one.id, one.tries, &next, now)).await
}

/// Everything is done for now.
async fn rest(app: &App, one: &Move, close_from_ms: i64) -> Result<Next, DbError> {
    let (id, user_id, now) = (one.id.clone(), one.user_id.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let sql = "UPDATE moves SET state = 'grace', tries = 0 WHERE id = $1 AND state = 'inviting'";
            if tx.execute(sql, &[id.into()])? > 0 {
                let (action, subject) = ("move.rooms", user_id.as_str());
                audit::append(tx, &Entry { at_ms: now, actor: ACTOR, action, subject, detail: "" })?;
            }
            Ok(Next::At(close_from_ms.min(now + AGAIN_MS)))
        })
        .await
}

/// The grace period is over: the old account is offboarded, without another one.
async fn close(app: &App, one: &Move) -> Result<Next, DbError> {
    let (config, one, now) = (app.config.offboarding.clone(), one.clone(), app.clock.now_ms());
    let begun = app.db.write(move |tx| {
        // HR may have decided something else meanwhile.
        let same = |now: &Move| now.new_user_id == one.new_user_id && now.close_from_ms == one.close_from_ms;
        let Some(now_row) = row::open_from(tx, &one.user_id)?.filter(|now| now.id == one.id && same(now)) else {
            return Ok(None);
        };
        let begun = offboarding::begin_moved(tx, &config, ACTOR, &now_row.person_id, &now_row.user_id, now)?;
        let departure = begun.as_ref().map_or("", |begun| begun.id.as_str());
        tx.execute("UPDATE moves SET offboarding_id = $2 WHERE id = $1", &[one.id.as_str().into(), departure.into()])?;
        row::step_is(tx, &one.id, Step::Close, Ok(""), now)?;
        row::end(tx, &one.id, State::Closed, now)?;
        let (action, subject) = ("move.close", one.user_id.as_str());
        audit::append(tx, &Entry { at_ms: now, actor: ACTOR, action, subject, detail: "" })?;
        Ok(begun)
    });
    let begun = begun.await?;
    offboarding::lock_begun(app, begun.as_slice()).await;
    Ok(Next::Ended)
}
