//! Searching what was written, on the real parts and encrypted: words in other forms, a change, a deletion, a restart, a file,
//! and what was there before a device was.

use anyhow::{Context, Result, ensure};
use client_core::view::{FoundMessages, MessageQuery, NewRoom, OlderView, RoomKind};
use futures_util::StreamExt;
use stack::{FINANCE, INTERIOR};
use system_tests::people::Person;
use system_tests::system::System;
use system_tests::until::until;

fn words(words: &str) -> MessageQuery {
    MessageQuery { words: words.to_owned(), ..MessageQuery::default() }
}

/// Waits until a search finds so many messages.
async fn finds(person: &Person, query: &MessageQuery, count: usize) -> Result<FoundMessages> {
    until(&format!("{count} messages for {query:?}"), || async {
        let found = person.messenger.search_messages(query).await?;
        Ok((found.messages.len() == count).then_some(found))
    })
    .await
    .with_context(|| format!("{} searches", person.session.name))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_is_found_in_any_form_and_no_longer_once_it_is_deleted() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 1).await?;
    let petro = Person::sign_up(&system, FINANCE, 1).await?;
    let new = NewRoom {
        name: "Budget of the reserve".into(),
        topic: String::new(),
        kind: RoomKind::Private,
        invite: vec![anna.session.user_id.clone()],
    };
    let room = petro.messenger.create_room(&new).await?;
    anna.accept(&room).await?;
    let (annas, petros) = (anna.open(&room).await?, petro.open(&room).await?);
    petros.write("Надсилаю рішення комісії про резерв").await?;
    petros.write("Les réunions de l’équipe sont déplacées").await?;
    annas.message("Les réunions de l’équipe sont déplacées").await?;

    for person in [&anna, &petro] {
        let found = finds(person, &words("комісія рішенням"), 1).await?;
        let message = &found.messages[0];
        ensure!(message.room_id == room && message.sender == petro.session.name, "something else: {message:?}");
        ensure!(message.line.iter().any(|part| part.marked && part.text == "комісії"), "not marked: {message:?}");
        finds(person, &words("réunion equipe"), 1).await?;
        finds(person, &words("gazoduc"), 0).await?;
    }
    let by_petro = MessageQuery { sender_id: Some(petro.session.user_id.clone()), ..words("комісія") };
    finds(&anna, &by_petro, 1).await?;
    finds(&anna, &MessageQuery { sender_id: Some(anna.session.user_id.clone()), ..by_petro }, 0).await?;

    let first = petros.message("Надсилаю рішення комісії про резерв").await?;
    petro.messenger.edit(&room, &first.item, "Надсилаю рішення ради про резерв", &[]).await?;
    finds(&anna, &words("рада"), 1).await?;
    finds(&anna, &words("комісія"), 0).await?;
    let second = petros.message("Les réunions de l’équipe sont déplacées").await?;
    petro.messenger.delete(&room, &second.item, "").await?;
    finds(&anna, &words("réunion"), 0).await?;
    finds(&petro, &words("réunion"), 0).await?;

    let anna = anna.restart(&system).await?;
    finds(&anna, &words("рада"), 1).await?;
    finds(&anna, &words("réunion"), 0).await?;
    finds(&anna, &words("комісія"), 0).await?;

    let steps: Vec<OlderView> = anna.messenger.search_older(Some(&room))?.collect().await;
    let Some(OlderView::Done { coverage }) = steps.last() else {
        anyhow::bail!("older messages were not fetched: {steps:?}");
    };
    ensure!(!coverage.building && (coverage.whole || coverage.from_ms.is_some()), "no coverage: {coverage:?}");
    // What one has left is not searched.
    anna.messenger.leave_room(&room).await?;
    finds(&anna, &words("рада"), 0).await?;
    Ok(())
}
