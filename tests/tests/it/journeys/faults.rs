//! The fault bench itself: what it can do to a client is done once, by name, and the harm that it counts is found.

use anyhow::{Context, Result, ensure};
use system_tests::faults::crew::Crew;
use system_tests::faults::outcome::{Taken, Written, judge};
use system_tests::faults::play::play;
use system_tests::faults::protocol::{Command, Reading};
use system_tests::faults::rule::{Fault, Rule};
use system_tests::faults::schedule::{Act, Point, Schedule, Seat};
use system_tests::system::System;
use system_tests::until::until;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_named_point_nothing_is_lost() -> Result<()> {
    let system = System::up().await?;
    let mut crew = Crew::assemble(&system, 0).await?;
    let points = [Point::Begun, Point::Sending, Point::Sent, Point::RoomKeyQueued, Point::RoomKeySent, Point::Claimed];
    for (number, point) in points.into_iter().enumerate() {
        let acts = vec![
            Act::KillAt(Seat::Petro, point),
            Act::Write(Seat::Anna, 1),
            Act::Restart(Seat::Petro),
            Act::KillAt(Seat::Anna, point),
            Act::Restart(Seat::Anna),
        ];
        fine(&mut crew, 1000 + number as u64, acts).await.with_context(|| format!("{point:?}"))?;
    }
    for (number, point) in [Point::KeysUploading, Point::KeysUploaded].into_iter().enumerate() {
        let acts =
            vec![Act::Write(Seat::Petro, 1), Act::NewDevice(Seat::Anna, Some(point)), Act::Write(Seat::Olena, 1)];
        fine(&mut crew, 1100 + number as u64, acts).await.with_context(|| format!("{point:?}"))?;
    }
    Ok(())
}

async fn fine(crew: &mut Crew, seed: u64, acts: Vec<Act>) -> Result<()> {
    let outcome = play(crew, &Schedule { seed, acts }, false).await?;
    ensure!(outcome.counts.is_clean(), "{:#?}", outcome.findings);
    Ok(())
}

/// Events of Anna come to Petro as from Olena: nobody may be shown a message of Anna as one of Olena without a warning, and
/// a room key that comes so is worth nothing. That the bench counts what cannot be read for that shows that it can count.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_spoofed_sender_is_not_believed_and_the_harm_is_counted() -> Result<()> {
    let system = System::up().await?;
    let mut crew = Crew::assemble(&system, 0).await?;
    let id = |crew: &Crew, seat| Ok::<_, anyhow::Error>(crew.client(seat)?.person.user_id.clone());
    let (anna, olena) = (id(&crew, Seat::Anna)?, id(&crew, Seat::Olena)?);
    let spoof = Rule::new("/sync", Fault::Sender { from: anna.clone(), to: olena.clone() });

    let room = crew.meet("spoofed").await?;
    write(&crew, &room, "genuine").await?;
    until("the genuine message", || async {
        Ok(read(&crew, &room).await?.messages.iter().any(|one| one.text == "genuine").then_some(()))
    })
    .await?;
    crew.client(Seat::Petro)?.proxy.add(spoof.clone());
    write(&crew, &room, "spoofed").await?;
    let shown = until("the spoofed event", || async {
        let reading = read(&crew, &room).await?;
        let spoofed = reading.messages.iter().find(|one| one.text == "spoofed").cloned();
        Ok((spoofed.is_some() || !reading.undecryptable.is_empty()).then_some(spoofed))
    })
    .await?;
    let believed = shown.as_ref().is_some_and(|one| one.sender != anna && one.warning.is_none());
    ensure!(!believed, "a message of Anna is shown as one of Olena: {shown:?}");
    crew.client(Seat::Petro)?.proxy.lift_all();

    // In a new room the key itself comes as from Olena. What Petro had asked for before the rule would be answered without it.
    let room = crew.meet("harmed").await?;
    crew.kill(Seat::Petro).await?;
    crew.client(Seat::Petro)?.proxy.add(spoof);
    crew.restart(Seat::Petro).await?;
    write(&crew, &room, "harmed").await?;
    let harmed = Written { text: "harmed".into(), by: Seat::Anna, taken: Taken::Yes, owed: vec![Seat::Petro] };
    until("harm that is counted", || async {
        let shown = [(Seat::Anna, read_by(&crew, Seat::Anna, &room).await?), (Seat::Petro, read(&crew, &room).await?)];
        let shown = shown.into();
        let counts = judge(std::slice::from_ref(&harmed), &shown).counts;
        ensure!(counts.undecryptable == 1, "nothing is counted: {shown:?}");
        Ok(Some(()))
    })
    .await
}

async fn write(crew: &Crew, room: &str, text: &str) -> Result<()> {
    let send = Command::Send { room: room.to_owned(), text: text.to_owned() };
    crew.ask(Seat::Anna, send).await?.get()
}

async fn read(crew: &Crew, room: &str) -> Result<Reading> {
    read_by(crew, Seat::Petro, room).await
}

async fn read_by(crew: &Crew, seat: Seat, room: &str) -> Result<Reading> {
    crew.ask(seat, Command::Read { room: room.to_owned(), whole: false }).await?.get()
}
