//! Into the rooms: the account of whoever invited invites, as if they did it by hand. A room whose inviter may not do so any
//! more stays closed, and is written down so.

use anyhow::Context;
use bridge_api::ServerName;
use serde_json::json;

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};
use crate::homeserver::{HomeserverError, Membership, patiently};
use crate::queue;

use super::term::ACTOR;

/// The kind of the job that brings somebody into their rooms; its payload is `{"person_id"}`.
pub const BRING_IN_JOB: &str = "external.bring_in";

/// A room that waits for so long has lost its job.
const LOST_MS: i64 = 2 * 60_000;

struct Room {
    id: String,
    invited_by: String,
}

/// Leaves the job.
pub(super) fn queue(tx: &Tx<'_>, person_id: &str, now_ms: i64) -> Result<(), DbError> {
    add(tx, &format!("external:{person_id}:{now_ms}"), person_id, now_ms)
}

fn add(tx: &Tx<'_>, job: &str, person_id: &str, now_ms: i64) -> Result<(), DbError> {
    queue::add(tx, job, BRING_IN_JOB, &json!({"person_id": person_id}), now_ms)
}

/// Somebody from outside has an account from now on, and is called so.
///
/// # Errors
/// If the database refuses it.
pub fn signed_up(tx: &Tx<'_>, person_id: &str, [given, family]: &[String; 2], now_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE externals SET given_name = $2, family_name = $3 WHERE person_id = $1",
        &[person_id.into(), given.as_str().into(), family.as_str().into()],
    )?;
    queue(tx, person_id, now_ms)
}

/// Invites somebody who has an account into every room that waits for them: the job's work. Harmless when repeated.
///
/// # Errors
/// If a homeserver does not answer; what was done is written down.
pub async fn bring_in(app: &App, person_id: &str) -> anyhow::Result<()> {
    let person = person_id.to_owned();
    let (account, rooms) = app
        .db
        .read(move |tx| {
            let account = tx.query_one(
                "SELECT a.user_id, a.server_name FROM accounts a
                 JOIN account_terms t ON t.person_id = a.person_id AND t.ended_at_ms IS NULL
                 WHERE a.person_id = $1 AND a.state = 'active'",
                &[person.as_str().into()],
            )?;
            let account = match account {
                Some(row) => Some((row.text(0)?, row.parsed::<ServerName>(1, "server name")?)),
                None => None,
            };
            let sql = "SELECT room_id, invited_by FROM external_rooms WHERE person_id = $1 AND state = 'waiting'
                ORDER BY at_ms, room_id";
            let rooms = tx.query(sql, &[person.into()])?;
            let room = |row: &crate::database::Row| Ok(Room { id: row.text(0)?, invited_by: row.text(1)? });
            Ok((account, rooms.iter().map(room).collect::<Result<Vec<_>, DbError>>()?))
        })
        .await?;
    let Some((user_id, server)) = account.filter(|_| !rooms.is_empty()) else { return Ok(()) };
    let there = app.homeserver_of_account(&server)?.own_rooms(&user_id).await?;
    let mut silent = None;
    for room in rooms {
        let is_there = matches!(there.get(&room.id), Some(Membership::Joined | Membership::Invited));
        let result = if is_there { Ok(()) } else { invite(app, &room, &user_id).await };
        let state = match result {
            Ok(()) => "invited",
            Err(cause @ (HomeserverError::Unreachable(_) | HomeserverError::UnknownToken)) => {
                silent = Some(cause);
                continue;
            }
            Err(_) => "refused",
        };
        let (person, now) = (person_id.to_owned(), app.clock.now_ms());
        app.db.write(move |tx| settled(tx, &person, &room.id, state, now)).await?;
    }
    silent.map_or(Ok(()), |cause| Err(cause).context("a homeserver did not invite somebody from outside"))
}

async fn invite(app: &App, room: &Room, user_id: &str) -> Result<(), HomeserverError> {
    let Some(homeserver) = ServerName::of_user(&room.invited_by).and_then(|server| app.homeserver(&server)) else {
        return Err(HomeserverError::NoSuchAccount);
    };
    patiently(|| homeserver.invite_to_room(&room.invited_by, &room.id, user_id)).await
}

fn settled(tx: &Tx<'_>, person_id: &str, room_id: &str, state: &str, now_ms: i64) -> Result<(), DbError> {
    let changed = tx.execute(
        "UPDATE external_rooms SET state = $3, at_ms = $4 WHERE person_id = $1 AND room_id = $2 AND state = 'waiting'",
        &[person_id.into(), room_id.into(), state.into(), now_ms.into()],
    )?;
    if changed == 0 {
        return Ok(());
    }
    let action = if state == "invited" { "external.room" } else { "external.room_refused" };
    audit::append(tx, &Entry { at_ms: now_ms, actor: ACTOR, action, subject: person_id, detail: room_id })
}

/// Gives rooms whose job was lost a new one: one for each person, however often it is looked while a homeserver is away.
pub(super) fn wake_due(tx: &Tx<'_>, now_ms: i64) -> Result<(), DbError> {
    let rows = tx.query(
        "SELECT DISTINCT r.person_id FROM external_rooms r
         JOIN accounts a ON a.person_id = r.person_id AND a.state = 'active'
         JOIN account_terms t ON t.person_id = r.person_id AND t.ended_at_ms IS NULL
         WHERE r.state = 'waiting' AND r.at_ms <= $1 LIMIT 200",
        &[(now_ms - LOST_MS).into()],
    )?;
    rows.iter().try_for_each(|row| {
        let person_id = row.text(0)?;
        add(tx, &format!("external:{person_id}:lost"), &person_id, now_ms)
    })
}
