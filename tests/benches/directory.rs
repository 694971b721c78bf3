//! The directory's figures in one run: planning an unchanged register of a million, giving thousands their accounts,
//! searching five million.
//!
//! `cargo stack bench directory [--json]`. Takes about half an hour, most of it for making the registers. A word of
//! `provision`, `follow`, `plan`, `search` behind the name measures that part alone.

#![recursion_limit = "256"]

#[path = "directory/follow.rs"]
mod follow;
#[path = "directory/plan.rs"]
mod plan;
#[path = "directory/provision.rs"]
mod provision;
#[path = "directory/search.rs"]
mod search;
#[path = "../../directory-sync/tests/it/slapd.rs"]
mod slapd;

use anyhow::Result;
use system_tests::figure::{Figure, Wanted};

#[tokio::main]
async fn main() -> Result<()> {
    let Wanted { json, part: name, .. } = Wanted::of_arguments()?;
    let mut figures = Vec::new();
    if "provision".contains(&name) {
        figures.extend(provision::figures().await?);
    }
    if "follow".contains(&name) {
        figures.extend(follow::figures().await?);
    }
    if "plan".contains(&name) {
        figures.extend(plan::figures().await?);
    }
    if "search".contains(&name) {
        figures.extend(search::figures().await?);
    }
    for figure in &figures {
        figure.show(json)?;
    }
    Figure::keep(&figures, std::path::Path::new(env!("CARGO_TARGET_TMPDIR")))
}
