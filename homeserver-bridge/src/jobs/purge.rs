//! What is done every now and then: codes past their time are removed, departures that lost their job get a new one.

use crate::app::App;
use crate::offboarding;
use crate::provisioning;

/// How often.
pub(super) const EVERY_MS: i64 = 60_000;

pub(super) async fn run(app: &App) {
    let now = app.clock.now_ms();
    match app.db.write(move |tx| provisioning::purge_codes(tx, now)).await {
        Ok(0) => {}
        Ok(codes) => tracing::debug!(codes, "codes past their time were removed"),
        Err(error) => tracing::error!(cause = %error, "codes past their time cannot be removed"),
    }
    match app.db.write(move |tx| offboarding::wake_due(tx, now)).await {
        Ok(0) => {}
        Ok(departures) => tracing::warn!(departures, "departures had lost their job"),
        Err(error) => tracing::error!(cause = %error, "departures without a job cannot be looked for"),
    }
}
