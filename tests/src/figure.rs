//! A figure as a ratio of interleaved pairs, ours against a baseline in one run, with its quartiles.

use std::future::Future;
use std::io::Write;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Serialize;

/// How many pairs make a figure.
const PAIRS: usize = 15;
/// A run whose two halves of the baseline differ by more than this share says more about the machine than about us.
const STEADY: f64 = 0.2;
const RUNS: usize = 4;

/// One line of `cargo stack bench --json`.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// Median of the ratios.
    pub median: f64,
    /// Lower quartile.
    pub q1: f64,
    /// Upper quartile.
    pub q3: f64,
    /// `ratio` (ours divided by the baseline), `ms`, `MiB`, `percent` (more than the baseline), `tasks` or `writes`: smaller is
    /// better; `share` (of the baseline's rate) and `per second`: more is better.
    pub unit: &'static str,
    /// What it is compared with.
    pub baseline: String,
    /// Load average of the machine over the last minute.
    pub load: f64,
}

/// What was asked for behind the name of a bench.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// `--json`: one line a figure.
    pub json: bool,
    /// `--pairs N`: another number of pairs.
    pub pairs: Option<usize>,
    /// A part alone; empty if all are wanted.
    pub part: String,
}

impl Wanted {
    /// What was asked for, from the arguments of the program.
    ///
    /// # Errors
    /// If the number of pairs is none.
    pub fn of_arguments() -> Result<Self> {
        Self::of(std::env::args().skip(1))
    }

    fn of(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut wanted = Self::default();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--json" => wanted.json = true,
                "--pairs" => {
                    let pairs = arguments.next().and_then(|pairs| pairs.parse().ok()).filter(|pairs| *pairs >= 2);
                    wanted.pairs = Some(pairs.context("--pairs wants a number, two at least")?);
                }
                // Cargo has arguments of its own for benches.
                part if !part.starts_with('-') && wanted.part.is_empty() => wanted.part = argument,
                _ => {}
            }
        }
        Ok(wanted)
    }
}

impl Figure {
    /// Measures interleaved pairs; `ours` and `baseline` get the pair's number and answer how long they took.
    ///
    /// # Errors
    /// If one of them fails, or the machine was never steady.
    pub async fn measure<A, B>(
        name: &str,
        baseline_name: &str,
        ours: impl FnMut(usize) -> A,
        baseline: impl FnMut(usize) -> B,
    ) -> Result<Self>
    where
        A: Future<Output = Result<Duration>>,
        B: Future<Output = Result<Duration>>,
    {
        Self::measure_pairs(name, baseline_name, PAIRS, ours, baseline).await
    }

    /// The same with another number of pairs, for what takes long.
    ///
    /// # Errors
    /// If one of them fails, or the machine was never steady.
    pub async fn measure_pairs<A, B>(
        name: &str,
        baseline_name: &str,
        pairs: usize,
        mut ours: impl FnMut(usize) -> A,
        mut baseline: impl FnMut(usize) -> B,
    ) -> Result<Self>
    where
        A: Future<Output = Result<Duration>>,
        B: Future<Output = Result<Duration>>,
    {
        let mut pair = async |number| {
            let taken = ours(number).await?.as_secs_f64();
            let plain = baseline(number).await?.as_secs_f64();
            Ok((taken / plain, plain))
        };
        Self::measure_rounds(name, baseline_name, "ratio", pairs, &mut pair).await
    }

