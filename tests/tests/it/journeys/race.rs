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
    for room in &rooms {
        until("the encrypted message on the server", || async {
            Ok((evidence::events_of_type(&database, room, "m.room.encrypted")? > 0).then_some(()))
        })
        .await?;
        let clear = evidence::events_of_type(&database, room, "m.room.message")?;
        ensure!(clear == 0, "{clear} messages went out in clear");
    }
    Ok(())
}
