//! A long sitting at the window, with a blank window beside it: scrolling, and the memory that is taken then.

use std::time::Duration;

use anyhow::Result;
use system_tests::figure::{Figure, quantile};
use system_tests::ticks::Ticks;
use system_tests::window::Window;

use crate::conversation::{Pace, open_another, open_large, scroll};
use crate::data::{EVENTS, ROOMS};
use crate::scene::Scene;

pub(crate) const TASKS: &str = "long_tasks_while_scrolling";
pub(crate) const MEMORY: &str = "memory_mib_over_blank";
pub(crate) const GROWTH: &str = "memory_growth_10_loops";

/// A task that a person notices, in milliseconds.
const LONG: f64 = 50.0;
const LOOPS: usize = 10;
/// Before memory is read: what nobody needs any more is given back a while later.
const REST: Duration = Duration::from_secs(10);
const READINGS: usize = 3;

/// The two windows.
pub(crate) struct Sitting {
    pub(crate) client: Window,
    pub(crate) blank: Window,
}

impl Sitting {
    /// Opens both, of one size, and in the client the large conversation.
    pub(crate) async fn begin(scene: &Scene) -> Result<Self> {
        let (client, blank) = (scene.open_client().await?, scene.open_blank().await?);
        for window in [&client, &blank] {
            window.resize(1200, 800).await?;
        }
        open_large(&client).await?;
        Ok(Self { client, blank })
    }

    /// Once through the whole conversation. Tasks are counted in both windows at the same time, so that what the machine
    /// does in between counts on both sides.
    pub(crate) async fn scroll_through(&self) -> Result<Vec<Figure>> {
        for window in [&self.client, &self.blank] {
            Ticks::begin(window).await?;
        }
        scroll(&self.client, Pace::Flick).await?;
        let (ours, blank) = (Ticks::end(&self.client).await?, Ticks::end(&self.blank).await?);
        let (long, noise) = (ours.gaps_over(LONG), blank.gaps_over(LONG));
        let of = format!(
            "of {} in {:.0} s with {EVENTS} events, the longest {:.0} ms; a blank window beside it had {}",
            long.len(),
            ours.seconds(),
            long.iter().copied().fold(0.0, f64::max),
            noise.len()
        );
        let tasks = Figure::single(TASKS, "tasks", long.len().saturating_sub(noise.len()) as f64, &of);
        let (ours, blank) = (memory(&self.client).await?, memory(&self.blank).await?);
        let of = format!("{ours:.0} MiB with {ROOMS} rooms and {EVENTS} events, {blank:.0} MiB in a blank window");
        Ok(vec![tasks, Figure::single(MEMORY, "MiB", ours - blank, &of)])
    }

    /// Another conversation, and through the large one again, ten times.
    pub(crate) async fn ten_loops(&self) -> Result<Figure> {
        let before = memory(&self.client).await?;
        for _ in 0..LOOPS {
            open_another(&self.client).await?;
            open_large(&self.client).await?;
            scroll(&self.client, Pace::Hasty).await?;
        }
        let after = memory(&self.client).await?;
        let of = format!("{before:.0} MiB before, {after:.0} MiB after");
        Ok(Figure::single(GROWTH, "percent", (after / before - 1.0) * 100.0, &of))
    }

    /// Shuts both.
    pub(crate) async fn end(self) -> Result<()> {
        self.client.shut().await?;
        self.blank.shut().await
    }
}

/// Memory of a window and its web view, after a rest.
async fn memory(window: &Window) -> Result<f64> {
    tokio::time::sleep(REST).await;
    let mut readings = Vec::new();
    for _ in 0..READINGS {
        readings.push(window.process()?.proportional_mib_of_family()?);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(quantile(&readings, 0.5))
}
