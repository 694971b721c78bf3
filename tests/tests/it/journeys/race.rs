//! Races: sending at once after a room's creation puts nothing in clear on the server; somebody of another ministry comes in
//! while others write.

use anyhow::{Context, Result, ensure};
use client_core::view::{Draft, NewRoom, RoomKind};
use reqwest::Method;
use serde_json::{Value, json};
use stack::{FINANCE, INTERIOR};
use system_tests::evidence;
use system_tests::people::Person;
use system_tests::stock::StockClient;
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
        let draft = Draft { markdown: format!("at once {number}"), reply_to: None, mentions: Vec::new() };
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

/// Events that are written while another homeserver joins make Synapse tie the room together with one of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_comes_in_from_afar_while_others_write() -> Result<()> {
    let system = System::up().await?;
    let anna = StockClient::sign_up(&system, INTERIOR, 1).await?;
    let petro = StockClient::sign_up(&system, FINANCE, 1).await?;
    let (_, annas) = anna.user_id.split_once(':').context("an account has a homeserver")?;
    let database = system.stack().layout().homeserver(INTERIOR).database;
    for number in 0..40 {
        let new = json!({"preset": "private_chat", "name": format!("Room {number}"), "invite": [petro.user_id]});
        let made = anna.must(Method::POST, "/_matrix/client/v3/createRoom", Some(new)).await?;
        let room = made["room_id"].as_str().context("a room without an id")?;
        let writing = async {
            let mut count = 0_u32;
            loop {
                let path = format!("/_matrix/client/v3/rooms/{room}/send/m.room.encrypted/{count}");
                anna.must(Method::PUT, &path, Some(encrypted())).await?;
                count += 1;
            }
        };
        let path = format!("/_matrix/client/v3/join/{room}?server_name={annas}");
        let joining = petro.must(Method::POST, &path, Some(json!({})));
        tokio::select! {
            refused = writing => return refused,
            joined = joining => joined.context("joining")?,
        };
        if evidence::rooms_with(&database, "org.matrix.dummy_event")? > 0 {
            return Ok(());
        }
    }
    anyhow::bail!("no join met a message on its way: this has shown nothing")
}

fn encrypted() -> Value {
    json!({"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AAAA", "session_id": "s", "device_id": "D", "sender_key": "k"})
}
