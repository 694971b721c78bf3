//! Opening a conversation in the window, and scrolling through all of it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use system_tests::window::Window;

use crate::data::{EVENTS, LARGE, room_id};

/// How long a way to the beginning of the conversation and back may take.
const LONGEST: Duration = Duration::from_secs(300);

/// How one scrolls.
#[derive(Clone, Copy)]
pub(crate) enum Pace {
    /// A page of the window with every frame, as with a flick of the wheel.
    Flick,
    /// Always at the upper edge: as fast as older messages come.
    Hasty,
}

/// Opens the large conversation from the list.
pub(crate) async fn open_large(window: &Window) -> Result<()> {
    open(window, &room_id(LARGE)).await
}

/// Opens the conversation that stands highest in the list beside the large one.
pub(crate) async fn open_another(window: &Window) -> Result<()> {
    let row = window.see_css(&format!("[data-room]:not([data-room=\"{}\"])", room_id(LARGE))).await?;
    open(window, &row.attr("data-room").await?.context("a row without its room")?).await
}

async fn open(window: &Window, room: &str) -> Result<()> {
    window.press_css(&format!("[data-room=\"{room}\"]")).await?;
    window.see_css(&format!("[data-conversation=\"{room}\"] [data-testid=\"message\"]")).await?;
    Ok(())
}

/// Scrolls to the beginning of the open conversation, which loads all of it, and back to its end.
pub(crate) async fn scroll(window: &Window, pace: Pace) -> Result<()> {
    let step = match pace {
        Pace::Flick => 600,
        Pace::Hasty => 1_000_000_000,
    };
    window
        .script(&format!(
            "const box = document.querySelector('[data-testid=\"timeline\"]');
             window.way = 'up';
             const go = () => {{
               const before = box.scrollTop;
               box.scrollTop += window.way === 'up' ? -{step} : {step};
               const begun = box.querySelector('[data-testid=\"timeline-start\"]') !== null;
               if (window.way === 'down' && box.scrollTop === before) window.way = 'done';
               if (window.way === 'up' && box.scrollTop === 0 && begun) window.way = 'down';
               if (window.way !== 'done') requestAnimationFrame(go);
             }};
             requestAnimationFrame(go);
             return true;"
        ))
        .await?;
    let start = Instant::now();
    while window.script("return window.way;").await? != "done" {
        if start.elapsed() > LONGEST {
            window.picture_of("failed").await?;
            bail!("the beginning of the conversation was not reached and left in {} s", LONGEST.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let height = window.script("return document.querySelector('[data-testid=\"timeline\"]').scrollHeight;").await?;
    ensure!(height.as_u64() > Some(EVENTS as u64 * 20), "the conversation is only {height} pixels high");
    Ok(())
}
