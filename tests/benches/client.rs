//! What the façade costs over the bare SDK: the list of a thousand conversations, a conversation of ten thousand events, and
//! taking up a session, each in one process, with the same stores, settings and data on both sides.
//!
//! `cargo stack bench client [--json]`. Takes about five minutes. A word of `room_list`, `timeline`, `restore` behind the name
//! measures that part alone; `--pairs N` measures fewer pairs, for a look at whether it works. The data comes once from a
//! homeserver that is played here; afterwards that homeserver has nothing new, and both sides show what is in the store. Both
//! make of it what a person sees: the bare side names, words, times and counts as plain values, the façade its views, with the
//! government parts. A side begins only when the one before is closed.

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

use std::time::Duration;

use anyhow::Result;
use system_tests::figure::{Figure, Wanted};

use data::{EVENTS, ROOMS};
use scene::Scene;

/// Pairs of a figure.
const PAIRS: usize = 15;
/// Between the end of one side and the beginning of the other: what is still being put away must not count for the next.
const BREATH: Duration = Duration::from_millis(150);

#[tokio::main]
async fn main() -> Result<()> {
    let Wanted { json, pairs, part } = Wanted::of_arguments()?;
    let pairs = pairs.unwrap_or(PAIRS);
    let wanted = |figure: &str| figure.contains(&part);
    let scene = Scene::prepare().await?;
    let mut figures = Vec::new();
    if wanted("restore_over_sdk") {
        let baseline = "taking up the same session with the bare SDK";
        figures.push(measure("restore_over_sdk", baseline, pairs, &scene, Part::Restore).await?);
    }
    if wanted("room_list_over_sdk") {
        let baseline = format!("the same {ROOMS} rooms with the bare SDK");
        figures.push(measure("room_list_over_sdk", &baseline, pairs, &scene, Part::RoomList).await?);
    }
    if wanted("timeline_over_sdk") {
        let baseline = format!("the same {EVENTS} events with the bare SDK");
        figures.push(measure("timeline_over_sdk", &baseline, pairs, &scene, Part::Timeline).await?);
    }
    for figure in &figures {
        figure.show(json)?;
    }
    Figure::keep(&figures, std::path::Path::new(env!("CARGO_TARGET_TMPDIR")))
}

/// What is measured of a session.
#[derive(Clone, Copy)]
enum Part {
    Restore,
    RoomList,
    Timeline,
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
        Part::Restore => restored,
        Part::RoomList => session.room_list().await?,
        Part::Timeline => session.timeline().await?,
    };
    session.close().await;
    tokio::time::sleep(BREATH).await;
    Ok(taken)
}

/// Ours over the bare SDK. Who goes first alternates.
async fn measure(name: &str, baseline: &str, pairs: usize, scene: &Scene, part: Part) -> Result<Figure> {
    Figure::measure_rounds(name, baseline, "ratio", pairs, &mut async |number| {
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
