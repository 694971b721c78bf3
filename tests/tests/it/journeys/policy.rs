//! The policy's table over the wire: every row of `homeserver-bridge/tests/policy/table.json`, which the bridge's own tests
//! hold against the rules, is done here against the real homeservers by plain requests that know nothing of our client. Each
//! row runs at the room's own homeserver and, where somebody of another one can do the same, from there.
//!
//! Rooms in which something is refused are shared, since nothing changes in them; what is allowed gets a room of its own.

mod acts;
mod cast;
mod rooms;
mod succession;

use anyhow::{Result, bail, ensure};
use bridge_api::mode::{Mode, ModeRules};
use serde::Deserialize;
use serde_json::Value;
use system_tests::system::System;

use self::cast::Cast;
use self::rooms::Rooms;

const TABLE: &str = include_str!("../../../../homeserver-bridge/tests/policy/table.json");

/// A row: somebody does something in a room of some kind, and is told why not.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    r#in: String,
    who: String,
    does: Value,
    told: Option<String>,
    by: Option<String>,
    #[serde(default)]
    mode: ModeRules,
    #[serde(default)]
    here_only: bool,
}

/// Where the actors have their accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Origin {
    /// At the homeserver of the room.
    Here,
    /// At the other ministry's.
    Afar,
}

impl Row {
    /// Whether it changes nothing.
    fn is_refused(&self) -> bool {
        self.told.is_some() || self.by.is_some()
    }

    fn origins(&self) -> &'static [Origin] {
        if self.here_only { &[Origin::Here] } else { &[Origin::Here, Origin::Afar] }
    }
}

/// A row that is about to be done.
struct Scene<'a> {
    row: &'a Row,
    origin: Origin,
    /// The room; empty for what happens in none.
    room: String,
}

impl Scene<'_> {
    fn words(&self) -> String {
        let Row { name, r#in: kind, who, .. } = self.row;
        let place = match self.origin {
            Origin::Here => "at the room's own homeserver",
            Origin::Afar => "from another homeserver",
        };
        format!("{name}, in a room of the kind {kind}, by {who}, {place}")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_row_of_the_policy_holds_over_the_wire() -> Result<()> {
    let rows: Vec<Row> = serde_json::from_str(TABLE)?;
    let system = System::up().await?;
    let cast = Cast::assemble(&system).await?;
    let mut wrong = Vec::new();
    // The modes of the table shut one thing each; a crisis shuts them all.
    let (normal, crisis): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.mode == ModeRules::default());
    for (mode, rows) in [(Mode::Normal, normal), (Mode::Crisis, crisis)] {
        match all(&cast, &rows, mode).await {
            Ok(lines) => wrong.extend(lines),
            Err(what) => wrong.push(format!("the rows of the mode {mode}: {what:#}")),
        }
    }
    if let Err(what) = succession::rooms_keep_an_administrator(&cast).await {
        wrong.push(format!("a room keeps an administrator: {what:#}"));
    }
    ensure!(wrong.is_empty(), "{} rows do not hold:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

/// Does all rows of a mode; answers those that do not hold.
async fn all(cast: &Cast<'_>, rows: &[&Row], mode: Mode) -> Result<Vec<String>> {
    // In a mode that shuts something, the rooms have to be there before.
    let normal = mode == Mode::Normal;
    let (mut shared, mut wrong, mut ready) = (Rooms::new(cast), Vec::new(), Vec::new());
    for row in rows {
        for origin in row.origins() {
            let mut scene = Scene { row, origin: *origin, room: String::new() };
            match shared.room_for(row, *origin).await {
                Ok(room) => scene.room = room,
                Err(what) => {
                    wrong.push(format!("{}: there is no room for it: {what:#}", scene.words()));
                    continue;
                }
            }
            if normal {
                wrong.extend(one(cast, &mut shared, &scene).await);
            } else {
                ready.push(scene);
            }
        }
    }
    if ready.is_empty() {
        return Ok(wrong);
    }
    cast.switch(mode).await?;
    for scene in &ready {
        wrong.extend(one(cast, &mut shared, scene).await);
    }
    cast.switch(Mode::Normal).await?;
    Ok(wrong)
}

/// Does one; answers what is wrong with it.
async fn one(cast: &Cast<'_>, shared: &mut Rooms<'_>, scene: &Scene<'_>) -> Option<String> {
    match judge(cast, scene).await {
        Ok(()) => None,
        Err(what) => {
            shared.forget(scene.row, scene.origin);
            let line = format!("{}: {what:#}", scene.words());
            eprintln!("does not hold: {line}");
            Some(line)
        }
    }
}

async fn judge(cast: &Cast<'_>, scene: &Scene<'_>) -> Result<()> {
    let (status, answer) = acts::act(cast, scene).await?;
    let row = scene.row;
    if let Some(told) = &row.told {
        let said = answer["error"].as_str().unwrap_or_default();
        ensure!(status.as_u16() == 403, "it was answered with {status}: {answer}");
        ensure!(said.starts_with(told.as_str()), "the person is told {said:?}, not {told:?}");
        return Ok(());
    }
    if row.by.is_some() {
        ensure!(status.is_client_error(), "the homeserver answered {status}: {answer}");
        return Ok(());
    }
    if !status.is_success() {
        bail!("it was refused with {status}: {answer}");
    }
    acts::outcome(cast, scene, &answer).await
}
