//! What a person sees while something takes its time: one line a step, with how long it took.

use std::time::{Duration, Instant};

/// Where progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    quiet: bool,
}

impl Progress {
    /// On standard error.
    pub fn shown() -> Self {
        Self { quiet: false }
    }

    /// Nowhere.
    pub fn quiet() -> Self {
        Self { quiet: true }
    }

    /// Whether nothing is shown.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// One line.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            eprintln!("  {text}");
        }
    }

    /// Does a step and says how it went.
    ///
    /// # Errors
    /// What the step returns.
    pub fn step<T>(&self, name: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
        if !self.quiet {
            eprintln!("  … {name}");
        }
        let start = Instant::now();
        let outcome = work();
        if !self.quiet {
            let mark = if outcome.is_ok() { "✓" } else { "✗" };
            eprintln!("  {mark} {name} ({})", seconds(start.elapsed()));
        }
        outcome
    }
}

/// A duration as people read it.
pub fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole >= 60 {
        format!("{} min {:02} s", whole / 60, whole % 60)
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}
