//! Leaving rooms: first those that the account administers alone are handed over, then every one is left.
//!
//! The list is taken from the homeserver anew each time: whoever invites the account meanwhile, and whatever was done by a
//! process that was killed before it could write it down, is found there.

use std::time::{Duration, Instant};

use super::saga::{self, Saga, Step};
use super::steps::ACTOR;
use super::succession::{self, Handed};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};
use crate::homeserver::{Homeserver, HomeserverError, Membership, Memberships, patiently};

/// How long one job works on rooms; the next one goes on.
const PATIENCE: Duration = Duration::from_secs(25);
/// A room that cannot be handed over after so many tries is left all the same; the receipt says so.
const HANDOVER_TRIES: i64 = 3;

/// What came of it.
pub(super) enum Left {
    /// Every room is left.
    All,
    /// Some could not be left now.
    NotAll,
    /// There was not enough time.
    MoreToDo,
    /// The departure was called off before it reached the rooms.
    CalledOff,
}

/// A room that is still to be left.
struct Room {
    id: String,
    hand_over: bool,
    tries: i64,
}

/// Leaves every room that the account is in.
pub(super) async fn leave(app: &App, saga: &Saga) -> Result<Left, DbError> {
    let started = Instant::now();
    let Some(homeserver) = app.homeserver(&saga.server_name).cloned() else {
        return failed(app, saga, "the homeserver of the account is no longer in the configuration").await;
    };
    let rooms = match homeserver.own_rooms(&saga.user_id).await {
        Ok(rooms) => rooms,
        Err(cause) => return failed(app, saga, &cause.to_string()).await,
    };
    let (parts, now) = (saga.clone(), app.clock.now_ms());
    let Some(todo) = app.db.write(move |tx| list(tx, &parts, &rooms, now)).await? else { return Ok(Left::CalledOff) };
    for room in todo {
        if started.elapsed() > PATIENCE {
            return Ok(Left::MoreToDo);
        }
        if let Err(HomeserverError::Unreachable(cause)) = one(app, saga, homeserver.as_ref(), &room).await? {
            return failed(app, saga, &cause).await;
        }
    }
    let after = match homeserver.own_rooms(&saga.user_id).await {
        Ok(rooms) => rooms,
        Err(cause) => return failed(app, saga, &cause.to_string()).await,
    };
    if !after.is_empty() {
        return failed(app, saga, &format!("rooms still to leave: {}", after.len())).await;
    }
    let (id, now) = (saga.id.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let sql = "UPDATE offboarding_rooms SET departure = 'done', detail = '', at_ms = $2
                WHERE offboarding_id = $1 AND departure <> 'done'";
            tx.execute(sql, &[id.as_str().into(), now.into()])?;
            if saga::is_done(tx, &id, Step::Rooms)? { Ok(()) } else { saga::record(tx, &id, Step::Rooms, Ok(""), now) }
        })
        .await?;
    Ok(Left::All)
}

async fn failed(app: &App, saga: &Saga, cause: &str) -> Result<Left, DbError> {
    let (id, now, cause) = (saga.id.clone(), app.clock.now_ms(), cause.to_owned());
    app.db.write(move |tx| saga::record(tx, &id, Step::Rooms, Err(&cause), now)).await?;
    Ok(Left::NotAll)
}

