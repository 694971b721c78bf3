//! Killing parts in the middle: the client says what is wrong, recovers by itself and loses nothing.

use anyhow::{Context, Result, ensure};
use client_core::view::{BodyView, ConnectionView, DeliveryView, FileSending, OfflineCause, SafetyView};
use futures_util::StreamExt;
use stack::{FINANCE, INTERIOR};
use system_tests::people::{Conversation, Person, Shown};
use system_tests::system::System;
use system_tests::until::PATIENCE;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_when_parts_are_killed() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 2).await?;
    let petro = Person::sign_up(&system, FINANCE, 2).await?;
    let room = anna.messenger.start_direct(&petro.session.user_id).await?;
    petro.accept(&room).await?;
    let (annas, petros) = (anna.open(&room).await?, petro.open(&room).await?);
    annas.write("before").await?;
    petros.message("before").await?;

    without_antivirus_files_wait_and_text_flows(&system, &annas, &petros, &anna).await?;
    what_was_looked_at_shows_without_the_scanner(&system, &petros, &petro).await?;
    a_killed_part_comes_back(&system, "scanner", &annas, &petros).await?;

    system.kill("synapse-interior").await?;
    connection_is(&anna, |c| matches!(c, ConnectionView::Offline { cause: OfflineCause::Homeserver })).await?;
    annas.write("while the homeserver is away").await?;
    annas
        .message_where("a waiting message", |s| {
            s.words() == "while the homeserver is away" && s.message.delivery != DeliveryView::Sent
        })
        .await?;
    system.start("synapse-interior").await?;
    petros.message("while the homeserver is away").await?;
    connection_is(&anna, |c| *c == ConnectionView::Online).await?;

    system.kill("bridge").await?;
    connection_is(&anna, |c| matches!(c, ConnectionView::Offline { cause: OfflineCause::Network })).await?;
    annas.write("while the front door is away").await?;
    system.start("bridge").await?;
    petros.message("while the front door is away").await?;

    let sent: Vec<String> = petros.messages().iter().map(|s| s.words().to_owned()).filter(|w| !w.is_empty()).collect();
    let mut once = sent.clone();
    once.dedup();
    ensure!(sent == once, "something arrived twice: {sent:?}");
    Ok(())
}

async fn without_antivirus_files_wait_and_text_flows(
    system: &System,
    annas: &Conversation<'_>,
    petros: &Conversation<'_>,
    anna: &Person,
) -> Result<()> {
    system.kill("clamd").await?;
    anna.messenger.send_file(annas.room_id(), "waits.txt", "text/plain", b"a file that waits".to_vec()).await?;
    annas
        .message_where("a file that could not be checked yet", |s| {
            matches!(&s.message.body, BodyView::File(f) if f.name == "waits.txt" && f.safety == SafetyView::NotCheckedYet)
        })
        .await?;
    let how = FileSending { caption: "Only on **Monday**".to_owned(), ..FileSending::default() };
    anna.messenger.send_file_as(annas.room_id(), STOPPED, "text/plain", LATER.to_vec(), &how).await?;
    let stopped = annas.message_where("a file to be stopped", |s| is_file(s, STOPPED)).await?;
    anna.messenger.pause_send(&stopped.item).await?;
    let paused = |s: &Shown| is_file(s, STOPPED) && s.message.delivery == DeliveryView::Paused;
    annas.message_where("a file that is stopped", paused).await?;
    annas.write("text flows meanwhile").await?;
    petros.message("text flows meanwhile").await?;
    let early = petros.messages().iter().any(|s| is_file(s, "waits.txt"));
    ensure!(!early, "an unchecked file was sent");
    system.start("clamd").await?;
    petros
        .message_where(
            "the file after all",
            |s| matches!(&s.message.body, BodyView::File(f) if f.name == "waits.txt" && f.safety == SafetyView::Safe),
        )
        .await?;
    annas.message_where("the file that is still stopped", paused).await?;
    ensure!(!petros.messages().iter().any(|s| is_file(s, STOPPED)), "a stopped file was sent");
    anna.messenger.retry_send(annas.room_id(), &stopped.item).await?;
    let whole = |s: &Shown| {
        matches!(&s.message.body, BodyView::File(f) if f.name == STOPPED && f.safety == SafetyView::Safe
            && f.caption.as_ref().is_some_and(|caption| caption.plain == "Only on Monday"))
    };
    petros.message_where("the stopped file with its words", whole).await?;
    Ok(())
}

/// A file that was stopped on its way.
const STOPPED: &str = "stopped.txt";
const LATER: &[u8] = b"a file that goes when its sender says so";

fn is_file(shown: &Shown, name: &str) -> bool {
    matches!(&shown.message.body, BodyView::File(file) if file.name == name)
}

/// The second look needs nobody; saving asks the scanner every time.
async fn what_was_looked_at_shows_without_the_scanner(
    system: &System,
    petros: &Conversation<'_>,
    petro: &Person,
) -> Result<()> {
    let shown = petros.message_where("the file", |s| is_file(s, STOPPED)).await?;
    let BodyView::File(file) = &shown.message.body else { anyhow::bail!("no file") };
    ensure!(petro.messenger.look_at_file(&file.handle).await? == LATER, "other bytes are shown");
    system.kill("scanner").await?;
    ensure!(petro.messenger.look_at_file(&file.handle).await? == LATER, "other bytes are shown the second time");
    ensure!(petro.messenger.open_file(&file.handle).await.is_err(), "a file was saved without the scanner");
    system.start("scanner").await
}

async fn a_killed_part_comes_back(
    system: &System,
    part: &'static str,
    annas: &Conversation<'_>,
    petros: &Conversation<'_>,
) -> Result<()> {
    system.kill(part).await?;
    let words = format!("while {part} is away");
    annas.write(&words).await?;
    petros.message(&words).await?;
    system.start(part).await
}

async fn connection_is(person: &Person, wanted: impl Fn(&ConnectionView) -> bool) -> Result<()> {
    let mut states = Box::pin(person.messenger.connection()?);
    let mut seen = Vec::new();
    let wait = async {
        while let Some(state) = states.next().await {
            if wanted(&state) {
                return true;
            }
            seen.push(state);
        }
        false
    };
    let came = tokio::time::timeout(PATIENCE, wait).await;
    ensure!(came.ok().context("the connection's state did not come")?, "the stream of the connection ended: {seen:?}");
    Ok(())
}
