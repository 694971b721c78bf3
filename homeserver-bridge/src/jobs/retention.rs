//! Removes records that are older than the operator wants to keep them, and says so in the audit log.

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;
use crate::{moves, offboarding, plans};

const DAY_MS: i64 = 24 * 3600 * 1000;
const ACTOR: &str = "bridge:retention";

/// Removes what is due now; answers how many records went.
pub(super) async fn run(app: &App) -> Result<usize, DbError> {
    let (config, now) = (app.config.retention.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let before = |days: u32| now - i64::from(days) * DAY_MS;
            let mut gone = Vec::new();
            if config.plans_days > 0 {
                let plans = plans::purge(tx, before(config.plans_days), now)?;
                gone.push(("plans", plans, config.plans_days));
            }
            if config.departures_days > 0 {
                let before = before(config.departures_days);
                gone.push(("departures", offboarding::purge(tx, before)?, config.departures_days));
                gone.push(("moves", moves::purge(tx, before)?, config.departures_days));
            }
            for (subject, count, days) in gone.iter().filter(|(_, count, _)| *count > 0) {
                let detail = format!("records={count} older_than_days={days}");
                let action = "records.purge";
                audit::append(tx, &Entry { at_ms: now, actor: ACTOR, action, subject, detail: &detail })?;
            }
            Ok(gone.iter().map(|(_, count, _)| count).sum())
        })
        .await
}
