//! What the policy module costs a homeserver: messages a second with it, against the same Synapse without it, in one run.
//!
//! `cargo stack bench policy [--json]`. Takes about ten minutes. A word of `messages`, `large`, `public` behind the name
//! measures that part alone; `--pairs N` measures fewer pairs, for a look at whether it works. Two processes of one version
//! with one configuration, but for the module; each has its own database, and the module asks a real bridge. Encrypted
//! messages pass without a question, plain ones of public rooms are asked about. No figure tells whether a rule is right:
//! the policy table and the journeys do.

#![recursion_limit = "256"]

#[path = "policy/homeserver.rs"]
mod homeserver;
#[path = "policy/room.rs"]
mod room;

use anyhow::Result;
use system_tests::figure::{Figure, Wanted};
use system_tests::system::System;

use homeserver::Homeserver;
use room::{Kind, Room};

/// Pairs of a figure.
const PAIRS: usize = 15;

/// A figure: its name, the word that asks for it, the room, how many are in it.
const FIGURES: [(&str, &str, Kind, usize); 3] = [
    ("messages_with_over_without", "messages", Kind::Encrypted, 50),
    ("messages_of_a_large_room_with_over_without", "large", Kind::Encrypted, 500),
    ("public_messages_with_over_without", "public", Kind::Public, 50),
];

#[tokio::main]
async fn main() -> Result<()> {
    let wanted = Wanted::of_arguments()?;
    let pairs = wanted.pairs.unwrap_or(PAIRS);
    let system = System::up().await?;
    let with = Homeserver::start(&system, true).await?;
    let without = Homeserver::start(&system, false).await?;
    let mut figures = Vec::new();
    for (figure, word, kind, members) in FIGURES {
        if word.contains(&wanted.part) {
            figures.push(measure(figure, kind, members, pairs, &with, &without).await?);
        }
    }
    for figure in &figures {
        figure.show(wanted.json)?;
    }
    Figure::keep(&figures, std::path::Path::new(env!("CARGO_TARGET_TMPDIR")))
}

/// Messages a second with the module as a share of those without it. Who goes first alternates.
async fn measure(
    name: &str,
    kind: Kind,
    members: usize,
    pairs: usize,
    with: &Homeserver,
    without: &Homeserver,
) -> Result<Figure> {
    let ours = Room::make(with, kind, members).await?;
    // The same state in both rooms: what the policy adds to a new room costs every message something.
    let plain = Room::like(without, &ours, kind, members).await?;
    let baseline = format!("the same homeserver without the module, {members} in the room");
    Figure::measure_rounds(name, &baseline, "share", pairs, &mut async |number| {
        let (taken, base) = if number % 2 == 0 {
            let taken = ours.sends().await?;
            (taken, plain.sends().await?)
        } else {
            let base = plain.sends().await?;
            (ours.sends().await?, base)
        };
        Ok((base.as_secs_f64() / taken.as_secs_f64(), base.as_secs_f64()))
    })
    .await
}
