//! Whether the other homeservers have seen the departure: federation is not instant, and the receipt names each.

use super::saga::{self, Saga, Step};
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::homeserver::{Membership, Memberships};

/// Asks every homeserver that we serve; answers whether all of them have seen the account leave.
pub(super) async fn confirm(app: &App, saga: &Saga) -> Result<bool, DbError> {
    let (mut seen, mut silent) = (Vec::new(), Vec::new());
    for table in app.config.homeservers.iter().filter(|table| table.server_name != saga.server_name) {
        let Some(homeserver) = app.homeserver(&table.server_name) else { continue };
        match homeserver.rooms_seen(&saga.user_id).await {
            Ok(rooms) => seen.push((table.server_name.as_str().to_owned(), rooms)),
            Err(cause) => silent.push(format!("{}: {cause}", table.server_name)),
        }
    }
    let (saga, now) = (saga.clone(), app.clock.now_ms());
    app.db.write(move |tx| write(tx, &saga, &seen, &silent, now)).await
}

fn write(
    tx: &Tx<'_>,
    saga: &Saga,
    seen: &[(String, Memberships)],
    silent: &[String],
    now: i64,
) -> Result<bool, DbError> {
    let id = || saga.id.as_str().into();
    let rooms = tx.query("SELECT room_id, departure FROM offboarding_rooms WHERE offboarding_id = $1", &[id()])?;
    for row in rooms {
        let room = row.text(0)?;
        let here = row.text(1)? == "done";
        note(tx, &saga.id, &room, saga.server_name.as_str(), here, now)?;
        for (server, memberships) in seen {
            // A homeserver that does not know the room, or of the account in it, has no part in it.
            if let Some(membership) = memberships.get(&room) {
                note(tx, &saga.id, &room, server, *membership == Membership::Out, now)?;
            }
        }
    }
    let sql = "SELECT COUNT(*) FROM offboarding_servers WHERE offboarding_id = $1 AND outcome = 'pending'";
    let pending = tx.query_one(sql, &[id()])?.map_or(Ok(0), |row| row.int(0))?;
    let done = pending == 0 && silent.is_empty();
    if done {
        if !saga::is_done(tx, &saga.id, Step::Servers)? {
            saga::record(tx, &saga.id, Step::Servers, Ok(""), now)?;
        }
    } else {
        let mut why = silent.to_vec();
        if pending > 0 {
            why.push(format!("not seen yet: {pending}"));
        }
        saga::record(tx, &saga.id, Step::Servers, Err(&why.join("; ")), now)?;
    }
    Ok(done)
}

/// The time that stands in a row is that of its last change.
fn note(tx: &Tx<'_>, id: &str, room: &str, server: &str, done: bool, now: i64) -> Result<(), DbError> {
    let outcome = if done { "done" } else { "pending" };
    tx.execute(
        "INSERT INTO offboarding_servers (offboarding_id, room_id, server_name, outcome, at_ms)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (offboarding_id, room_id, server_name) DO UPDATE SET outcome = excluded.outcome,
             at_ms = CASE WHEN offboarding_servers.outcome = excluded.outcome
                 THEN offboarding_servers.at_ms ELSE excluded.at_ms END",
        &[id.into(), room.into(), server.into(), outcome.into(), now.into()],
    )
    .map(drop)
}
