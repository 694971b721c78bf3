//! A device's data come to harm: each ends in a plain word and a way on, never in a crash or the same fault again and again.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use client_core::view::ProblemView;
use serde_json::{Value, json};
use system_tests::faults::crew::Crew;
use system_tests::faults::protocol::{Command, Reading};
use system_tests::faults::runner::{Answer, Place, Runner};
use system_tests::faults::schedule::Seat;
use system_tests::people::PASSWORD;
use system_tests::system::System;
use system_tests::until::until;

/// Anna's device with a room and a message, closed; and copies of its data to do harm to.
struct Scene {
    crew: Crew,
    room: String,
    place: Place,
}

impl Scene {
    async fn new(system: &System) -> Result<Self> {
        let mut crew = Crew::assemble(system, 0).await?;
        let room = crew.meet("damaged").await?;
        crew.ask(Seat::Anna, Command::Send { room: room.clone(), text: "before".to_owned() }).await?.get::<()>()?;
        reads(&crew, &room, "before").await?;
        let place = crew.client(Seat::Anna)?.place.clone();
        crew.stop(Seat::Anna).await?;
        Ok(Self { crew, room, place })
    }

    /// A copy of the data.
    fn copy(&self, name: &str) -> Result<Place> {
        let to = self.place.data_dir.with_file_name(name);
        copy(&self.place.data_dir, &to)?;
        Ok(Place { data_dir: to, ..self.place.clone() })
    }

    /// Signs in on the damaged folder, enters the recovery key, and reads what was there before.
    async fn begins_anew(&self, runner: &Runner) -> Result<()> {
        let person = self.crew.client(Seat::Anna)?.person.clone();
        runner.ask(Command::SignIn { email: person.email, password: PASSWORD.to_owned() }).await.get::<Value>()?;
        runner.ask(Command::Recover { key: person.recovery_key }).await.get::<Value>()?;
        until("the message from before", || async {
            let read = Command::Read { room: self.room.clone(), whole: true };
            let reading: Reading = runner.ask(read).await.get()?;
            Ok(reading.messages.iter().any(|one| one.text == "before").then_some(()))
        })
        .await
    }
}

async fn reads(crew: &Crew, room: &str, text: &str) -> Result<()> {
    until("a message", || async {
        let read = Command::Read { room: room.to_owned(), whole: true };
        let reading: Reading = crew.ask(Seat::AnnaAgain, read).await?.get()?;
        Ok(reading.messages.iter().any(|one| one.text == text).then_some(()))
    })
    .await
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?
        } else {
            let _ = std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// What is done to the bytes of a file.
type Harm = fn(Vec<u8>) -> Vec<u8>;

/// All files below a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_store_is_said_plainly_and_signing_in_mends_it() -> Result<()> {
    let system = System::up().await?;
    let scene = Scene::new(&system).await?;
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stored: Vec<String> = files(&scene.place.data_dir)?.iter().map(|path| name(path)).collect();
    ensure!(stored.iter().any(|one| one == "session"), "where is the session? {stored:?}");

    let harms: [(&str, Harm); 3] = [
        ("emptied", |_| Vec::new()),
        ("truncated", |bytes| bytes[..bytes.len() / 2].to_vec()),
        ("flipped", |mut bytes| {
            // The header of a database, the nonce of the session: both decide about everything.
            bytes[17] ^= 1;
            bytes
        }),
    ];
    let mut plainly = 0;
    for (harm, change) in harms {
        for file in ["session", "matrix-sdk-crypto.sqlite3", "matrix-sdk-state.sqlite3"] {
            let place = scene.copy(&format!("{harm}-{file}"))?;
            for path in files(&place.data_dir)?.into_iter().filter(|path| name(path).starts_with(file)) {
                if name(&path) == file {
                    std::fs::write(&path, change(std::fs::read(&path)?))?;
                } else {
                    // What was not written into the file yet would mend it.
                    std::fs::remove_file(&path)?;
                }
            }
            let mut seen = Vec::new();
            for _ in 0..2 {
                let runner = Runner::start(&place)?;
                let start = runner.ask(Command::Start).await;
                ensure!(start != Answer::Gone, "{harm} {file}: the client has ended");
                seen.push(start);
                let ended = runner.stop().await.with_context(|| format!("{harm} {file}"))?;
                ensure!(ended, "{harm} {file}: the client does not end well");
            }
            ensure!(seen[0] == seen[1], "{harm} {file}: first {:?}, then {:?}", seen[0], seen[1]);
            let Answer::Done(start) = &seen[0] else { bail!("{harm} {file}: {:?}", seen[0]) };
            // An emptied database is a new one: it is made again, and the keys come from the backup.
            ensure!(start["state"] != "signed_out", "{harm} {file}: as if nothing had been there");
            plainly += u32::from(start["state"] == "store_damaged");
        }
    }
    ensure!(plainly >= 6, "only {plainly} of nine were told");

    let place = scene.copy("wrong-key")?;
    let place = Place { key: "00".repeat(32), ..place };
    let runner = Runner::start(&place)?;
    let start: Value = runner.ask(Command::Start).await.get()?;
    ensure!(start == json!({"state": "store_damaged"}), "with a wrong key: {start}");
    scene.begins_anew(&runner).await.context("signing in after a wrong key")?;
    ensure!(runner.stop().await?);
    let runner = Runner::start(&place)?;
    let start: Value = runner.ask(Command::Start).await.get()?;
    ensure!(start["state"] == "signed_in", "after the mending: {start}");
    Ok(())
}

