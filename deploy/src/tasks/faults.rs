//! `cargo stack faults`: builds the programs and plays seeds of the fault bench against a running system: clients that are
//! killed and cut off, and a count of what was lost by that. What a seed does is written in `tests/src/faults`.

use std::process::Command;

use crate::caches::Caches;
use crate::progress::Progress;
use crate::{prerequisites, run, toolchain};

/// Seeds that are played in every `cargo stack test`.
pub const SEEDS: u32 = 20;

/// Plays the kept seeds and then so many, from this one on. With one seed named and no number, that seed alone.
///
/// # Errors
/// If something was lost, doubled, unreadable or at a dead end.
pub fn faults(caches: &Caches, seeds: Option<u32>, first: Option<u64>, json: bool) -> anyhow::Result<()> {
    prerequisites::for_up(caches, Progress::shown())?;
    toolchain::build(caches, &[], Progress::shown())?;
    let mut command = program(caches);
    if seeds.is_some() || first.is_none() {
        command.arg("--kept").arg(caches.workspace.join("tests/faults/kept.txt"));
    }
    let seeds = seeds.unwrap_or(if first.is_some() { 1 } else { SEEDS });
    command.args(["--seeds", &seeds.to_string()]);
    if let Some(first) = first {
        command.args(["--seed", &first.to_string()]);
    }
    if json {
        command.arg("--json");
    }
    run::passed_through(&mut command)
}

/// What every `cargo stack test` plays, with programs that are built already: the kept seeds and the first ones.
pub(super) fn test(caches: &Caches) -> anyhow::Result<()> {
    let mut command = program(caches);
    command.arg("--kept").arg(caches.workspace.join("tests/faults/kept.txt"));
    run::passed_through(command.args(["--seeds", &SEEDS.to_string()]))
}

fn program(caches: &Caches) -> Command {
    let mut command = run::command(caches.target.join("debug").join("faults"));
    command.env("CARGO_TARGET_DIR", &caches.target);
    command
}
