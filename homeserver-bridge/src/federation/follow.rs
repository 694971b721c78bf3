//! The partners as the database holds them, in the memory of every process, and the lists of the homeservers on the disk.

use std::time::Duration;

use super::{list, partners};
use crate::app::App;
use crate::database::DbError;

/// How soon a change made in another process holds here.
const LOOK: Duration = Duration::from_secs(2);

/// Reads who is admitted. To be done before anything is answered.
///
/// # Errors
/// If the database fails; what was known goes on then.
pub async fn load(app: &App) -> Result<(), DbError> {
    let _turn = app.federation.turn.lock().await;
    let all = partners(app).await?;
    let open = all.into_iter().filter(|partner| partner.closed.is_none()).map(|partner| partner.server_name);
    if app.federation.take(open.collect()) {
        tracing::info!("the homeservers that are admitted are others now");
    }
    Ok(())
}

/// Follows what other processes change, and keeps the homeservers' lists up to date. Runs as long as the process.
pub async fn follow(app: App) {
    let mut failing = false;
    loop {
        let done = match load(&app).await {
            Ok(()) => list::write(&app).await,
            Err(cause) => Err(cause.into()),
        };
        match done {
            Ok(()) => failing = false,
            Err(cause) if !failing => {
                tracing::error!(
                    cause = format!("{cause:#}"),
                    "the list of admitted homeservers cannot be kept up to date"
                );
                failing = true;
            }
            Err(_) => {}
        }
        tokio::time::sleep(LOOK).await;
    }
}