/// A folder that cannot be written to, and a disk that is full: the client says so or goes on, and when there is room again
/// it is as before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_room_to_write_nothing_breaks_for_good() -> Result<()> {
    let system = System::up().await?;
    let scene = Scene::new(&system).await?;
    // Signals for too large files are off, so that writing fails as it does on a full disk.
    let full = ["sh", "-c", "trap '' XFSZ; ulimit -f 1; exec \"$@\"", "sh"];
    let no_rights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];
    for (name, outer) in [("full", full.as_slice()), ("read-only", no_rights.as_slice())] {
        let place = scene.copy(name)?;
        if name == "read-only" {
            rights(&place.data_dir, 0o500, 0o400)?;
        }
        for _ in 0..2 {
            let runner = Runner::start_under(&place, Some(outer))?;
            let start = runner.ask(Command::Start).await;
            ensure!(start != Answer::Gone, "{name}: the client has ended");
            if matches!(&start, Answer::Done(start) if start["state"] == "signed_in") {
                let send = Command::Send { room: scene.room.clone(), text: format!("{name}, perhaps") };
                let sent = runner.ask(send).await;
                ensure!(sent != Answer::Gone, "{name}: the client has ended when it was to write");
            }
            ensure!(runner.stop().await?, "{name}: the client does not end well");
        }
        if name == "read-only" {
            rights(&place.data_dir, 0o700, 0o600)?;
        }
        let runner = Runner::start(&place)?;
        let start: Value = runner.ask(Command::Start).await.get()?;
        ensure!(start["state"] == "signed_in", "{name}, afterwards: {start}");
        let text = format!("after {name}");
        let send = Command::Send { room: scene.room.clone(), text: text.clone() };
        runner.ask(send).await.get::<()>().with_context(|| format!("{name}, afterwards"))?;
        reads(&scene.crew, &scene.room, &text).await.with_context(|| format!("{name}, afterwards"))?;
        ensure!(runner.stop().await?);
    }
    Ok(())
}

fn rights(folder: &Path, of_folders: u32, of_files: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rights(&path, of_folders, of_files)?;
        } else {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(of_files))?;
        }
    }
    Ok(std::fs::set_permissions(folder, std::fs::Permissions::from_mode(of_folders))?)
}

/// A second program on the same data is told so and touches nothing; once the first has ended, even by a crash, it opens.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_program_at_a_time_has_the_data() -> Result<()> {
    let system = System::up().await?;
    let scene = Scene::new(&system).await?;
    let signed_in = async |runner: &Runner| {
        let start: Value = runner.ask(Command::Start).await.get()?;
        ensure!(start["state"] == "signed_in", "the state is {start}");
        Ok(())
    };
    let writes = async |runner: &Runner, text: &str| {
        let send = Command::Send { room: scene.room.clone(), text: text.to_owned() };
        runner.ask(send).await.get::<()>()?;
        reads(&scene.crew, &scene.room, text).await
    };
    let (first, second) = (Runner::start(&scene.place)?, Runner::start(&scene.place)?);
    signed_in(&first).await.context("the first program")?;
    let told = Answer::Problem(ProblemView::OpenElsewhere);
    let start = second.ask(Command::Start).await;
    ensure!(start == told, "the second program starts with {start:?}");
    let email = scene.crew.client(Seat::Anna)?.person.email.clone();
    let entered = second.ask(Command::SignIn { email, password: PASSWORD.to_owned() }).await;
    ensure!(entered == told, "the second program signs in: {entered:?}");
    writes(&first, "the first has it").await?;

    first.kill().await?;
    signed_in(&second).await.context("after the first was killed")?;
    writes(&second, "the second has it").await?;
    ensure!(second.stop().await?, "the second does not end well");
    let third = Runner::start(&scene.place)?;
    signed_in(&third).await.context("after the second was closed")?;
    writes(&third, "the third has it").await
}
