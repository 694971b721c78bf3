//! Requests for keys that the homeserver does not answer for a while: messages wait, and go when it answers again.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use stack::{FINANCE, INTERIOR};
use system_tests::evidence;
use system_tests::faults::crew::Crew;
use system_tests::faults::protocol::Command;
use system_tests::faults::runner::Answer;
use system_tests::faults::schedule::Seat;
use system_tests::people::PASSWORD;
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};

use super::{all_read, blocked, new_device_reads, read, reads, write};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_while_keys_cannot_be_had_waits_and_is_read_by_all() -> Result<()> {
    let system = System::up().await?;
    let mut crew = Crew::assemble(&system, 0).await?;
    let database = system.stack().layout().homeserver(INTERIOR).database;

    // Nobody has written to anybody yet, so the first message needs one-time keys of others.
    for (name, path) in [("claim", "/keys/claim"), ("to-device", "/sendToDevice/")] {
        let room = crew.meet(name).await?;
        let rule = crew.client(Seat::Anna)?.proxy.add(blocked(path));
        waits(&crew, &database, &room, name).await?;
        crew.client(Seat::Anna)?.proxy.reached(rule, PATIENCE).await.with_context(|| format!("{path} at Anna"))?;
        goes(&crew, &database, &room, name).await?;
    }
    query(&mut crew, &database).await.context("query")?;
    upload(&system, &mut crew).await.context("upload")
}

/// Anna writes, and her message waits: nothing goes that nobody has the key for.
async fn waits(crew: &Crew, database: &Path, room: &str, text: &str) -> Result<()> {
    write(crew, Seat::Anna, room, text).await?;
    until("the message that waits", || async {
        let reading = read(crew, Seat::Anna, room).await?;
        Ok(reading.messages.iter().any(|one| one.text == text && one.delivery == "waiting").then_some(()))
    })
    .await?;
    let sent = evidence::events_of_type(database, room, "m.room.encrypted")?;
    ensure!(sent == 0, "{text}: a message went that nobody has the key for");
    Ok(())
}

/// The homeserver answers Anna again: her message goes, once, and everybody reads it.
async fn goes(crew: &Crew, database: &Path, room: &str, text: &str) -> Result<()> {
    crew.client(Seat::Anna)?.proxy.lift_all();
    all_read(crew, room, text).await?;
    let sent = evidence::events_of_type(database, room, "m.room.encrypted")?;
    ensure!(sent == 1, "{text}: {sent} events for one message");
    Ok(())
}

/// Anna has been told that Petro's devices are others now, and cannot ask which: what she writes waits for that, and the new
/// device reads it with a key that came from her.
async fn query(crew: &mut Crew, database: &Path) -> Result<()> {
    let room = crew.meet("query").await?;
    let rule = crew.client(Seat::Anna)?.proxy.add(blocked("/keys/query"));
    let petro = crew.client(Seat::Petro)?.person.clone();
    crew.new_client(Seat::New, petro).await?;
    crew.enter(Seat::New).await?;
    crew.client(Seat::Anna)?.proxy.reached(rule, PATIENCE).await.context("a query at Anna")?;
    waits(crew, database, &room, "query").await?;
    // Nothing comes out of the backup.
    crew.client(Seat::New)?.proxy.add(blocked("/room_keys/"));
    goes(crew, database, &room, "query").await?;
    reads(crew, Seat::New, &room, "query").await?;
    crew.remove(Seat::New).await;
    Ok(())
}

/// A new device of Petro cannot publish its keys; when it can, it reads what is written, and nothing is left of the attempt.
async fn upload(system: &System, crew: &mut Crew) -> Result<()> {
    let petro = crew.client(Seat::Petro)?.person.clone();
    let database = system.stack().layout().homeserver(FINANCE).database;
    let before = evidence::device_keys(&database, &petro.user_id)?;
    crew.new_client(Seat::New, petro.clone()).await?;
    crew.ask(Seat::New, Command::Start).await?.get::<Value>()?;
    let rule = crew.client(Seat::New)?.proxy.add(blocked("/keys/upload"));
    let sign_in = Command::SignIn { email: petro.email.clone(), password: PASSWORD.to_owned() };
    let answer = crew.ask(Seat::New, sign_in).await?;
    ensure!(answer != Answer::Gone, "the client has ended");
    crew.client(Seat::New)?.proxy.reached(rule, PATIENCE).await.context("an upload")?;
    let published = evidence::device_keys(&database, &petro.user_id)?;
    ensure!(published == before, "keys were published through a request that was blocked");
    crew.client(Seat::New)?.proxy.lift_all();
    crew.enter(Seat::New).await.with_context(|| format!("signing in answered {answer:?}"))?;
    new_device_reads(crew, "uploaded").await?;
    let now = evidence::device_keys(&database, &petro.user_id)?;
    ensure!(now.len() == before.len() + 1, "one new device has left {} with keys", now.len() - before.len());
    crew.remove(Seat::New).await;
    Ok(())
}
