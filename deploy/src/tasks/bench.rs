//! `cargo stack bench`: builds the benches and the programs optimised, into a cache of their own, and runs them.
//!
//! What is measured is written in `tests/benches`. Link-time optimisation is left out: it changes the figures little,
//! costs half an hour here, and both sides of every ratio are built alike.

use anyhow::{Context, bail};

use super::display::on_a_display;
use crate::caches::Caches;
use crate::progress::Progress;
use crate::{prerequisites, run, toolchain};

/// Profile of the benches, as variables that cargo reads.
const PROFILE: &[(&str, &str)] = &[
    ("CARGO_PROFILE_BENCH_OPT_LEVEL", "2"),
    ("CARGO_PROFILE_BENCH_LTO", "off"),
    ("CARGO_PROFILE_BENCH_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_BENCH_DEBUG", "false"),
    // Profilers read the names of functions.
    ("CARGO_PROFILE_BENCH_STRIP", "debuginfo"),
];

/// The bench that opens windows.
const DESKTOP: &str = "desktop";

/// Runs the benches, or those of this name; with `json` one line a figure on standard output, and nothing else there.
///
/// # Errors
/// If something cannot be built or a bench fails.
pub fn bench(caches: &Caches, name: Option<&str>, json: bool) -> anyhow::Result<()> {
    let progress = Progress::shown();
    prerequisites::for_up(caches, progress)?;
    toolchain::build_interface(caches, progress)?;
    let mut caches = caches.clone();
    caches.target = caches.bench_target();
    let programs = bench_programs(&caches)?;
    let with_profile = |subcommand: &str| {
        let mut command = toolchain::cargo(&caches, subcommand)?;
        // Always the whole workspace, so that all crates are compiled with the same features every time.
        command.arg("--workspace").envs(PROFILE.iter().copied());
        Ok::<_, anyhow::Error>(command)
    };
    let own = name.filter(|name| programs.iter().any(|program| program == name));
    let chosen: Vec<&String> = programs.iter().filter(|program| own.is_none_or(|own| own == *program)).collect();
    progress.step("building the programs for the benches", || {
        // With the benches named, cargo takes the same features here as when it runs them: nothing is compiled twice. Those
        // that are not wanted stay out: each takes minutes to compile.
        let benches = chosen.iter().flat_map(|program| ["--bench", program.as_str()]);
        run::visible(with_profile("build")?.args(["--profile", "bench", "--bins", "--example", "blank"]).args(benches))
    })?;
    if chosen.iter().any(|program| *program == DESKTOP) {
        prerequisites::for_test(&caches, progress)?;
    }
    for program in chosen {
        let mut command = with_profile("bench")?;
        command.args(["--bench", program, "--"]);
        command.args(name.filter(|_| own.is_none()));
        if json {
            command.arg("--json");
        }
        if program == DESKTOP { on_a_display(&caches, command)? } else { run::passed_through(&mut command)? }
    }
    Ok(())
}

/// The benches are the files in the folder.
fn bench_programs(caches: &Caches) -> anyhow::Result<Vec<String>> {
    let dir = caches.workspace.join("tests/benches");
    let entries = std::fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".rs").map(str::to_owned)).collect();
    names.sort();
    if names.is_empty() {
        bail!("there is no bench in {}", dir.display());
    }
    Ok(names)
}
