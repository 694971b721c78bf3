//! `watch`: runs until it is stopped. Full readings by the clock, increments as they come, plans that wait for approval;
//! for a SCIM register also the serving of pushes. Decides nothing about people: that is `reconcile`.
//!
//! Whatever fails is tried again, later and later; only a wrong configuration ends the process. An increment is kept
//! in the register's stream only after it was applied.

mod health;
mod journal;
mod lock;
mod pace;
mod stop;
mod stream;

use std::io::Write;
use std::thread::JoinHandle;
use std::time::SystemTime;

use anyhow::Result;
use tokio::sync::mpsc;
use tokio::time::{Duration, Instant, sleep_until};

pub use journal::status;

use crate::bridge::Bridge;
use crate::clock::Now;
use crate::commands::Ended;
use crate::config::{Config, RegisterSection};
use crate::reconcile::{Reconciled, Reconciler};
use crate::register::{self, Mapper};
use bridge_api::sync::PlanDecision;
use journal::{Journal, Kind};
use lock::Lock;
use pace::Pace;
use stop::Stop;
use stream::Told;

/// How long work in hand may go on after the signal to stop.
const LAST_WORK: Duration = Duration::from_secs(30);

/// Runs until a signal stops it.
///
/// # Errors
/// If it cannot start: configuration, token, an address that is taken, another one that watches.
pub async fn watch(config: &Config, out: &mut dyn Write) -> Result<Ended> {
    let _lock = Lock::take(&config.state_file)?;
    let stop = Stop::on_signals()?;
    // A token that cannot be read is told now and not at the first reading.
    Bridge::open(&config.bridge)?;
    let journal = Journal::open(&config.state_file)?;
    let mut serving = Vec::new();
    if let RegisterSection::Scim(section) = &config.register {
        let server = register::scim::serve(section, Mapper::new(&config.mapping)).await?;
        writeln!(out, "SCIM is served at {}", server.address())?;
        serving.push(tokio::spawn(server.run(stop.clone().asked())));
    }
    if let Some(listen) = config.watch.listen {
        let server = health::Health::open(listen, journal.clone(), config.watch.full_every.0).await?;
        writeln!(out, "health is told at {}", server.address())?;
        serving.push(tokio::spawn(server.run(stop.clone().asked())));
    }
    writeln!(out, "watching")?;
    out.flush()?;
    let watching = Watching {
        config,
        reconciler: Reconciler::new(config),
        journal,
        pace: Pace::new(config.watch.retry_at_most.0),
        full_at: Instant::now(),
        ask_at: Instant::now(),
    };
    let follower = watching.run(stop).await;
    for server in serving {
        // A client that holds its connection open does not hold up the end.
        let _ = tokio::time::timeout(Duration::from_secs(5), server).await;
    }
    if let Some(follower) = follower {
        let _ = tokio::task::spawn_blocking(move || follower.join()).await;
    }
    tracing::info!("stopped");
    Ok(Ended::Done)
}

struct Watching<'a> {
    config: &'a Config,
    reconciler: Reconciler<'a>,
    journal: Journal,
    pace: Pace,
    full_at: Instant,
    ask_at: Instant,
}

impl Watching<'_> {
    /// Until it is asked to stop; the thread that follows the register, if there is one.
    async fn run(mut self, stop: Stop) -> Option<JoinHandle<()>> {
        // First what the register says now, or else everything would be told as a change too.
        stop.clone().finish(LAST_WORK, self.full()).await;
        if stop.is_asked() {
            return None;
        }
        // One event at a time: what comes next waits in the register.
        let (sender, mut events) = mpsc::channel(1);
        let most = self.config.watch.retry_at_most.0;
        let follower = stream::follow(register::open(self.config), sender, stop.clone(), most);
        let mut tells = true;
        loop {
            let waits = self.journal.waiting().is_some();
            tokio::select! {
                biased;
                () = stop.clone().asked() => return Some(follower),
                told = events.recv(), if tells => match told {
                    Some(told) => stop.clone().finish(LAST_WORK, self.told(told)).await,
                    // The register tells no changes: what is left is the clock.
                    None => tells = false,
                },
                () = sleep_until(self.ask_at), if waits => stop.clone().finish(LAST_WORK, self.ask()).await,
                () = sleep_until(self.full_at) => stop.clone().finish(LAST_WORK, self.full()).await,
            }
        }
    }

    async fn full(&mut self) {
        let result = self.reconciler.full(now()).await;
        self.full_at = Instant::now() + self.config.watch.full_every.0;
        self.settle(Kind::Full, result);
    }

    async fn told(&mut self, told: Told) {
        match told {
            Told::Changed { rows, gone, done } => {
                let count = rows.len();
                tracing::info!(rows = count, gone, "the register tells changes");
                let applied = if rows.is_empty() {
                    true
                } else {
                    let result = self.reconciler.increment(rows, now()).await;
                    self.settle(Kind::Increment, result)
                };
                let _ = done.send(applied);
            }
            Told::Lost { done } => {
                tracing::info!("the register has lost the thread, or tells too much at once: reading it in full");
                let result = self.reconciler.full(now()).await;
                self.full_at = Instant::now() + self.config.watch.full_every.0;
                let _ = done.send(self.settle(Kind::Full, result));
            }
            Told::Failed { cause } => self.journal.failed(&cause, now()),
            Told::Recovered => self.journal.recovered(),
        }
    }

    /// Takes down what came of a reconciliation. True if what was told need not be told again.
    fn settle(&mut self, kind: Kind, result: Result<Reconciled>) -> bool {
        match result {
            Ok(reconciled) => {
                if let Reconciled::Applied { report, .. } = &reconciled
                    && !(report.outdated.is_empty() && report.not_found.is_empty())
                {
                    // The catalogue changed under our hands: look at everything again.
                    self.full_at = Instant::now() + self.pace.next();
                }
                match &reconciled {
                    Reconciled::Waiting { .. } => self.ask_at = Instant::now() + self.config.watch.ask_every.0,
                    // A file that is being written now is whole a little later.
                    Reconciled::Stopped(_) if kind == Kind::Full => {
                        let soon = Instant::now() + self.config.watch.retry_at_most.0;
                        self.full_at = self.full_at.min(soon);
                    }
                    _ => {}
                }
                if !matches!(&reconciled, Reconciled::Applied { report, .. } if !report.outdated.is_empty()) {
                    self.pace.reset();
                }
                self.journal.done(kind, &reconciled, now());
                true
            }
            Err(error) => {
                self.journal.failed(&format!("{error:#}"), now());
                if kind == Kind::Full {
                    self.full_at = Instant::now() + self.pace.next();
                }
                false
            }
        }
    }

    /// Asks what administrators have decided about the plan that waits.
    async fn ask(&mut self) {
        self.ask_at = Instant::now() + self.config.watch.ask_every.0;
        let Some(hash) = self.journal.waiting() else { return };
        match self.reconciler.standing(&hash).await {
            Ok(standing) if standing.decision == PlanDecision::Waiting => {}
            Ok(standing) => {
                tracing::info!(plan = hash, decision = ?standing.decision, "the waiting plan was decided about");
                self.journal.decided();
                if standing.decision == PlanDecision::Approved {
                    self.full().await;
                }
            }
            Err(error) => self.journal.failed(&format!("{error:#}"), now()),
        }
    }
}

fn now() -> Now {
    Now::at(SystemTime::now())
}
