//! Jobs: work that is done beside requests, one file each; run by the `worker` role.

use std::time::Duration;

use crate::app::App;

/// Runs jobs until the process is told to stop.
pub async fn run(app: App) {
    let _ = app;
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
