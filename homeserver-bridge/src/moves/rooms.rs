//! The rooms of the old account: it invites the new one into each, and gives it its own rights there.
//!
//! The lists are taken from the homeserver anew each time, so that whatever was done by a process that was killed before it
//! could write it down is found there. Who has declined an invitation, or was removed, is not invited again.

use std::time::{Duration, Instant};

use super::rights::{self, Rights};
use super::row::{self, ACTOR, Move, Step};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};
use crate::homeserver::{Homeserver, HomeserverError, Membership, Memberships, patiently};

/// How long one job works on rooms; the next one goes on.
const PATIENCE: Duration = Duration::from_secs(25);
/// A room in which something fails so often is not moved; the record says why.
const TRIES: i64 = 5;

/// What came of it.
pub(super) enum Gone {
    /// Every room is as it shall be, or will never be.
    All,
    /// In some something failed that may work another time.
    NotAll,
    /// The old account's homeserver does not answer.
    Unreachable,
    /// There was not enough time.
    MoreToDo,
    /// The move has ended, or leads elsewhere by now.
    Overtaken,
}

/// A room in which something is to be done.
struct Room {
    id: String,
    /// Whether the new account is to be invited.
    invite: bool,
    /// Whether its rights are to be looked at.
    rights: bool,
    tries: i64,
}

/// What was done in a room: the columns of its row.
struct Done {
    outcome: &'static str,
    rights: &'static str,
    detail: String,
}

/// Goes through the rooms.
pub(super) async fn go_through(app: &App, one: &Move, new: &str) -> Result<Gone, DbError> {
    let started = Instant::now();
    let Some(homeserver) = app.homeserver(&one.server_name).cloned() else {
        return unreachable(app, one, "the homeserver of the account is no longer in the configuration").await;
    };
    let (own, theirs) = match lists(homeserver.as_ref(), &one.user_id, new).await {
        Ok(lists) => lists,
        Err(cause) => return unreachable(app, one, &cause.to_string()).await,
    };
    let (parts, to, now) = (one.clone(), new.to_owned(), app.clock.now_ms());
    let todo = app.db.write(move |tx| list(tx, &parts, &to, &own, &theirs, now)).await?;
    let Some(todo) = todo else { return Ok(Gone::Overtaken) };
    for room in todo {
        if started.elapsed() > PATIENCE {
            return Ok(Gone::MoreToDo);
        }
        let done = match in_room(homeserver.as_ref(), one, new, &room).await {
            Ok(done) => done,
            Err(HomeserverError::Unreachable(cause)) => return unreachable(app, one, &cause).await,
            Err(cause) if room.tries + 1 < TRIES => failed(&room, "failed", &cause),
            Err(cause) => failed(&room, "not_moved", &cause),
        };
        let (parts, to, now) = (one.clone(), new.to_owned(), app.clock.now_ms());
        app.db.write(move |tx| write(tx, &parts, &to, &room, &done, now)).await?;
    }
    let (parts, now) = (one.clone(), app.clock.now_ms());
    app.db.write(move |tx| sum_up(tx, &parts, now)).await
}

async fn lists(
    homeserver: &dyn Homeserver,
    old: &str,
    new: &str,
) -> Result<(Memberships, Memberships), HomeserverError> {
    Ok((homeserver.own_rooms(old).await?, homeserver.rooms_seen(new).await?))
}

async fn unreachable(app: &App, one: &Move, cause: &str) -> Result<Gone, DbError> {
    let (id, now, cause) = (one.id.clone(), app.clock.now_ms(), cause.to_owned());
    app.db.write(move |tx| row::step_is(tx, &id, Step::Rooms, Err(&cause), now)).await?;
    Ok(Gone::Unreachable)
}

fn failed(room: &Room, word: &'static str, cause: &HomeserverError) -> Done {
    let (outcome, rights) = match (room.invite, word) {
        (true, _) => (word, "pending"),
        (false, "failed") => ("", "failed"),
        (false, _) => ("", "refused"),
    };
    Done { outcome, rights, detail: cause.to_string() }
}

/// Writes the list down and answers what is to do; nothing if the move leads elsewhere by now.
fn list(
    tx: &Tx<'_>,
    one: &Move,
    new: &str,
    own: &Memberships,
    theirs: &Memberships,
    now: i64,
) -> Result<Option<Vec<Room>>, DbError> {
    let current = row::open_from(tx, &one.user_id)?;
    if current.is_none_or(|now| now.id != one.id || now.new_user_id.as_deref() != Some(new)) {
        return Ok(None);
    }
    let id = || one.id.as_str().into();
    for (room, membership) in own {
        // An invitation is not the old account's to pass on, and neither is a request to be let in.
        let (outcome, detail) = match membership {
            Membership::Joined => ("pending", ""),
            Membership::Invited => ("not_moved", "only_invited"),
            Membership::Knocking | Membership::Out => ("not_moved", "only_knocking"),
        };
        tx.execute(
            "INSERT INTO move_rooms (move_id, room_id, membership, outcome, rights, detail, at_ms)
             VALUES ($1, $2, $3, $4, 'pending', $5, $6)
             ON CONFLICT (move_id, room_id) DO UPDATE SET membership = excluded.membership, outcome = excluded.outcome,
                 detail = excluded.detail, at_ms = excluded.at_ms
             WHERE move_rooms.membership <> excluded.membership
                 OR (move_rooms.outcome = 'pending' AND excluded.outcome <> 'pending')",
            &[id(), room.as_str().into(), membership.word().into(), outcome.into(), detail.into(), now.into()],
        )?;
    }
    let rows = tx.query(
        "SELECT room_id, outcome, rights, tries, detail FROM move_rooms WHERE move_id = $1 ORDER BY room_id",
        &[id()],
    )?;
    let mut todo = Vec::new();
    for row in rows {
        let (room, was, given, tries) = (row.text(0)?, row.text(1)?, row.text(2)?, row.int(3)?);
        let there = theirs.get(&room).copied();
        let outcome = match (there, was.as_str()) {
            (Some(Membership::Joined), _) => "joined",
            (Some(Membership::Invited), _) => "invited",
            (_, "invited" | "joined" | "declined") => "declined",
            (_, was) => was,
        };
        if outcome != was {
            tx.execute(
                "UPDATE move_rooms SET outcome = $3, detail = '', at_ms = $4 WHERE move_id = $1 AND room_id = $2",
                &[id(), room.as_str().into(), outcome.into(), now.into()],
            )?;
        }
        if own.get(&room) != Some(&Membership::Joined) {
            if outcome == "pending" || outcome == "failed" {
                not_moved(tx, &one.id, &room, "left", now)?;
            }
            continue;
        }
        // What could not be moved is looked at again once in a while: somebody may have given the right to it.
        let invite = matches!(outcome, "pending" | "failed" | "not_moved");
        let rights = matches!(given.as_str(), "pending" | "failed");
        if invite || (rights && outcome != "declined") {
            todo.push(Room { id: room, invite, rights, tries });
        }
    }
    Ok(Some(todo))
}

