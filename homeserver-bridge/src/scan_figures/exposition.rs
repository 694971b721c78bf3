//! Figures as Prometheus reads them (text format 0.0.4). Labels name scanners, engines, verdicts and kinds of work; no
//! person, room, file or homeserver.

use std::fmt::Write as _;

use super::scanners::{ScannerWord, scanners};
use crate::alerts::{self, AlertKind};
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::{queue, scan_cases};

/// Verdicts that are there from the start, so that the first infected file is a step and not a new line.
const VERDICTS: [&str; 10] = [
    "clean",
    "infected",
    "type_forbidden",
    "too_large",
    "unscannable_encrypted",
    "unscannable_limits",
    "unscannable_malformed",
    "engine_error",
    "timeout",
    "hash_mismatch",
];

/// All figures now.
///
/// # Errors
/// If the database cannot be read.
pub async fn exposition(app: &App) -> Result<String, DbError> {
    let now_ms = app.clock.now_ms();
    app.db.read(move |tx| write(tx, now_ms)).await
}

fn write(tx: &Tx<'_>, now_ms: i64) -> Result<String, DbError> {
    let mut text = Text(String::new());
    text.head("depesha_build_info", "gauge", "The version of the bridge.");
    text.line("depesha_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    totals(tx, &mut text)?;
    of_scanners(&mut text, &scanners(tx, now_ms)?, now_ms);

    text.head("depesha_alerts_open", "gauge", "Alerts that last.");
    let open = alerts::open_count(tx)?;
    for kind in AlertKind::ALL.map(AlertKind::word) {
        let n = open.iter().find(|(one, _)| one == kind).map_or(0, |(_, n)| *n);
        text.line("depesha_alerts_open", &[("kind", kind)], n);
    }
    text.head("depesha_alert_deliveries_waiting", "gauge", "Tellings of alerts that have not arrived yet.");
    text.line("depesha_alert_deliveries_waiting", &[], alerts::deliveries_waiting(tx)?);
    text.head("depesha_cases_open", "gauge", "Reports that security officers have to look at.");
    text.line("depesha_cases_open", &[], scan_cases::open_cases(tx)?);
    let jobs = queue::waiting(tx)?;
    text.head("depesha_jobs_waiting", "gauge", "Jobs in the queue, mails and tellings included.");
    for job in &jobs {
        text.line("depesha_jobs_waiting", &[("kind", &job.kind)], job.count);
    }
    text.head("depesha_jobs_overdue_seconds", "gauge", "For how long the oldest job of the queue has been due.");
    for job in &jobs {
        let overdue = ((now_ms - job.oldest_due_ms) / 1000).max(0);
        text.line("depesha_jobs_overdue_seconds", &[("kind", &job.kind)], overdue);
    }
    Ok(text.0)
}

fn totals(tx: &Tx<'_>, text: &mut Text) -> Result<(), DbError> {
    let rows = tx.query("SELECT verdict, scans, bytes FROM scan_totals ORDER BY verdict", &[])?;
    let found = rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?, row.int(2)?)));
    let found = found.collect::<Result<Vec<_>, DbError>>()?;
    let of = |verdict: &str| found.iter().find(|one| one.0 == verdict).map_or((0, 0), |one| (one.1, one.2));
    text.head("depesha_scans_total", "counter", "Files scanned, by what it came to.");
    for verdict in VERDICTS {
        text.line("depesha_scans_total", &[("verdict", verdict)], of(verdict).0);
    }
    text.head("depesha_scanned_bytes_total", "counter", "Bytes scanned, by what it came to.");
    for verdict in VERDICTS {
        text.line("depesha_scanned_bytes_total", &[("verdict", verdict)], of(verdict).1);
    }
    Ok(())
}

fn of_scanners(text: &mut Text, words: &[ScannerWord], now_ms: i64) {
    type Reading = fn(&ScannerWord) -> i64;
    let readings: [(&str, &str, &str, Reading); 4] = [
        ("depesha_scanner_waiting", "gauge", "Files that wait for their turn.", |w| w.waiting),
        ("depesha_scanner_running", "gauge", "Files that engines look at.", |w| w.running),
        ("depesha_scanner_answered_total", "counter", "Requests answered.", |w| w.answered),
        ("depesha_scanner_turned_away_total", "counter", "Requests sent away: too much to do.", |w| w.turned_away),
    ];
    for (name, kind, help, reading) in readings {
        text.head(name, kind, help);
        for word in words {
            text.line(name, &[("scanner", &word.scanner)], reading(word));
        }
    }
    let latency = "depesha_scanner_latency_seconds";
    text.head(latency, "gauge", "How long the scans of the last minute with scans took, at most, for so many of them.");
    for word in words {
        for (quantile, ms) in [("0.5", word.median_ms), ("0.95", word.p95_ms)] {
            text.line(latency, &[("scanner", &word.scanner), ("quantile", quantile)], Seconds(ms));
        }
    }
    let silence = "depesha_scanner_silence_seconds";
    text.head(silence, "gauge", "Since when nothing was heard of the scanner.");
    for word in words {
        text.line(silence, &[("scanner", &word.scanner)], ((now_ms - word.heard_at_ms) / 1000).max(0));
    }
    text.head("depesha_engine_up", "gauge", "Whether the engine answers and finds the test file.");
    for word in words {
        for engine in &word.engines {
            let up = i64::from(engine.healthy);
            text.line("depesha_engine_up", &[("scanner", &word.scanner), ("engine", &engine.label)], up);
        }
    }
    let age = "depesha_signatures_age_seconds";
    text.head(age, "gauge", "Age of the engine's signatures.");
    for word in words {
        for engine in &word.engines {
            if let Some(at) = engine.signatures_at_ms {
                let labels = [("scanner", word.scanner.as_str()), ("engine", engine.label.as_str())];
                text.line(age, &labels, ((now_ms - at) / 1000).max(0));
            }
        }
    }
}

/// Milliseconds that are written as seconds.
struct Seconds(i64);

impl std::fmt::Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:03}", self.0.max(0) / 1000, self.0.max(0) % 1000)
    }
}

struct Text(String);

impl Text {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        self.0.push_str(name);
        for (at, (label, text)) in labels.iter().enumerate() {
            self.0.push(if at == 0 { '{' } else { ',' });
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = write!(self.0, "{label}=\"{escaped}\"");
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
        let _ = writeln!(self.0, " {value}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped_and_milliseconds_become_seconds() {
        let mut text = Text(String::new());
        text.line("a", &[("b", "x\"y\\z\n"), ("c", "")], Seconds(1_050));
        text.line("d", &[], 7);
        assert_eq!(text.0, "a{b=\"x\\\"y\\\\z\\n\",c=\"\"} 1.050\nd 7\n");
    }
}
