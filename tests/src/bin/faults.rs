//! `cargo stack faults`: plays seeds against one running system and counts what did not survive.
//!
//! Arguments: `--seeds N`, `--seed S` (the first one), `--kept FILE` (seeds that are played before), and `--json`. The last
//! line is the count. It ends well only if nothing was lost.

#![recursion_limit = "256"]

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use system_tests::faults::crew::Crew;
use system_tests::faults::outcome::{Counts, Outcome};
use system_tests::faults::play::play;
use system_tests::faults::schedule::Schedule;
use system_tests::system::System;

/// After so many seeds others take over: with every seed the old ones have more devices and rooms, and take longer.
const SEEDS_A_CREW: usize = 40;

#[derive(Default)]
struct Wanted {
    seeds: Vec<u64>,
    json: bool,
    say: bool,
}

impl Wanted {
    fn of(arguments: &[String]) -> Result<Self> {
        let (mut count, mut first, mut wanted) = (None, None, Self::default());
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--seeds" => count = Some(value()?.parse::<u64>()?),
                "--seed" => first = Some(value()?.parse::<u64>()?),
                "--kept" => wanted.seeds.extend(kept(&std::fs::read_to_string(value()?)?)?),
                "--json" => wanted.json = true,
                "--say" => wanted.say = true,
                other => bail!("not known: {other}"),
            }
        }
        let first = first.unwrap_or(1);
        let count = usize::try_from(count.unwrap_or(1))?;
        wanted.seeds.extend((first..).take(count));
        Ok(wanted)
    }
}

/// The seeds of a list: one a line, with a note behind `#`.
fn kept(text: &str) -> Result<Vec<u64>> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).map(|line| Ok(line.parse()?)).collect()
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments).await {
        Ok(counts) if counts.is_clean() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<Counts> {
    let wanted = Wanted::of(arguments)?;
    let system = System::up().await?;
    let mut counts = Counts::default();
    let mut crews = 0;
    let mut crew = None;
    for (number, seed) in wanted.seeds.into_iter().enumerate() {
        let mut with = match crew.take().filter(|_| number % SEEDS_A_CREW != 0) {
            Some(crew) => crew,
            None => {
                crews += 1;
                Crew::assemble(&system, crews - 1).await?
            }
        };
        let start = Instant::now();
        let schedule = Schedule::draw(seed);
        let outcome = play(&mut with, &schedule, wanted.say).await.with_context(|| format!("seed {seed}"))?;
        if !wanted.json {
            eprintln!("seed {seed}: {} acts, {:.1} s", schedule.acts.len(), start.elapsed().as_secs_f32());
        }
        if outcome.counts.is_clean() {
            crew = Some(with);
        } else {
            // What is broken now must not break the seeds that follow.
            tell(&schedule, &outcome);
            let logs = std::env::temp_dir().join(format!("depesha-faults-{}-seed-{seed}", std::process::id()));
            with.keep_logs(&system, &logs)?;
            eprintln!("  what was logged: {}", logs.display());
        }
        counts.add(&outcome.counts);
    }
    println!("{}", serde_json::to_string(&counts)?);
    Ok(counts)
}

fn tell(schedule: &Schedule, outcome: &Outcome) {
    eprintln!("seed {} failed:", schedule.seed);
    for act in &schedule.acts {
        eprintln!("    {act:?}");
    }
    for finding in &outcome.findings {
        eprintln!("  {finding}");
    }
    eprintln!(
        "  replay: cargo stack faults --seed {} --seeds 1; to keep it, add {0} to tests/faults/kept.txt",
        schedule.seed
    );
}
