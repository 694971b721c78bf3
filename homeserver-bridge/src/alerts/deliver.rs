//! Hands an alert to every way of telling it, and tells it in one. Each way is a job of its own: one that fails is tried
//! again and holds up no other. A telling that is written down as delivered is not sent twice.

use anyhow::{Context, Result};
use serde_json::json;

use super::list::{self, Alert};
use super::{letter, syslog, webhook};
use crate::app::App;
use crate::config::SecurityAlertsConfig;
use crate::mail::Mail;
use crate::queue;

/// Kind of the job that tells an alert in one way.
pub const ALERT_SEND_JOB: &str = "alert-send";

/// The ways of the configuration: `mail:<number>`, `webhook:<name>`, `syslog:<name>`.
fn ways(config: &SecurityAlertsConfig) -> Vec<String> {
    let mails = (0..config.mail_to.len()).map(|number| format!("mail:{number}"));
    let hooks = config.webhooks.iter().map(|hook| format!("webhook:{}", hook.name));
    let logs = config.syslog.iter().map(|log| format!("syslog:{}", log.name));
    mails.chain(hooks).chain(logs).collect()
}

/// Makes a job for every way.
///
/// # Errors
/// If the database refuses it.
pub async fn hand_out(app: &App, id: String, event: String) -> Result<()> {
    let (ways, now) = (ways(&app.config.security_alerts), app.clock.now_ms());
    app.db
        .write(move |tx| {
            for way in ways {
                let new = tx.execute(
                    "INSERT INTO scan_alert_deliveries (alert, event, way, state, tries, at_ms)
                     VALUES ($1, $2, $3, 'waiting', 0, $4) ON CONFLICT DO NOTHING",
                    &[id.as_str().into(), event.as_str().into(), way.as_str().into(), now.into()],
                )?;
                if new > 0 {
                    let payload = json!({"alert": id, "event": event, "way": way});
                    queue::add(tx, &format!("{ALERT_SEND_JOB}-{event}-{id}-{way}"), ALERT_SEND_JOB, &payload, now)?;
                }
            }
            Ok(())
        })
        .await?;
    app.wake.wake();
    Ok(())
}

/// Tells an alert in one way, and writes down what came of it.
///
/// # Errors
/// If it did not arrive: it is to be tried again.
pub async fn send(app: &App, id: String, event: String, way: String) -> Result<()> {
    let key = [id.as_str().into(), event.as_str().into(), way.as_str().into()];
    let wanted = id.clone();
    let found = app.db.read(move |tx| {
        let sql = "SELECT state FROM scan_alert_deliveries WHERE alert = $1 AND event = $2 AND way = $3";
        let state = tx.query_one(sql, &key)?.map(|row| row.text(0)).transpose()?;
        Ok((list::one(tx, &wanted)?, state))
    });
    // An alert that was removed, or a telling that is done, needs nothing more.
    let (Some(alert), Some(state)) = found.await? else { return Ok(()) };
    if state == "delivered" {
        return Ok(());
    }
    let told = tell(app, &alert, &event, &way).await;
    let (now, arrived) = (app.clock.now_ms(), told.is_ok());
    app.db
        .write(move |tx| {
            tx.execute(
                "UPDATE scan_alert_deliveries SET tries = tries + 1, at_ms = $4, state = CASE WHEN $5 = 1 THEN 'delivered'
                     WHEN tries + 1 >= $6 THEN 'given_up' ELSE 'failing' END
                 WHERE alert = $1 AND event = $2 AND way = $3",
                &[id.into(), event.into(), way.into(), now.into(), arrived.into(), queue::TRIES.into()],
            )
        })
        .await?;
    told
}

async fn tell(app: &App, alert: &Alert, event: &str, way: &str) -> Result<()> {
    let config = &app.config.security_alerts;
    let (kind, name) = way.split_once(':').context("the job names no way")?;
    let gone = "this way was taken out of the configuration";
    match kind {
        "mail" => {
            let to = name.parse::<usize>().ok().and_then(|at| config.mail_to.get(at)).context(gone)?;
            let subject = letter::title(config.language, alert, event);
            let text = letter::text(config.language, alert, event);
            app.mailer.send(&Mail { to: to.clone(), subject: format!("Depesha: {subject}"), text }).await?;
            Ok(())
        }
        "webhook" => {
            let hook = config.webhooks.iter().find(|hook| hook.name == name).context(gone)?;
            webhook::send(hook, app.clock.now_ms(), alert, event).await
        }
        "syslog" => {
            let log = config.syslog.iter().find(|log| log.name == name).context(gone)?;
            let host = app.config.public_base_url.host_str().unwrap_or_default();
            syslog::send(log, host, alert, event).await
        }
        _ => anyhow::bail!("no way of this kind is known"),
    }
}
