//! What the façade costs over the bare SDK: the list of a thousand conversations, a conversation of ten thousand events, and
//! taking up a session, each in one process, with the same stores, settings and data on both sides.
//!
//! `cargo stack bench client [--json]`. Takes about ten minutes. A word of `room_list`, `timeline`, `restore` behind the name
//! measures that part alone; `--pairs N` measures another number of pairs, two at least. The data comes once from a homeserver
//! that is played here; afterwards that homeserver has nothing new, and both sides show what is in the store. Both make of it
//! what a person sees: the bare side names, words, times and counts as plain values, the façade its views, with the government
//! parts. A side begins only when the one before is closed, and each figure is taken in a process of its own.
//!
//! The conversation is measured on one processor: on several, the same side took 15 seconds in one round and 46 in the next,
//! depending on how often its threads waited for one another.

#![recursion_limit = "256"]

#[path = "client/bare.rs"]
mod bare;
#[path = "client/data.rs"]
mod data;
#[path = "client/homeserver.rs"]
mod homeserver;
#[path = "client/ours.rs"]
mod ours;
#[path = "client/scene.rs"]
mod scene;

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use system_tests::figure::{Figure, Wanted};

use data::{EVENTS, ROOMS};
use scene::Scene;

/// Pairs of a figure.
const PAIRS: usize = 15;
/// A conversation takes half a minute a side.
const LONG_PAIRS: usize = 5;
/// Between the end of one side and the beginning of the other: what is still being put away must not count for the next.
const BREATH: Duration = Duration::from_millis(150);

fn main() -> Result<()> {
    let wanted = Wanted::of_arguments()?;
    match Part::ALL.into_iter().find(|part| part.name() == wanted.part) {
        Some(part) => figure(part, &wanted),
        None => Part::ALL.into_iter().filter(|part| part.name().contains(&wanted.part)).try_for_each(by_itself),
    }
}

/// Measures a part in a process of its own, with the arguments of this one.
fn by_itself(part: Part) -> Result<()> {
    let own = std::env::current_exe()?;
    let mut process = Command::new(&own);
    if matches!(part, Part::Timeline) {
        process = Command::new("taskset");
        process.args(["--cpu-list", "0"]).arg(own);
    }
    // The first word counts.
    let ended = process.arg(part.name()).args(std::env::args().skip(1)).status().context("taskset of util-linux")?;
    ensure!(ended.success(), "{} was not measured", part.name());
    Ok(())
}

#[tokio::main]
async fn figure(part: Part, wanted: &Wanted) -> Result<()> {
    let scene = Scene::prepare().await?;
    let (baseline, pairs) = match part {
        Part::Restore => ("taking up the same session with the bare SDK".to_owned(), PAIRS),
        Part::RoomList => (format!("the same {ROOMS} rooms with the bare SDK"), PAIRS),
        Part::Timeline => (format!("the same {EVENTS} events with the bare SDK"), LONG_PAIRS),
    };
    let figure = measure(part, &baseline, wanted.pairs.unwrap_or(pairs), &scene).await?;
    figure.show(wanted.json)?;
    Figure::keep(&[figure], std::path::Path::new(env!("CARGO_TARGET_TMPDIR")))
}

/// What is measured of a session.
#[derive(Clone, Copy)]
enum Part {
    Restore,
    RoomList,
    Timeline,
}

impl Part {
    const ALL: [Self; 3] = [Self::Restore, Self::RoomList, Self::Timeline];

    /// The name of its figure.
    fn name(self) -> &'static str {
        match self {
            Self::Restore => "restore_over_sdk",
            Self::RoomList => "room_list_over_sdk",
            Self::Timeline => "timeline_over_sdk",
        }
    }
}

/// A session that goes on, of one side or the other.
trait Side: Sized {
    /// Takes the session up; answers how long that took.
    async fn restore(scene: &Scene) -> Result<(Duration, Self)>;

    /// The whole list of conversations.
    async fn room_list(&self) -> Result<Duration>;

    /// A whole conversation, from its newest event to its first.
    async fn timeline(&self) -> Result<Duration>;

    /// Closes it.
    async fn close(self);
}

/// One side's time for a part.
async fn take<S: Side>(scene: &Scene, part: Part) -> Result<Duration> {
    let (restored, session) = S::restore(scene).await?;
    let taken = match part {
        // What has just been started is given the time to start: it is stopped more slowly while it does.
        Part::Restore => {
            tokio::time::sleep(BREATH).await;
            restored
        }
        Part::RoomList => session.room_list().await?,
        Part::Timeline => session.timeline().await?,
    };
    session.close().await;
    tokio::time::sleep(BREATH).await;
    Ok(taken)
}

/// Ours over the bare SDK. Who goes first alternates.
async fn measure(part: Part, baseline: &str, pairs: usize, scene: &Scene) -> Result<Figure> {
    Figure::measure_rounds(part.name(), baseline, "ratio", pairs, &mut async |number| {
        let (taken, base) = if number % 2 == 0 {
            let taken = take::<ours::Session>(scene, part).await?;
            (taken, take::<bare::Session>(scene, part).await?)
        } else {
            let base = take::<bare::Session>(scene, part).await?;
            (take::<ours::Session>(scene, part).await?, base)
        };
        Ok((taken.as_secs_f64() / base.as_secs_f64(), base.as_secs_f64()))
    })
    .await
}
