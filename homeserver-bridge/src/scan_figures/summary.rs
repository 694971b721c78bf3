//! The mail once a week: planned in one transaction, so that of several workers one plans it; mailed by a job for each
//! address, which writes down that it is done.

use fluent_bundle::FluentValue;
use serde_json::json;

use super::read::{Share, Stretch, Sums};
use super::scanners::scanners;
use super::week::due_day;
use crate::alerts;
use crate::app::App;
use crate::clock::day_text;
use crate::config::{ServeConfig, WeeklySummaryConfig};
use crate::database::{DbError, Tx};
use crate::language::Language;
use crate::mail::Mail;
use crate::{queue, scan_cases};

/// Kind of the job that mails the summary of a week to one address.
pub const SUMMARY_JOB: &str = "weekly-summary";

const DAY_MS: i64 = 24 * 3_600_000;
const NAMED: i64 = 5;

/// Plans the mails of the week, if they are due and not planned yet; answers how many. The first week that is seen is
/// passed over: there is nothing to sum up on the day of the installation.
///
/// # Errors
/// If the database refuses it.
pub fn plan_summary(tx: &Tx<'_>, now_ms: i64, config: &WeeklySummaryConfig) -> Result<usize, DbError> {
    if config.mail_to.is_empty() {
        return Ok(0);
    }
    let day = due_day(now_ms, config.weekday, config.hour);
    let week = day_text(day * DAY_MS);
    let first = tx.query_one("SELECT week FROM weekly_summaries LIMIT 1", &[])?.is_none();
    let new = tx.execute(
        "INSERT INTO weekly_summaries (week, made_at_ms) VALUES ($1, $2) ON CONFLICT (week) DO NOTHING",
        &[week.as_str().into(), now_ms.into()],
    )?;
    if first || new == 0 {
        return Ok(0);
    }
    for number in 0..config.mail_to.len() {
        let payload = json!({"week": week, "day": day, "number": number});
        queue::add(tx, &format!("{SUMMARY_JOB}-{week}-{number}"), SUMMARY_JOB, &payload, now_ms)?;
    }
    Ok(config.mail_to.len())
}

/// Mails the summary of the seven days before `day` to the address with this number, unless that was done.
///
/// # Errors
/// If the database or the relay fails.
pub async fn send_summary(app: &App, week: String, day: i64, number: i64) -> anyhow::Result<()> {
    let config = &app.config.weekly_summary;
    // Taken out of the configuration since.
    let Some(to) = usize::try_from(number).ok().and_then(|at| config.mail_to.get(at)) else { return Ok(()) };
    let now = app.clock.now_ms();
    let done_of = week.clone();
    let facts = app.db.read(move |tx| {
        let sql = "SELECT week FROM weekly_summary_mails WHERE week = $1 AND number = $2";
        let done = tx.query_one(sql, &[done_of.into(), number.into()])?.is_some();
        if done { Ok(None) } else { facts(tx, day, now).map(Some) }
    });
    let Some(facts) = facts.await? else { return Ok(()) };
    let language = config.language;
    let subject = language.message("summary-subject", &[("value", FluentValue::from(week.as_str()))]);
    let text = letter(&app.config, language, day, &facts);
    app.mailer.send(&Mail { to: to.clone(), subject, text }).await?;
    app.db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO weekly_summary_mails (week, number, sent_at_ms) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                &[week.into(), number.into(), now.into()],
            )
        })
        .await?;
    Ok(())
}

struct Facts {
    now: Sums,
    before: Sums,
    signatures: Vec<Share>,
    servers: Vec<Share>,
    cases: i64,
    alerts: i64,
    lasting: i64,
    oldest_signatures_ms: Option<i64>,
}

fn facts(tx: &Tx<'_>, day: i64, now_ms: i64) -> Result<Facts, DbError> {
    let week = Stretch::new("scan_days", "day", day - 7, day, &[]);
    let engines = scanners(tx, now_ms)?.into_iter().flat_map(|word| word.engines);
    let mut servers = week.shares(tx, "media_server", "", 1000)?;
    servers.retain(|one| one.blocked > 0);
    servers.sort_by_key(|one| -one.blocked);
    servers.truncate(NAMED as usize);
    Ok(Facts {
        now: week.sums(tx)?,
        before: Stretch::new("scan_days", "day", day - 14, day - 7, &[]).sums(tx)?,
        signatures: week.shares(tx, "signature", "AND signature <> ''", NAMED)?,
        servers,
        cases: scan_cases::open_cases(tx)?,
        alerts: alerts::raised_between(tx, (day - 7) * DAY_MS, day * DAY_MS)?,
        lasting: alerts::open_count(tx)?.iter().map(|(_, n)| n).sum(),
        oldest_signatures_ms: engines.filter_map(|e| e.signatures_at_ms).min().map(|at| (now_ms - at).max(0)),
    })
}

fn letter(config: &ServeConfig, language: Language, day: i64, facts: &Facts) -> String {
    let say = |key: &str, values: &[(&str, FluentValue<'_>)]| language.message(key, values);
    let (from, to) = (day_text((day - 7) * DAY_MS), day_text((day - 1) * DAY_MS));
    let mut lines = vec![say("summary-of", &[("from", from.into()), ("to", to.into())]), String::new()];
    for (key, now, before) in [
        ("summary-scans", facts.now.all(), facts.before.all()),
        ("summary-blocked", facts.now.blocked(), facts.before.blocked()),
        ("summary-unchecked", facts.now.unchecked, facts.before.unchecked),
    ] {
        lines.push(say(key, &[("n", now.into()), ("before", before.into())]));
    }
    lines.push(say("summary-alerts", &[("n", facts.alerts.into()), ("lasting", facts.lasting.into())]));
    lines.push(say("summary-cases", &[("n", facts.cases.into())]));
    lines.push(match facts.oldest_signatures_ms {
        None => say("summary-signatures-unknown", &[]),
        Some(ms) => say("summary-signatures", &[("n", (ms / 3_600_000).into())]),
    });
    let mut list = |heading: &str, shares: Vec<(String, i64)>| {
        lines.extend([String::new(), say(heading, &[])]);
        if shares.is_empty() {
            lines.push(format!("- {}", say("summary-none", &[])));
        }
        lines.extend(shares.into_iter().map(|(name, n)| format!("- {name}: {n}")));
    };
    list("summary-top-signatures", facts.signatures.iter().map(|s| (s.name.clone(), s.scans)).collect());
    // Whose homeserver it is; its name, if nobody's.
    let whose = |server: &str| config.organisations_at(server).unwrap_or_else(|| server.to_owned());
    list("summary-top-senders", facts.servers.iter().map(|s| (whose(&s.name), s.blocked)).collect());
    lines.extend([String::new(), say("summary-end", &[])]);
    lines.join("\n") + "\n"
}
