//! Removing what no longer counts: codes past their time.

use crate::app::App;
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
}
