//! Watches the engine: tests it on a timer, and tells the bridge how it does at the start, every minute, and whenever it
//! changes.
//!
//! Scans do not rely on it: each asks the engine itself, and tests it where the last test is too old.

use std::time::{Duration, Instant};

use bridge_api::scan::EngineStatus;
use serde::Serialize;
use tokio::time::sleep;

use super::{ScanApp, ScanParts};

const LOOK: Duration = Duration::from_secs(2);
const TELL: Duration = Duration::from_secs(60);

pub(super) async fn watch(app: &ScanApp) {
    let mut tested: Option<Instant> = None;
    let mut told: Option<(bool, Instant)> = None;
    loop {
        let answers = app.scanner.engine_answers().await;
        let changed = app.last_status().is_none_or(|status| status.healthy != answers);
        let due = tested.is_none_or(|at| at.elapsed() >= app.self_test_every);
        if changed || due {
            app.set_status(app.scanner.engine_status().await);
            tested = Some(Instant::now());
        }
        if let Some(mut status) = app.last_status()
            && told.is_none_or(|(healthy, at)| healthy != status.healthy || at.elapsed() >= TELL)
        {
            let load = app.measures.load(app.scanner.holding().traffic);
            status.load = Some(load.clone());
            if app.reports.tell_engine(&status).await {
                tracing::info!(healthy = status.healthy, signatures = status.signatures_version, "engine");
                app.measures.settle(&load);
                told = Some((status.healthy, Instant::now()));
            }
        }
        sleep(LOOK).await;
    }
}

/// How this scanner does, for load balancers and operators: nothing of files or people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Health {
    /// Whether requests should be sent here.
    pub ready: bool,
    /// Whether it finishes what is under way and takes nothing new.
    pub stopping: bool,
    /// Whether the engine passed its last test.
    pub engine_healthy: bool,
    /// The engine by its last answer; empty if it gave none.
    pub engine: String,
    /// Its signatures by its last answer.
    pub signatures_version: String,
    /// When they were made, milliseconds since the Unix epoch, if the engine knows.
    pub signatures_at_ms: Option<u64>,
    /// Requests under way.
    pub under_way: u32,
    /// Files that wait for their turn.
    pub waiting: u64,
    /// Files that are looked at.
    pub running: u64,
}

impl ScanParts {
    /// How this scanner does.
    pub fn health(&self) -> Health {
        let stopping = self.admission.is_stopping();
        let status = self.last_status();
        let engine_healthy = status.as_ref().is_some_and(|status| status.healthy);
        let (engine, signatures_version, signatures_at_ms) =
            status.map(|s| (s.engine, s.signatures_version, s.signatures_at_ms)).unwrap_or_default();
        let traffic = self.scanner.holding().traffic;
        Health {
            ready: engine_healthy && !stopping,
            stopping,
            engine_healthy,
            engine,
            signatures_version,
            signatures_at_ms,
            under_way: self.admission.under_way(),
            waiting: traffic.waiting as u64,
            running: traffic.running as u64,
        }
    }

    fn last_status(&self) -> Option<EngineStatus> {
        self.status.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    fn set_status(&self, status: EngineStatus) {
        *self.status.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(status);
    }
}
