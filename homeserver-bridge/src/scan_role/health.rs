//! Watches the engine and tells the bridge how it does: at the start, every minute, and whenever it changes.
//!
//! Scans do not rely on it: each asks the engine itself.

use std::time::{Duration, Instant};

use media_scanner::Scanner;
use tokio::time::sleep;

use super::reports::Reports;

const LOOK: Duration = Duration::from_secs(2);
const TELL: Duration = Duration::from_secs(60);

pub(super) async fn watch(scanner: &Scanner, reports: &Reports) {
    let mut told: Option<(bool, Instant)> = None;
    loop {
        let answers = scanner.engine_answers().await;
        let due = told.is_none_or(|(_, at)| at.elapsed() >= TELL);
        if due || told.is_some_and(|(healthy, _)| healthy != answers) {
            let status = scanner.engine_status().await;
            let news = due || told.is_some_and(|(healthy, _)| healthy != status.healthy);
            if news && reports.tell_engine(&status).await {
                tracing::info!(healthy = status.healthy, signatures = status.signatures_version, "engine");
                told = Some((status.healthy, Instant::now()));
            }
        }
        sleep(LOOK).await;
    }
}