    /// Measures rounds, each of which answers its own value and the seconds of the baseline in it, and is first made once
    /// for nothing.
    ///
    /// # Errors
    /// If one of them fails, or the machine was never steady.
    pub async fn measure_rounds(
        name: &str,
        baseline_name: &str,
        unit: &'static str,
        rounds: usize,
        round: &mut impl AsyncFnMut(usize) -> Result<(f64, f64)>,
    ) -> Result<Self> {
        round(usize::MAX).await?;
        for run in 0..RUNS {
            let (mut values, mut base) = (Vec::new(), Vec::new());
            for number in 0..rounds {
                let (value, plain) = round(run * rounds + number).await?;
                values.push(value);
                base.push(plain);
            }
            let (first, second) = base.split_at(rounds / 2);
            let (first, second) = (quantile(first, 0.5), quantile(second, 0.5));
            if (first - second).abs() / first.max(second) > STEADY {
                eprintln!("{name}: the machine was not steady (baseline {first:.4} s, then {second:.4} s); once more");
                continue;
            }
            let baseline = format!("{baseline_name} ({:.2} ms)", quantile(&base, 0.5) * 1000.0);
            return Ok(Self::quartiles(name, unit, &values, &baseline));
        }
        bail!("{name}: the machine was not steady in {RUNS} runs; try again when it has less to do")
    }

    /// A figure of several measurements of the same.
    pub fn quartiles(name: &str, unit: &'static str, values: &[f64], of: &str) -> Self {
        let [q1, median, q3] = [0.25, 0.5, 0.75].map(|share| quantile(values, share));
        Self { name: name.to_owned(), median, q1, q3, unit, baseline: of.to_owned(), load: load() }
    }

    /// A figure that is no ratio of pairs, such as a count or a quantile.
    pub fn single(name: &str, unit: &'static str, value: f64, of: &str) -> Self {
        Self::quartiles(name, unit, &[value], of)
    }

    /// Prints the figure: one line of JSON, or a sentence.
    ///
    /// # Errors
    /// Never in practice: the type has no value that JSON lacks.
    pub fn show(&self, json: bool) -> Result<()> {
        let Self { name, median, q1, q3, unit, baseline, load } = self;
        if json {
            println!("{}", serde_json::to_string(self)?);
        } else if *unit == "ratio" {
            println!("{name}: {median:.2} times {baseline}; quartiles {q1:.2} and {q3:.2}; load {load:.1}");
        } else {
            println!("{name}: {median:.2} {unit}; {baseline}; quartiles {q1:.2} and {q3:.2}; load {load:.1}");
        }
        Ok(())
    }

    /// Writes figures beside the build output, where those of earlier runs are; `folder` is the build's temporary one.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn keep(figures: &[Self], folder: &std::path::Path) -> Result<()> {
        let folder = folder.join("../bench");
        std::fs::create_dir_all(&folder)?;
        let mut file = std::fs::File::options().create(true).append(true).open(folder.join("figures.jsonl"))?;
        for figure in figures {
            writeln!(file, "{}", serde_json::to_string(figure)?)?;
        }
        Ok(())
    }
}

/// The value below which this share of the values lies.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share * (sorted.len() - 1) as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    sorted[low] + (sorted[high] - sorted[low]) * (place - low as f64)
}

fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_and_a_number_are_told_apart() {
        let of = |text: &str| Wanted::of(text.split_whitespace().map(str::to_owned));
        let wanted = |json, pairs, part: &str| Wanted { json, pairs, part: part.to_owned() };
        assert_eq!(of("--bench").expect("arguments"), wanted(false, None, ""));
        assert_eq!(of("large --json --bench").expect("arguments"), wanted(true, None, "large"));
        assert_eq!(of("--pairs 3 large other").expect("arguments"), wanted(false, Some(3), "large"));
        assert!(of("--pairs").is_err() && of("--pairs many").is_err() && of("--pairs 1").is_err());
    }

    #[test]
    fn quantiles_lie_between_their_neighbours() {
        assert_eq!(quantile(&[3.0, 1.0, 2.0], 0.5), 2.0);
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.25), 1.75);
    }

    #[tokio::test]
    async fn a_figure_is_the_median_of_ratios() {
        let twice = |_| async { Ok(Duration::from_millis(20)) };
        let once = |_| async { Ok(Duration::from_millis(10)) };
        let figure = Figure::measure("x", "y", twice, once).await.unwrap();
        assert!((figure.median - 2.0).abs() < 1e-9 && figure.q1 <= figure.q3);
    }
}
