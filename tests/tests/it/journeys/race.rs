//! The cleartext race after a room's creation: sending at once, many times, puts nothing in clear on the server.

use anyhow::{Result, ensure};
use client_core::view::{Draft, NewRoom, RoomKind};
use stack::{FINANCE, INTERIOR};
use system_tests::evidence;
use system_tests::people::Person;
use system_tests::system::System;
use system_tests::until::until;

const ROOMS: usize = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sends_at_once() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let mut rooms = Vec::new();
    for number in 0..ROOMS {
        let invite = if number % 10 == 0 { vec![petro.session.user_id.clone()] } else { Vec::new() };
        let new = NewRoom { name: format!("Room {number}"), topic: String::new(), kind: RoomKind::Private, invite };
        let room = anna.messenger.create_room(&new).await?;
        let draft = Draft { markdown: format!("at once {number}"), reply_to: None };
        anna.messenger.send(&room, &draft).await?;
        rooms.push(room);
    }
    let database = system.stack().layout().homeserver(INTERIOR).database;
    // The SDK may wait five seconds a room for a query of device keys; what counts is that one after the other arrives.
    let mut arrived = 0;
    while arrived < ROOMS {
        arrived = until("one more encrypted message on the server", || async {
            let rooms = evidence::rooms_with(&database, "m.room.encrypted")?;
            Ok((rooms > arrived).then_some(rooms))
        })
        .await?;
    }
    for room in &rooms {
        let clear = evidence::events_of_type(&database, room, "m.room.message")?;
        ensure!(clear == 0, "{clear} messages went out in clear");
    }
    Ok(())
}
