//! What security officers are told: alerts, each way a job, and the summary of the week.

use anyhow::Context;
use serde::Deserialize;
use serde_json::Value;

use crate::app::App;
use crate::scan_reports::{Class, retire};
use crate::{alerts, scan_figures};

/// The most batches of a class of reports that are removed in a minute.
const BATCHES: usize = 20;

#[derive(Deserialize)]
struct Telling {
    alert: String,
    event: String,
    #[serde(default)]
    way: String,
}

#[derive(Deserialize)]
struct Summary {
    week: String,
    day: i64,
    number: i64,
}

/// Hands an alert to every way of telling it.
pub(super) async fn hand_out(app: &App, payload: &Value) -> anyhow::Result<()> {
    let telling = Telling::deserialize(payload).context("the job's payload has another form")?;
    alerts::hand_out(app, telling.alert, telling.event).await
}

/// Tells an alert in one way.
pub(super) async fn send(app: &App, payload: &Value) -> anyhow::Result<()> {
    let telling = Telling::deserialize(payload).context("the job's payload has another form")?;
    alerts::send(app, telling.alert, telling.event, telling.way).await
}

/// Mails the summary of a week to one address.
pub(super) async fn summary(app: &App, payload: &Value) -> anyhow::Result<()> {
    let summary = Summary::deserialize(payload).context("the job's payload has another form")?;
    scan_figures::send_summary(app, summary.week, summary.day, summary.number).await
}

/// What is looked at every minute. `started_ms` is when this process began to listen.
pub(super) async fn look(app: &App, started_ms: i64) {
    let now = app.clock.now_ms();
    let (watched, planned, kept) = (app.clone(), app.clone(), app.config.scan_reports.figures_days);
    if let Err(error) =
        app.db.write(move |tx| alerts::watch(tx, &watched.config.security_alerts, now, started_ms)).await
    {
        tracing::error!(cause = %error, "scanners and engines cannot be looked after");
    }
    match app.db.write(move |tx| scan_figures::plan_summary(tx, now, &planned.config.weekly_summary)).await {
        Ok(0) => {}
        Ok(mails) => tracing::info!(mails, "the summary of the week is on its way"),
        Err(error) => tracing::error!(cause = %error, "the summary of the week cannot be planned"),
    }
    let purged = app.db.write(move |tx| Ok(scan_figures::purge(tx, now, kept)? + alerts::purge(tx, now)?));
    if let Err(error) = purged.await {
        tracing::error!(cause = %error, "old figures cannot be removed");
    }
    for class in Class::ALL {
        remove(app, class, now).await;
    }
}

/// Removes reports whose time is over, batch by batch, so that whoever writes waits for one at most.
async fn remove(app: &App, class: Class, now: i64) {
    for _ in 0..BATCHES {
        let config = app.config.scan_reports.clone();
        match app.db.write(move |tx| retire(tx, class, &config, now)).await {
            Ok(0) => return,
            Ok(reports) => tracing::info!(reports, ?class, "reports past their time were removed"),
            Err(error) => {
                tracing::error!(cause = %error, "reports past their time cannot be removed");
                return;
            }
        }
    }
}
