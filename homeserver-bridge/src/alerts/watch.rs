//! Looks every minute at what scanners and engines said last, raises what is wrong, and ends what is over.

use std::collections::BTreeMap;

use serde_json::json;

use super::raise::{Alarm, AlertKind, raise, recover};
use crate::config::SecurityAlertsConfig;
use crate::database::{DbError, Tx};
use crate::scan_figures::{EngineWord, ScannerWord, scanners};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Looks once. `started_ms` is since when this process could hear scanners: as long as nobody can have spoken, nobody is
/// silent.
///
/// # Errors
/// If the database fails.
pub fn watch(tx: &Tx<'_>, config: &SecurityAlertsConfig, now_ms: i64, started_ms: i64) -> Result<(), DbError> {
    let words = scanners(tx, now_ms)?;
    silence(tx, config, &words, now_ms, started_ms)?;
    let mut engines: BTreeMap<&str, Vec<&EngineWord>> = BTreeMap::new();
    let spoke_since = now_ms - i64::from(config.silent_minutes) * MINUTE_MS;
    for word in words.iter().filter(|word| word.heard_at_ms >= spoke_since) {
        for engine in word.engines.iter().filter(|engine| engine.required) {
            engines.entry(&engine.label).or_default().push(engine);
        }
    }
    for (label, engines) in &engines {
        down(tx, config, label, engines, now_ms)?;
        old(tx, config, label, engines, now_ms)?;
    }
    gone(tx, &words, now_ms)?;
    quiet(tx, config, now_ms)
}

fn silence(
    tx: &Tx<'_>,
    config: &SecurityAlertsConfig,
    words: &[ScannerWord],
    now_ms: i64,
    started_ms: i64,
) -> Result<(), DbError> {
    let patience = i64::from(config.silent_minutes) * MINUTE_MS;
    let speak = words.iter().filter(|word| word.heard_at_ms >= now_ms - patience).count();
    if speak >= config.scanners as usize {
        recover(tx, now_ms, AlertKind::ScannerSilent, "")?;
    } else if now_ms - started_ms > patience {
        let facts = json!({"scanners": speak, "expected": config.scanners});
        raise(tx, now_ms, &Alarm { kind: AlertKind::ScannerSilent, subject: "", facts })?;
    }
    Ok(())
}

fn down(
    tx: &Tx<'_>,
    config: &SecurityAlertsConfig,
    label: &str,
    engines: &[&EngineWord],
    now_ms: i64,
) -> Result<(), DbError> {
    let since = engines.iter().filter_map(|engine| engine.failing_since_ms).min();
    let kind = AlertKind::EngineDown;
    match since.map(|since| now_ms - since) {
        None => recover(tx, now_ms, kind, label).map(drop),
        Some(ms) if ms >= i64::from(config.engine_down_minutes) * MINUTE_MS => {
            let facts = json!({"minutes": ms / MINUTE_MS});
            raise(tx, now_ms, &Alarm { kind, subject: label, facts }).map(drop)
        }
        Some(_) => Ok(()),
    }
}

fn old(
    tx: &Tx<'_>,
    config: &SecurityAlertsConfig,
    label: &str,
    engines: &[&EngineWord],
    now_ms: i64,
) -> Result<(), DbError> {
    let Some(made) = engines.iter().filter_map(|engine| engine.signatures_at_ms).min() else { return Ok(()) };
    let (hours, kind) = ((now_ms - made) / HOUR_MS, AlertKind::SignaturesOld);
    if hours >= i64::from(config.signatures_max_age_hours) {
        raise(tx, now_ms, &Alarm { kind, subject: label, facts: json!({"hours": hours}) }).map(drop)
    } else {
        recover(tx, now_ms, kind, label).map(drop)
    }
}

/// An engine that no scanner has any more, or that got another name with its new version, is nobody's trouble.
fn gone(tx: &Tx<'_>, words: &[ScannerWord], now_ms: i64) -> Result<(), DbError> {
    let rows = tx.query(
        "SELECT kind, subject FROM scan_alerts WHERE ended_at_ms IS NULL AND kind IN ('engine_down', 'signatures_old')",
        &[],
    )?;
    for row in rows {
        let (kind, subject) = (row.text(0)?, row.text(1)?);
        let known = words.iter().flat_map(|word| &word.engines).any(|engine| engine.label == subject);
        if let Some(kind) = AlertKind::from_word(&kind).filter(|_| !known) {
            recover(tx, now_ms, kind, &subject)?;
        }
    }
    Ok(())
}

fn quiet(tx: &Tx<'_>, config: &SecurityAlertsConfig, now_ms: i64) -> Result<(), DbError> {
    let before = now_ms - i64::from(config.outbreak_quiet_minutes) * MINUTE_MS;
    let rows = tx.query(
        "SELECT subject FROM scan_alerts WHERE ended_at_ms IS NULL AND kind = 'outbreak' AND last_at_ms < $1",
        &[before.into()],
    )?;
    for row in rows {
        recover(tx, now_ms, AlertKind::Outbreak, &row.text(0)?)?;
    }
    Ok(())
}
