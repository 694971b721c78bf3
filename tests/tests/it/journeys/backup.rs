//! All devices of a person are closed, and nobody else is there: what a new one reads of several conversations comes out of
//! the backup alone, by itself and before anybody opens them.

use anyhow::{Context, Result, ensure};
use client_core::view::{BodyView, KeysView, NewRoom, RoomKind, TrustView};
use stack::{FINANCE, INTERIOR};
use system_tests::evidence;
use system_tests::faults::proxy::Proxy;
use system_tests::faults::rule::{Fault, Rule};
use system_tests::people::{Conversation, Person, Shown};
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};

const ROOMS: [&str; 3] = ["Budget", "Reserve", "Calendar"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_device_reads_all_conversations_out_of_the_backup_alone() -> Result<()> {
    let system = System::up().await?;
    let proxy = Proxy::before(&system).await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let key = anna.messenger.create_recovery_key().await?.key;
    petro.messenger.create_recovery_key().await?;
    for person in [&anna, &petro] {
        person.trust_is(TrustView::Ready).await?;
    }
    let rooms = write_everywhere(&system, &anna, &petro).await?;
    ensure!(seen(&anna, |keys| keys.rooms_done == keys.rooms).await?, "a device that has all keys fetches some");
    for person in [&anna, &petro] {
        person.messenger.close().await;
    }

    let new = anna.another_device_behind(&system, &proxy, "new").await?;
    new.trust_is(TrustView::NeedsRecovery).await?;
    for room in &rooms {
        new.room_where("the conversation", |one| one.id == *room).await?;
    }
    // For a while the homeserver gives no key out.
    let broken = proxy.add(Rule::new("/room_keys/keys", Fault::Status(500, None)));
    new.messenger.recover(&key).await?;
    new.trust_is(TrustView::Ready).await?;
    ensure!(seen(&new, |keys| keys == nothing_yet()).await?, "that keys are missing does not show");
    proxy.reached(broken, PATIENCE).await?;
    unreadable(&new.open(&rooms[0]).await?).await?;

    let new = new.restart(&system).await?;
    ensure!(seen(&new, |keys| keys == nothing_yet()).await?, "a restart forgets that keys are missing");
    let open = new.open(&rooms[2]).await?;
    unreadable(&open).await?;

    proxy.lift_all();
    ensure!(seen(&new, |keys| keys.rooms == 3 && keys.rooms_done == 3).await?, "not all keys have come");
    // In place: this conversation was open all the time.
    all_read(&open, ROOMS[2]).await.context("the conversation that is open")?;
    // A conversation that opens slowly may ask for a single key; what begins again asks for all keys of a conversation.
    proxy.add(Rule::new("/room_keys/keys/*/", Fault::Status(500, None)).method("GET"));
    let no_more = proxy.add(Rule::new("/room_keys/keys/", Fault::Status(500, None)).method("GET"));
    for (room, name) in rooms.iter().zip(ROOMS) {
        all_read(&new.open(room).await?, name).await.context("without the backup")?;
    }

    drop(open);
    let new = new.restart(&system).await?;
    all_read(&new.open(&rooms[1]).await?, ROOMS[1]).await?;
    ensure!(seen(&new, |keys| keys == KeysView::default()).await?, "after a restart it begins again");
    let whole = proxy.hits(no_more);
    ensure!(whole == 0, "keys that are here were fetched again, of {whole} conversations");
    Ok(())
}

fn nothing_yet() -> KeysView {
    KeysView { rooms_done: 0, rooms: 3 }
}

/// Both write in each room, so each has keys of two devices; and waits until Anna's backup holds them all.
async fn write_everywhere(system: &System, anna: &Person, petro: &Person) -> Result<Vec<String>> {
    let database = system.stack().layout().homeserver(INTERIOR).database;
    let mut rooms = Vec::new();
    for name in ROOMS {
        let invite = vec![petro.session.user_id.clone()];
        let room = NewRoom { name: name.to_owned(), topic: String::new(), kind: RoomKind::Private, invite };
        let room = anna.messenger.create_room(&room).await?;
        petro.accept(&room).await?;
        let (at_anna, at_petro) = (anna.open(&room).await?, petro.open(&room).await?);
        for number in 1..=3 {
            at_petro.write(&format!("{name}, Petro {number}")).await?;
            at_anna.message(&format!("{name}, Petro {number}")).await?;
            at_anna.write(&format!("{name}, Anna {number}")).await?;
            at_petro.message(&format!("{name}, Anna {number}")).await?;
        }
        until("the keys of both in the backup", || async {
            let sessions = evidence::sessions_in_backup(&database, &room, &anna.session.user_id)?;
            Ok((sessions.len() >= 2 && sessions.iter().all(|(_, kept)| *kept)).then_some(()))
        })
        .await?;
        rooms.push(room);
    }
    Ok(rooms)
}

/// Waits until it stands so with the keys.
async fn seen(person: &Person, wanted: impl Fn(KeysView) -> bool) -> Result<bool> {
    let fits = |keys| wanted(keys).then_some(());
    Ok(client_core::until(person.messenger.keys()?, PATIENCE, fits).await.is_some())
}

/// Messages are there, none can be read.
async fn unreadable(conversation: &Conversation<'_>) -> Result<()> {
    until("messages that cannot be read", || async {
        let messages = conversation.messages();
        let riddle = |one: &Shown| matches!(one.message.body, BodyView::Undecryptable { .. });
        ensure!(messages.iter().all(riddle), "readable without keys: {messages:?}");
        Ok((!messages.is_empty()).then_some(()))
    })
    .await
}

/// The whole conversation, in its order.
async fn all_read(conversation: &Conversation<'_>, name: &str) -> Result<()> {
    conversation.whole().await?;
    let written: Vec<String> =
        (1..=3).flat_map(|number| [format!("{name}, Petro {number}"), format!("{name}, Anna {number}")]).collect();
    until("the whole conversation", || async {
        let shown = conversation.messages();
        let words: Vec<&str> = shown.iter().map(|one| one.words()).collect();
        Ok((words == written).then_some(()))
    })
    .await
    .with_context(|| format!("{:#?}", conversation.items()))
}
