//! Clients that end at the worst moment: with their own keys on the way, with the key of a room on the way.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use stack::{FINANCE, INTERIOR};
use system_tests::evidence;
use system_tests::faults::crew::Crew;
use system_tests::faults::protocol::Command;
use system_tests::faults::rule::{Fault, Rule, Stage};
use system_tests::faults::schedule::Seat;
use system_tests::people::PASSWORD;
use system_tests::system::System;
use system_tests::until::PATIENCE;

use super::{all_read, new_device_reads, write};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_with_keys_on_the_way_a_client_goes_on_with_the_same_keys() -> Result<()> {
    let system = System::up().await?;
    let mut crew = Crew::assemble(&system, 0).await?;
    upload(&system, &mut crew).await.context("killed while its keys were uploaded")?;
    queued(&system, &mut crew).await.context("killed with a room key in the queue")
}

/// The homeserver has the keys of a new device, and the device does not know: it sends the same again.
async fn upload(system: &System, crew: &mut Crew) -> Result<()> {
    let petro = crew.client(Seat::Petro)?.person.clone();
    let database = system.stack().layout().homeserver(FINANCE).database;
    let before = evidence::device_keys(&database, &petro.user_id)?;
    crew.new_client(Seat::New, petro.clone()).await?;
    crew.ask(Seat::New, Command::Start).await?.get::<Value>()?;
    let rule = crew.client(Seat::New)?.proxy.add(Rule::new("/keys/upload", Fault::Hold(Stage::After)));
    let sign_in = Command::SignIn { email: petro.email, password: PASSWORD.to_owned() };
    let under_way = crew.post(Seat::New, sign_in)?;
    crew.client(Seat::New)?.proxy.reached(rule, PATIENCE).await?;
    let mut uploaded = evidence::device_keys(&database, &petro.user_id)?;
    uploaded.retain(|device, _| !before.contains_key(device));
    let Some((device, keys)) = uploaded.pop_first() else { bail!("no device has uploaded its keys") };
    let first = evidence::one_time_keys(&database, &petro.user_id, &device)?;
    ensure!(!first.is_empty(), "no one-time keys were uploaded");
    crew.kill(Seat::New).await?;
    drop(under_way);
    crew.client(Seat::New)?.proxy.lift_all();

    crew.boot(Seat::New)?;
    let again = crew.client(Seat::New)?.proxy.add(Rule::new("/keys/upload", Fault::Delay(0)));
    let start: Value = crew.ask(Seat::New, Command::Start).await?.get()?;
    ensure!(start["state"] == "signed_in", "after the kill: {start}");
    crew.client(Seat::New)?.proxy.reached(again, PATIENCE).await.context("the keys once more")?;
    crew.enter(Seat::New).await?;
    let now = evidence::device_keys(&database, &petro.user_id)?;
    ensure!(now.len() == before.len() + 1, "{} devices instead of one more than {}", now.len(), before.len());
    let same = |text: &str| serde_json::from_str::<Value>(text).map(|keys| keys["keys"].clone());
    ensure!(same(&now[&device])? == same(&keys)?, "the device has other keys than before");
    // What others have taken meanwhile is replaced; nothing beyond that is new.
    let second = evidence::one_time_keys(&database, &petro.user_id, &device)?;
    let taken = first.keys().filter(|id| !second.contains_key(*id)).count();
    let new = second.keys().filter(|id| !first.contains_key(*id)).count();
    ensure!(new <= taken, "{new} other one-time keys, {taken} of the first were taken");
    for (id, key) in &first {
        ensure!(second.get(id).is_none_or(|now| now == key), "another key under the id of one that was uploaded");
    }
    // The first message to it takes one of those keys.
    new_device_reads(crew, "after the upload").await?;
    crew.remove(Seat::New).await;
    Ok(())
}

/// The room key is in the queue, the message behind it.
async fn queued(system: &System, crew: &mut Crew) -> Result<()> {
    let database = system.stack().layout().homeserver(INTERIOR).database;
    for (stage, name) in [(Stage::Before, "before the server has it"), (Stage::After, "after the server has it")] {
        let room = crew.meet(name).await?;
        let rule = crew.client(Seat::Anna)?.proxy.add(Rule::new("/sendToDevice/", Fault::Hold(stage)));
        write(crew, Seat::Anna, &room, name).await?;
        crew.client(Seat::Anna)?.proxy.reached(rule, PATIENCE).await?;
        let sent = evidence::events_of_type(&database, &room, "m.room.encrypted")?;
        ensure!(sent == 0, "the message went before its key");
        crew.kill(Seat::Anna).await?;
        crew.client(Seat::Anna)?.proxy.lift_all();
        crew.restart(Seat::Anna).await?;
        all_read(crew, &room, name).await?;
        let sent = evidence::events_of_type(&database, &room, "m.room.encrypted")?;
        ensure!(sent == 1, "{sent} events for one message");
    }
    Ok(())
}
