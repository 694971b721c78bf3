//! The mode as the database holds it, in the memory of every process.

use std::time::Duration;

use bridge_api::mode::Mode;

use super::switch::newest;
use crate::app::App;
use crate::database::DbError;

/// How soon a switch made in another process holds here.
const LOOK: Duration = Duration::from_secs(1);

/// Reads which mode holds. To be done before anything is answered.
///
/// # Errors
/// If the database fails; the mode that was known goes on then.
pub async fn load(app: &App) -> Result<(), DbError> {
    let _turn = app.modes.turn.lock().await;
    let (mode, since_ms) = app.db.read(newest).await?.unwrap_or((Mode::Normal, 0));
    if app.modes.take(mode, since_ms) {
        tracing::warn!(%mode, "the operating mode is another one now");
    }
    Ok(())
}

/// Follows what other processes switch, and whom they admit. Runs as long as the process.
pub async fn follow(app: App) {
    let mut failing = false;
    loop {
        tokio::time::sleep(LOOK).await;
        match load(&app).await {
            Ok(()) => failing = false,
            Err(cause) if !failing => {
                tracing::error!(%cause, "the operating mode cannot be read; the one that is known goes on");
                failing = true;
            }
            Err(_) => {}
        }
    }
}
