//! The register's own account of its changes, followed on a thread: adapters wait without a runtime. Holds a bounded
//! number of rows; a register that tells more at once is read in full instead.

use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use super::pace::Pace;
use super::stop::Stop;
use crate::register::{Increment, Register, RegisterError, Row, Waited};

/// The most rows of one increment; more are cheaper to read in full.
const MOST: usize = 10_000;
/// How long an adapter waits before it looks whether to stop.
const PATIENCE: Duration = Duration::from_millis(500);

/// What the thread tells.
pub(super) enum Told {
    /// Rows have changed, and so many are no longer listed. `done` is told whether that was applied.
    Changed {
        /// The rows as they are now.
        rows: Vec<Row>,
        /// How many are no longer listed: for full readings to count.
        gone: usize,
        /// The answer.
        done: oneshot::Sender<bool>,
    },
    /// Only a full reading tells what has changed.
    Lost {
        /// The answer.
        done: oneshot::Sender<bool>,
    },
    /// The register cannot be followed at present.
    Failed {
        /// Why.
        cause: String,
    },
    /// It can again.
    Recovered,
}

/// How a stream ended.
enum Turn {
    /// Begin again at the place that was kept last.
    Again,
    /// Nobody listens any more, or the register tells no changes.
    End,
}

/// Starts the thread. It ends by itself, when asked to stop or when the register cannot tell its changes.
pub(super) fn follow(
    register: Box<dyn Register>,
    events: mpsc::Sender<Told>,
    stop: Stop,
    retry_at_most: Duration,
) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut pace = Pace::new(retry_at_most);
        let mut failing = false;
        while !stop.is_asked() {
            let ended = stream(&*register, &events, &stop, &mut pace, &mut failing);
            match ended {
                Ok(Turn::End) => return,
                Ok(Turn::Again) => {}
                Err(error) => {
                    failing = true;
                    if events.blocking_send(Told::Failed { cause: error.to_string() }).is_err() {
                        return;
                    }
                }
            }
            rest(pace.next(), &stop);
        }
    })
}

fn rest(pause: Duration, stop: &Stop) {
    let until = Instant::now() + pause;
    while !stop.is_asked() && Instant::now() < until {
        thread::sleep(Duration::from_millis(50).min(pause));
    }
}

/// Follows from the place that was kept last until something goes wrong.
fn stream(
    register: &dyn Register,
    events: &mpsc::Sender<Told>,
    stop: &Stop,
    pace: &mut Pace,
    failing: &mut bool,
) -> Result<Turn, RegisterError> {
    let Some(mut changes) = register.changes()? else { return Ok(Turn::End) };
    while !stop.is_asked() {
        let (mut rows, mut gone, mut all) = (Vec::new(), 0, 0);
        let waited = changes.next(PATIENCE, &mut |increment| {
            all += 1;
            match increment {
                _ if all > MOST => rows.clear(),
                Increment::Listed(row) => rows.push(*row),
                Increment::Gone(_) => gone += 1,
            }
        })?;
        if std::mem::take(failing) && events.blocking_send(Told::Recovered).is_err() {
            return Ok(Turn::End);
        }
        let (done, answer) = oneshot::channel();
        let told = match waited {
            Waited::Quiet => continue,
            Waited::Changed if all <= MOST => Told::Changed { rows, gone, done },
            Waited::Changed | Waited::Lost => Told::Lost { done },
        };
        if events.blocking_send(told).is_err() {
            return Ok(Turn::End);
        }
        match answer.blocking_recv() {
            Ok(true) => {
                changes.keep()?;
                pace.reset();
            }
            Ok(false) => return Ok(Turn::Again),
            // Broken off by a signal: not applied, not kept.
            Err(_) => return Ok(Turn::End),
        }
    }
    Ok(Turn::End)
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
