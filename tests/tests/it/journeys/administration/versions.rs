//! Rooms from before: one of an old version goes on in a new one, and its people come along; one that lets everybody read is
//! read before one enters it.
//!
//! Today's policy makes rooms of the present version only, and none that lets everybody read, so these come from the time
//! before: they are made while the homeserver has no module.

use anyhow::{Context, Result, ensure};
use client_core::view::{MembershipView, NewRoom, RoomKind, RoomRole, UnitRoomView};
use futures_util::StreamExt;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use stack::INTERIOR;
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;

use super::{Team, details_where};

pub(super) async fn an_old_room_goes_on_in_a_new_one(system: &System, team: &Team) -> Result<()> {
    let Team { anna, olha, petro } = team;
    let (old, readable) = rooms_from_before(system, anna).await?;
    read_before_entering(system, team, &readable).await?;
    anna.room_where("the old room", |row| row.id == old && row.membership == MembershipView::Joined).await?;
    for person in [olha, petro] {
        anna.messenger.invite(&old, &person.session.user_id).await?;
        person.accept(&old).await?;
    }
    anna.messenger.open_to_externals(&old).await?;
    let annas = anna.open(&old).await?;
    annas.write("Written in the old room").await?;
    petro.open(&old).await?.message("Written in the old room").await?;
    details_where(petro, &old, "no newer version for members", |details| details.upgrade.is_none()).await?;
    let details = details_where(anna, &old, "a newer version", |details| details.upgrade.is_some()).await?;
    let upgrade = details.upgrade.context("a newer version")?;
    ensure!((upgrade.from.as_str(), upgrade.to.as_str()) == ("10", "12"), "{upgrade:?}");

    let states: Vec<_> = anna.messenger.upgrade_room(&old)?.collect().await;
    let Some(UnitRoomView::Done { room: new, invited: 2, failed: 0 }) = states.last() else {
        anyhow::bail!("the room is not brought to the newer version: {states:?}");
    };
    for person in [olha, petro] {
        details_where(person, &old, "where it goes on", |details| {
            details.successor.as_ref() == Some(new) && !details.can_write && details.upgrade.is_none()
        })
        .await?;
        person.room_where("the invitation", |row| row.id == *new).await?;
        let followed = person.messenger.follow_room(&old).await?;
        ensure!(followed == *new, "{followed}");
        person
            .room_where("the new room", |row| {
                row.id == *new && row.membership == MembershipView::Joined && row.name == "From before" && row.externals
            })
            .await?;
    }
    let details = details_where(anna, new, "everybody in the new room", |details| {
        details.members.iter().filter(|member| !member.invited).count() == 3
    })
    .await?;
    ensure!(details.role == RoomRole::Administrator && details.topic == "Old but good", "{details:?}");
    ensure!(details.summary.encrypted && details.upgrade.is_none() && details.successor.is_none(), "{details:?}");
    anna.open(new).await?.write("Written in the new room").await?;
    for person in [olha, petro] {
        person.open(new).await?.message("Written in the new room").await?;
    }
    Ok(())
}

/// By those whose homeserver has it; the others are told that there is nothing to show.
async fn read_before_entering(system: &System, team: &Team, room: &str) -> Result<()> {
    let server = &team.anna.sample.server_name;
    let card = team.olha.messenger.public_room(room, server).await?;
    let words: Vec<&str> = card.messages.iter().map(|one| one.text.as_str()).collect();
    ensure!(card.readable && words == ["First", "Second"], "{card:?}");
    ensure!(card.messages.iter().all(|one| one.sender == team.anna.sample.name && !one.own), "{card:?}");
    let card = team.petro.messenger.public_room(room, server).await?;
    ensure!(card.messages.is_empty(), "{card:?}");
    // A room of today: the earlier messages open to those who enter.
    let new = NewRoom { name: "Of today".into(), topic: String::new(), kind: RoomKind::Public, invite: Vec::new() };
    let today = team.anna.messenger.create_room(&new).await?;
    let card = team.olha.messenger.public_room(&today, server).await?;
    ensure!(!card.readable && card.messages.is_empty(), "{card:?}");
    let client = StockClient::sign_in(&system.stack().front_door(INTERIOR), &team.anna.sample.email, PASSWORD).await?;
    let path = format!("/_matrix/client/v3/rooms/{today}/state/m.room.history_visibility");
    let (status, answer) =
        client.json(Method::PUT, &path, Some(json!({"history_visibility": "world_readable"}))).await?;
    ensure!(status == StatusCode::FORBIDDEN, "{status} {answer}");
    Ok(())
}

/// Makes a room of an old version and one that lets everybody read, at the homeserver as it was before it had the module.
async fn rooms_from_before(system: &System, anna: &Person) -> Result<(String, String)> {
    let config = system.stack().layout().homeserver(INTERIOR).config;
    let with_module = std::fs::read_to_string(&config)?;
    let (before, rest) = with_module.split_once("\nmodules:\n").context("the homeserver has no module")?;
    let (_, after) = rest.split_once("\n\n").context("nothing follows the module")?;
    system.kill("synapse-interior").await?;
    std::fs::write(&config, format!("{before}\n\n{after}"))?;
    system.start("synapse-interior").await?;
    let stock = StockClient::sign_in(&system.stack().upstream(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let state = |kind: &str, content: Value| json!({"type": kind, "state_key": "", "content": content});
    let old = json!({"preset": "private_chat", "name": "From before", "topic": "Old but good", "room_version": "10",
        "initial_state": [state("m.room.encryption", json!({"algorithm": "m.megolm.v1.aes-sha2"}))]});
    let old = create(&stock, old).await?;
    let readable = json!({"preset": "public_chat", "visibility": "public", "name": "Notice board",
        "initial_state": [state("m.room.history_visibility", json!({"history_visibility": "world_readable"}))]});
    let readable = create(&stock, readable).await?;
    for words in ["First", "Second"] {
        let path = format!("/_matrix/client/v3/rooms/{readable}/send/m.room.message/{words}");
        let text = json!({"msgtype": "m.text", "body": words});
        let (status, answer) = stock.json(Method::PUT, &path, Some(text)).await?;
        ensure!(status == StatusCode::OK, "{status} {answer}");
    }
    system.kill("synapse-interior").await?;
    std::fs::write(&config, with_module)?;
    system.start("synapse-interior").await?;
    Ok((old, readable))
}

async fn create(stock: &StockClient, asked: Value) -> Result<String> {
    let (status, answer) = stock.json(Method::POST, "/_matrix/client/v3/createRoom", Some(asked)).await?;
    ensure!(status == StatusCode::OK, "{status} {answer}");
    Ok(answer["room_id"].as_str().context("a room id")?.to_owned())
}
