//! Accounts for joiners: looks for requests beside the other jobs, so that thousands of them hold up no mail.

use std::time::Duration;

use crate::app::App;
use crate::database::DbError;
use crate::provisioning::{Made, make_accounts};

/// How often the table is looked at without being woken.
const PAUSE: Duration = Duration::from_secs(1);

/// Makes accounts until the process is told to stop.
pub(super) async fn run(app: &App) {
    loop {
        if let Err(error) = run_due(app).await {
            tracing::error!(cause = %error, "requests for accounts cannot be read");
        }
        tokio::select! {
            () = app.wake_accounts.woken() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Makes accounts as long as that goes on; answers how many requests were settled.
pub(super) async fn run_due(app: &App) -> Result<usize, DbError> {
    let mut settled = 0;
    loop {
        let made: Made = make_accounts(app).await?;
        settled += made.settled;
        // Nothing settled: nothing to do, or the homeserver does not do it now.
        if made.settled == 0 {
            return Ok(settled);
        }
    }
}
