//! What is done every now and then: codes and records past their time are removed, departures and moves that lost their
//! job get a new one, files whose time has come are looked after, and so are accounts that end.

use crate::app::App;
use crate::{externals, invitations, moves, offboarding, provisioning, scan_cases, scan_reports};

/// How often.
pub(super) const EVERY_MS: i64 = 60_000;

pub(super) async fn run(app: &App) {
    let now = app.clock.now_ms();
    match app.db.write(move |tx| provisioning::purge_codes(tx, now)).await {
        Ok(0) => {}
        Ok(codes) => tracing::debug!(codes, "codes past their time were removed"),
        Err(error) => tracing::error!(cause = %error, "codes past their time cannot be removed"),
    }
    match app.db.write(move |tx| invitations::expire(tx, now)).await {
        Ok(0) => {}
        Ok(invitations) => tracing::info!(invitations, "invitations that nobody used have ended"),
        Err(error) => tracing::error!(cause = %error, "invitations past their time cannot be ended"),
    }
    match app.db.write(move |tx| offboarding::wake_due(tx, now)).await {
        Ok(0) => {}
        Ok(departures) => tracing::warn!(departures, "departures had lost their job"),
        Err(error) => tracing::error!(cause = %error, "departures without a job cannot be looked for"),
    }
    match app.db.write(move |tx| moves::wake_due(tx, now)).await {
        Ok(0) => {}
        Ok(moves) => tracing::warn!(moves, "moves had lost their job"),
        Err(error) => tracing::error!(cause = %error, "moves without a job cannot be looked for"),
    }
    match super::retention::run(app).await {
        Ok(0) => {}
        Ok(records) => tracing::info!(records, "records past their time were removed"),
        Err(error) => tracing::error!(cause = %error, "records past their time cannot be removed"),
    }
    cases(app, now).await;
    match externals::look(app).await {
        Ok(0) => {}
        Ok(accounts) => tracing::info!(accounts, "accounts came to their end"),
        Err(error) => tracing::error!(cause = %error, "accounts that end cannot be looked after"),
    }
}

/// Files that homeservers are to keep back, give out or delete by now; requests and fetches past their time.
async fn cases(app: &App, now: i64) {
    let config = app.config.cases.clone();
    let done = async {
        scan_cases::wake_media(app, now).await?;
        app.db
            .write(move |tx| {
                scan_cases::expire(tx, config.requests_expire_hours, now)?;
                scan_reports::purge_fetches(tx, config.keep_fetches_days, now)
            })
            .await
    };
    match done.await {
        Ok(0) => {}
        Ok(fetches) => tracing::debug!(fetches, "fetches past their time were removed"),
        Err(error) => tracing::error!(cause = %error, "cases past their time cannot be looked after"),
    }
}
