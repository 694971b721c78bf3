//! How far a long piece of work has come: a bar with rate and remaining time on a terminal, now and then a line in the
//! log elsewhere. Counts only; no names, no keys.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Without a terminal a line is written so often.
const PAUSE: Duration = Duration::from_secs(10);

/// Where progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// On standard error, as fits what that is.
    Here,
    /// In the log, for a program that nobody looks at.
    Log,
}

/// Several pieces of work at once.
pub struct Screen {
    bars: Option<MultiProgress>,
}

impl Screen {
    /// Bars if standard error is a terminal and they are wanted.
    pub fn new(show: Show) -> Self {
        let terminal = show == Show::Here && std::io::stderr().is_terminal();
        Self { bars: terminal.then(|| MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(5))) }
    }

    /// One piece of work: `what` in a word or two, and of how much, if that is known or can be guessed.
    pub fn work(&self, what: &'static str, of: Option<usize>) -> Progress {
        let bar = self.bars.as_ref().map(|bars| bars.add(bar(what, of)));
        Progress { what, of, done: AtomicUsize::new(0), bar, told: Mutex::new((Instant::now(), 0)) }
    }
}

fn bar(what: &'static str, of: Option<usize>) -> ProgressBar {
    let (bar, shape) = match of {
        Some(of) => {
            (ProgressBar::new(of as u64), "{msg:10} {wide_bar} {human_pos} of {human_len}  {per_sec}  {eta} left")
        }
        None => (ProgressBar::new_spinner(), "{msg:10} {spinner} {human_pos}  {per_sec}"),
    };
    if let Ok(style) = ProgressStyle::with_template(shape) {
        bar.set_style(style);
    }
    bar.with_message(what)
}

/// One piece of work. When it is dropped its bar goes.
pub struct Progress {
    what: &'static str,
    of: Option<usize>,
    done: AtomicUsize,
    bar: Option<ProgressBar>,
    /// When a line was last written, and how much was done then.
    told: Mutex<(Instant, usize)>,
}

impl Progress {
    /// So much more is done.
    pub fn advance(&self, more: usize) {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        match &self.bar {
            Some(bar) => {
                // What was a guess grows with what is there.
                if bar.length().is_some_and(|length| length < done as u64) {
                    bar.set_length(done as u64);
                }
                bar.set_position(done as u64);
            }
            None => self.log(done),
        }
    }

    fn log(&self, done: usize) {
        // Whoever finds it locked leaves the line to the other.
        let Ok(mut told) = self.told.try_lock() else { return };
        let (since, before) = *told;
        let elapsed = since.elapsed();
        if elapsed < PAUSE {
            return;
        }
        let per_second = (done.saturating_sub(before) as f64 / elapsed.as_secs_f64()).max(1.0) as u64;
        match self.of.filter(|of| *of > done) {
            Some(of) => {
                let seconds_left = (of - done) as u64 / per_second;
                tracing::info!(done, of, per_second, seconds_left, "{}", self.what);
            }
            None => tracing::info!(done, per_second, "{}", self.what),
        }
        *told = (Instant::now(), done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