/// Writes the list down and answers what is to do; nothing if the departure was called off. From here on it cannot be.
fn list(tx: &Tx<'_>, saga: &Saga, rooms: &Memberships, now: i64) -> Result<Option<Vec<Room>>, DbError> {
    let id = || saga.id.as_str().into();
    let sql = "UPDATE offboardings SET leaving_since_ms = COALESCE(leaving_since_ms, $2)
        WHERE id = $1 AND state IN ('running', 'waiting')";
    if tx.execute(sql, &[id(), now.into()])? == 0 {
        return Ok(None);
    }
    for (room, membership) in rooms {
        let hand_over = if *membership == Membership::Joined { "pending" } else { "not_needed" };
        tx.execute(
            "INSERT INTO offboarding_rooms
                 (offboarding_id, room_id, membership, handover, successors, departure, detail, at_ms)
             VALUES ($1, $2, $3, $4, '[]', 'pending', '', $5)
             ON CONFLICT (offboarding_id, room_id) DO UPDATE SET membership = excluded.membership,
                 handover = excluded.handover, departure = 'pending', tries = 0, at_ms = excluded.at_ms
             WHERE offboarding_rooms.departure = 'done'",
            &[id(), room.as_str().into(), membership.word().into(), hand_over.into(), now.into()],
        )?;
    }
    let rows = tx.query(
        "SELECT room_id, handover, tries FROM offboarding_rooms WHERE offboarding_id = $1 AND departure <> 'done'
         ORDER BY room_id",
        &[id()],
    )?;
    let mut todo = Vec::new();
    for row in rows {
        let room = row.text(0)?;
        if rooms.contains_key(&room) {
            let (hand_over, tries) = (row.text(1)?, row.int(2)?);
            todo.push(Room { id: room, hand_over: matches!(hand_over.as_str(), "pending" | "failed"), tries });
        } else {
            // It was left without our writing it down, or the account was removed from it.
            departed(tx, &saga.id, &room, now)?;
        }
    }
    Ok(Some(todo))
}

fn departed(tx: &Tx<'_>, id: &str, room: &str, now: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE offboarding_rooms SET departure = 'done', at_ms = $3,
             handover = CASE WHEN handover = 'pending' THEN 'not_needed' ELSE handover END,
             detail = CASE WHEN handover = 'failed' THEN detail ELSE '' END
         WHERE offboarding_id = $1 AND room_id = $2",
        &[id.into(), room.into(), now.into()],
    )
    .map(drop)
}

/// One room: what the homeserver refused is written down and answered.
async fn one(
    app: &App,
    saga: &Saga,
    homeserver: &dyn Homeserver,
    room: &Room,
) -> Result<Result<(), HomeserverError>, DbError> {
    if room.hand_over && room.tries < HANDOVER_TRIES {
        let outcome = succession::hand_over(app, homeserver, &saga.user_id, &room.id).await?;
        let (id, room, now) = (saga.id.clone(), room.id.clone(), app.clock.now_ms());
        let failure = app.db.write(move |tx| write_handover(tx, &id, &room, outcome, now)).await?;
        if let Some(cause) = failure {
            return Ok(Err(cause));
        }
    }
    let result = patiently(|| homeserver.leave_room(&saga.user_id, &room.id)).await;
    let (id, room, now) = (saga.id.clone(), room.id.clone(), app.clock.now_ms());
    let failure = result.as_ref().err().map(ToString::to_string);
    app.db
        .write(move |tx| match failure {
            None => departed(tx, &id, &room, now),
            Some(cause) => {
                let sql =
                    "UPDATE offboarding_rooms SET departure = 'failed', detail = $3, tries = tries + 1, at_ms = $4
                    WHERE offboarding_id = $1 AND room_id = $2";
                tx.execute(sql, &[id.into(), room.into(), cause.into(), now.into()]).map(drop)
            }
        })
        .await?;
    Ok(result)
}

/// Writes a handover down; answers why it failed, if it did.
fn write_handover(
    tx: &Tx<'_>,
    id: &str,
    room: &str,
    outcome: Handed<(&'static str, Vec<String>)>,
    now: i64,
) -> Result<Option<HomeserverError>, DbError> {
    let (word, successors, detail, failure) = match outcome {
        Ok((word, successors)) => (word, successors, String::new(), None),
        Err(cause) => ("failed", Vec::new(), cause.to_string(), Some(cause)),
    };
    let list = serde_json::to_string(&successors).map_err(|_| DbError::Stored("successor"))?;
    tx.execute(
        "UPDATE offboarding_rooms SET handover = $3, successors = $4, detail = $5, at_ms = $6,
             tries = tries + CASE WHEN $3 = 'failed' THEN 1 ELSE 0 END
         WHERE offboarding_id = $1 AND room_id = $2",
        &[id.into(), room.into(), word.into(), list.into(), detail.into(), now.into()],
    )?;
    for successor in &successors {
        let (action, subject) = ("offboarding.handover", successor.as_str());
        audit::append(tx, &Entry { at_ms: now, actor: ACTOR, action, subject, detail: room })?;
    }
    Ok(failure)
}
