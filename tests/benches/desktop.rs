//! What the window costs on a computer, above a blank window of the same build: processor time until the list of a thousand
//! conversations is shown, memory after a conversation of ten thousand events has been scrolled through and after ten more
//! times, tasks that keep the interface from answering meanwhile, and how long a typed letter takes to be seen while messages
//! arrive.
//!
//! `cargo stack bench desktop [--json]`. Takes about ten minutes. A part of a figure's name behind the name measures that
//! part alone; `--pairs N` measures fewer pairs, for a look at whether it works. The homeserver is the played one of the bench
//! `client`. The window signs in once and loads everything; every start after that shows what is in its stores. Every
//! window ends as on a computer that is shut down.

#![recursion_limit = "256"]

#[path = "desktop/conversation.rs"]
mod conversation;
#[path = "client/data.rs"]
mod data;
#[path = "client/homeserver.rs"]
mod homeserver;
#[path = "desktop/scene.rs"]
mod scene;
#[path = "desktop/sitting.rs"]
mod sitting;
#[path = "desktop/start.rs"]
mod start;
#[path = "desktop/typing.rs"]
mod typing;

use anyhow::Result;
use system_tests::figure::{Figure, Wanted};

use scene::Scene;
use sitting::Sitting;

/// Pairs of starts, and rounds of typing.
const PAIRS: usize = 7;

#[tokio::main]
async fn main() -> Result<()> {
    let Wanted { json, pairs, part } = Wanted::of_arguments()?;
    let pairs = pairs.unwrap_or(PAIRS);
    let wanted = |figure: &str| figure.contains(&part);
    let scene = Scene::prepare().await?;
    let mut figures = Vec::new();
    // Each at once: what comes after it may fail.
    let mut tell = |figure: Figure| {
        figure.show(json)?;
        figures.push(figure);
        anyhow::Ok(())
    };
    if wanted(start::NAME) {
        tell(start::figure(&scene, pairs).await?)?;
    }
    let (scrolling, growing, typing) =
        (wanted(sitting::TASKS) || wanted(sitting::MEMORY), wanted(sitting::GROWTH), wanted(typing::NAME));
    if scrolling || growing || typing {
        let sitting = Sitting::begin(&scene).await?;
        if scrolling || growing {
            sitting.scroll_through().await?.into_iter().try_for_each(&mut tell)?;
        }
        if growing {
            tell(sitting.ten_loops().await?)?;
        }
        if typing {
            tell(typing::figure(&scene, &sitting, pairs).await?)?;
        }
        sitting.end().await?;
    }
    Figure::keep(&figures, std::path::Path::new(env!("CARGO_TARGET_TMPDIR")))
}