fn not_moved(tx: &Tx<'_>, id: &str, room: &str, why: &str, now: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE move_rooms SET outcome = 'not_moved', detail = $3, at_ms = $4 WHERE move_id = $1 AND room_id = $2",
        &[id.into(), room.into(), why.into(), now.into()],
    )
    .map(drop)
}

/// Invites, then gives rights: who may not be invited gets none.
async fn in_room(homeserver: &dyn Homeserver, one: &Move, new: &str, room: &Room) -> Result<Done, HomeserverError> {
    let mut state = homeserver.room_state(&room.id, "m.room.create").await?;
    state.extend(homeserver.room_state(&room.id, "m.room.power_levels").await?);
    let mut done = Done { outcome: "", rights: "", detail: String::new() };
    if room.invite {
        if !rights::may_invite(&one.user_id, &state) {
            return Ok(Done { outcome: "not_moved", rights: "pending", detail: "may_not_invite".to_owned() });
        }
        match patiently(|| homeserver.invite_to_room(&one.user_id, &room.id, new)).await {
            Ok(()) => done.outcome = "invited",
            Err(HomeserverError::Refused { status: 403, .. }) => {
                return Ok(Done { outcome: "not_moved", rights: "pending", detail: "refused".to_owned() });
            }
            Err(cause) => return Err(cause),
        }
    }
    if room.rights {
        done.rights = match rights::rights(&one.user_id, new, &state) {
            Rights::NotNeeded => "not_needed",
            Rights::NotAllowed => "refused",
            Rights::Give(content) => {
                match patiently(|| homeserver.set_power_levels(&one.user_id, &room.id, &content)).await {
                    Ok(()) => "done",
                    Err(HomeserverError::Unreachable(cause)) if !room.invite => {
                        return Err(HomeserverError::Unreachable(cause));
                    }
                    Err(HomeserverError::Refused { status: 403, .. }) => "refused",
                    Err(cause) => {
                        done.detail = cause.to_string();
                        "failed"
                    }
                }
            }
        };
    }
    Ok(done)
}

/// Writes a room down; an empty word leaves what stands there.
fn write(tx: &Tx<'_>, one: &Move, new: &str, room: &Room, done: &Done, now: i64) -> Result<(), DbError> {
    // The move may lead elsewhere by now: then the row is another account's.
    let current = row::open_from(tx, &one.user_id)?;
    if current.is_none_or(|now| now.id != one.id || now.new_user_id.as_deref() != Some(new)) {
        return Ok(());
    }
    let again = done.outcome == "failed" || done.rights == "failed" || done.rights == "refused";
    tx.execute(
        "UPDATE move_rooms SET outcome = CASE WHEN $3 = '' THEN outcome ELSE $3 END,
             rights = CASE WHEN $4 = '' THEN rights ELSE $4 END, detail = $5, tries = tries + $6,
             at_ms = CASE WHEN (outcome = $3 OR $3 = '') AND (rights = $4 OR $4 = '') AND detail = $5
                 THEN at_ms ELSE $7 END
         WHERE move_id = $1 AND room_id = $2",
        &[
            one.id.as_str().into(),
            room.id.as_str().into(),
            done.outcome.into(),
            done.rights.into(),
            done.detail.as_str().into(),
            i64::from(again).into(),
            now.into(),
        ],
    )?;
    if done.rights == "done" {
        let (action, detail) = ("move.rights", room.id.as_str());
        audit::append(tx, &Entry { at_ms: now, actor: ACTOR, action, subject: new, detail })?;
    }
    Ok(())
}

/// Whether all rooms are settled.
fn sum_up(tx: &Tx<'_>, one: &Move, now: i64) -> Result<Gone, DbError> {
    let sql = "SELECT COUNT(*) FROM move_rooms WHERE move_id = $1
        AND (outcome IN ('pending', 'failed') OR (rights = 'failed' AND outcome IN ('invited', 'joined')))";
    let left = tx.query_one(sql, &[one.id.as_str().into()])?.map_or(Ok(0), |row| row.int(0))?;
    if left > 0 {
        row::step_is(tx, &one.id, Step::Rooms, Err(&format!("rooms still to move: {left}")), now)?;
        return Ok(Gone::NotAll);
    }
    row::step_is(tx, &one.id, Step::Rooms, Ok(""), now)?;
    Ok(Gone::All)
}
