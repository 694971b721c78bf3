//! Keys on their way: requests that do not get through, clients that end in the middle, and a homeserver that lies about
//! devices and members. Evidence is what people see, and what the homeservers' own files hold.

mod away;
mod blocked;
mod homeserver;
mod killed;
mod rotation;

use anyhow::{Context, Result, ensure};
use system_tests::faults::crew::Crew;
use system_tests::faults::protocol::{Command, Reading};
use system_tests::faults::rule::{Fault, Rule};
use system_tests::faults::schedule::{SEATS, Seat};
use system_tests::until::until;

/// What somebody sees of a room.
async fn read(crew: &Crew, seat: Seat, room: &str) -> Result<Reading> {
    crew.ask(seat, Command::Read { room: room.to_owned(), whole: true }).await?.get()
}

/// Waits until somebody reads a message.
async fn reads(crew: &Crew, seat: Seat, room: &str, text: &str) -> Result<()> {
    until("a message", || async {
        let reading = read(crew, seat, room).await?;
        Ok(reading.messages.iter().any(|one| one.text == text).then_some(()))
    })
    .await
    .with_context(|| format!("{seat:?} is to read {text:?}"))
}

/// Waits until everybody reads a message, and looks whether anybody sees it twice.
async fn all_read(crew: &Crew, room: &str, text: &str) -> Result<()> {
    for seat in SEATS {
        reads(crew, seat, room, text).await?;
        let reading = read(crew, seat, room).await?;
        let times = reading.messages.iter().filter(|one| one.text == text).count();
        ensure!(times == 1, "{seat:?} sees {text:?} {times} times");
    }
    Ok(())
}

async fn write(crew: &Crew, seat: Seat, room: &str, text: &str) -> Result<()> {
    crew.ask(seat, Command::Send { room: room.to_owned(), text: text.to_owned() }).await?.get()
}

/// A new device of Petro, with a key that came from Anna: nothing comes out of the backup.
async fn new_device_reads(crew: &Crew, name: &str) -> Result<()> {
    let room = crew.meet(name).await?;
    crew.client(Seat::New)?.proxy.add(blocked("/room_keys/"));
    write(crew, Seat::Anna, &room, name).await?;
    reads(crew, Seat::New, &room, name).await
}

fn blocked(path: &str) -> Rule {
    Rule::new(path, Fault::Status(500, None))
}
