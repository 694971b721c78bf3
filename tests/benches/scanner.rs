//! The scanner's figures in one run: large files, small files, many at once, known verdicts, memory.
//!
//! `cargo stack bench scanner [--json]`. Takes about ten minutes. Every scan gets fresh content: clamd and the scanner
//! both remember what they have seen. A word of `large`, `small`, `crowd`, `memory` behind the name measures that part
//! alone. No figure tells whether a verdict is right: the journeys and black-box tests do.

#![recursion_limit = "256"]

#[path = "scanner/crowd.rs"]
mod crowd;
#[path = "scanner/large.rs"]
mod large;
#[path = "scanner/media_source.rs"]
mod media_source;
#[path = "scanner/memory.rs"]
mod memory;
#[path = "scanner/scene.rs"]
mod scene;
#[path = "scanner/small.rs"]
mod small;

use anyhow::Result;
use system_tests::figure::{Figure, Wanted};

use scene::Scene;

#[tokio::main]
async fn main() -> Result<()> {
    let Wanted { json, part: name, .. } = Wanted::of_arguments()?;
    let scene = Scene::set().await?;
    let mut figures = Vec::new();
    if "large".contains(&name) {
        figures.push(large::wall(&scene).await?);
        figures.push(large::cpu(&scene).await?);
    }
    if "small".contains(&name) {
        figures.push(small::fresh(&scene).await?);
        figures.push(small::remembered(&scene).await?);
    }
    if "crowd".contains(&name) {
        figures.push(crowd::figure(&scene).await?);
    }
    if "memory".contains(&name) {
        figures.push(memory::figure(&scene).await?);
    }
    for figure in &figures {
        figure.show(json)?;
    }
    Figure::keep(&figures, std::path::Path::new(env!("CARGO_TARGET_TMPDIR")))
}
