//! Messages that are sent later: at their time, or right after the next start, and exactly once.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use client_core::view::{Draft, LaterState, LaterView};
use stack::{FINANCE, INTERIOR};
use system_tests::people::{Conversation, Person};
use system_tests::system::System;
use system_tests::until::PATIENCE;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_later_arrives_once() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let room = anna.messenger.start_direct(&petro.session.user_id).await?;
    petro.accept(&room).await?;
    let petros = petro.open(&room).await?;

    plan(&anna, &room, "while the program runs", 3).await?;
    ensure!(petros.messages().iter().all(|shown| shown.words() != "while the program runs"), "it went at once");
    petros.message("while the program runs").await?;
    nothing_is_left(&anna).await?;

    plan(&anna, &room, "while the program does not run", 2).await?;
    plan(&anna, &room, "long afterwards", 3600).await?;
    let anna = anna
        .restart_after(&system, async |_, _| {
            tokio::time::sleep(Duration::from_secs(4)).await;
            Ok(())
        })
        .await?;
    petros.message("while the program does not run").await?;
    let list = list_where(&anna, |count| count == 1).await?;
    ensure!(
        list[0].state == LaterState::Waiting && list[0].draft.markdown == "long afterwards",
        "wrong list: {list:?}"
    );

    // Once more, so that whatever might go twice has its chance.
    let anna = anna.restart(&system).await?;
    anna.messenger.send_later_now(&list[0].id).await?;
    petros.message("long afterwards").await?;
    nothing_is_left(&anna).await?;
    anna.open(&room).await?.write("the last one").await?;
    petros.message("the last one").await?;
    each_once(&petros)
}

async fn plan(person: &Person, room: &str, words: &str, in_s: u64) -> Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let at_ms = u64::try_from((now + Duration::from_secs(in_s)).as_millis())?;
    let draft = Draft { markdown: words.to_owned(), reply_to: None, mentions: Vec::new() };
    Ok(person.messenger.send_later(room, None, draft, at_ms).await?)
}

async fn list_where(person: &Person, fits: impl Fn(usize) -> bool) -> Result<Vec<LaterView>> {
    let list = person.messenger.later()?;
    let found = client_core::until(list, PATIENCE, |all| fits(all.len()).then_some(all)).await;
    found.context("the list of what is to be sent never became that long")
}

async fn nothing_is_left(person: &Person) -> Result<()> {
    list_where(person, |count| count == 0).await.map(drop)
}

fn each_once(conversation: &Conversation<'_>) -> Result<()> {
    let mut all: Vec<String> = conversation.messages().iter().map(|shown| shown.words().to_owned()).collect();
    all.retain(|words| !words.is_empty());
    all.sort();
    let mut once = all.clone();
    once.dedup();
    ensure!(all == once, "something arrived twice: {all:?}");
    Ok(())
}
