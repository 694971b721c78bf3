//! The first figures, each a ratio in one run: a message, two sizes of encrypted scan, a search of the catalogue.
//!
//! `cargo stack bench [NAME] [--json]`. With `--json` one line a figure on standard output; the same lines are kept in
//! `target/bench/`.

#![recursion_limit = "256"]

#[path = "figures/message.rs"]
mod message;
#[path = "figures/scan.rs"]
mod scan;
#[path = "figures/search.rs"]
mod search;

use anyhow::Result;
use stack::{FINANCE, INTERIOR};
use system_tests::figure::{Figure, Wanted};
use system_tests::people::Person;
use system_tests::system::System;

#[tokio::main]
async fn main() -> Result<()> {
    let Wanted { json, part: name, .. } = Wanted::of_arguments()?;
    let wanted = |figure: &str| figure.contains(&name);
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let mut figures = Vec::new();
    if wanted("message_shown") {
        figures.push(message::figure(&system, &anna, &petro).await?);
    }
    for (name, size) in [("scan_encrypted_1_kib", 1 << 10), ("scan_encrypted_10_mib", 10 << 20)] {
        if wanted(name) {
            figures.push(scan::figure(&system, &anna, name, size).await?);
        }
    }
    if wanted("people_search") {
        figures.push(search::figure(&system, &anna, &petro).await?);
    }
    for figure in &figures {
        figure.show(json)?;
    }
    Figure::keep(&figures, std::path::Path::new(env!("CARGO_TARGET_TMPDIR")))
}
