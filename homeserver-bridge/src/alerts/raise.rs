//! Raises and ends alerts. Both only write: telling is a job.

use serde_json::{Value, json};

use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::{DbError, Tx};
use crate::queue;

/// Kind of the job that hands an alert to every way of telling it.
pub const ALERT_JOB: &str = "alert";

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    /// The same signature in several rooms within a short time; the subject is the signature.
    Outbreak,
    /// An engine does not work; the subject is its name.
    EngineDown,
    /// An engine's signatures are too old; the subject is its name.
    SignaturesOld,
    /// Fewer scanners give word of themselves than there should be; no subject.
    ScannerSilent,
}

impl AlertKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Outbreak, Self::EngineDown, Self::SignaturesOld, Self::ScannerSilent];

    /// The word in the database and in messages to programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Outbreak => "outbreak",
            Self::EngineDown => "engine_down",
            Self::SignaturesOld => "signatures_old",
            Self::ScannerSilent => "scanner_silent",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Something to raise an alert for.
#[derive(Debug, Clone)]
pub struct Alarm<'a> {
    /// What happened.
    pub kind: AlertKind,
    /// To what: with the kind it makes the alert, so the same again is the same alert.
    pub subject: &'a str,
    /// Numbers for the message, a JSON object: `rooms`, `files`, `organisations`, `minutes`, `hours`, `scanners`, `expected`.
    pub facts: Value,
}

/// Raises an alert, or counts it once more with the newest numbers if it lasts already; answers whether it is new.
///
/// # Errors
/// If the database refuses it.
pub fn raise(tx: &Tx<'_>, at_ms: i64, alarm: &Alarm<'_>) -> Result<bool, DbError> {
    let (kind, facts) = (alarm.kind.word(), alarm.facts.to_string());
    let lasting = tx.execute(
        "UPDATE scan_alerts SET times = times + 1, last_at_ms = $3, facts = $4
         WHERE kind = $1 AND subject = $2 AND ended_at_ms IS NULL",
        &[kind.into(), alarm.subject.into(), at_ms.into(), facts.as_str().into()],
    )?;
    if lasting > 0 {
        return Ok(false);
    }
    let id = random_token();
    tx.execute(
        "INSERT INTO scan_alerts (id, kind, subject, facts, raised_at_ms, last_at_ms, times)
         VALUES ($1, $2, $3, $4, $5, $5, 1)",
        &[id.as_str().into(), kind.into(), alarm.subject.into(), facts.into(), at_ms.into()],
    )?;
    tell(tx, &id, "raised", at_ms)?;
    let detail = format!("kind={kind} subject={}", alarm.subject);
    audit::append(tx, &Entry { at_ms, actor: "bridge", action: "scan_alert.raise", subject: &id, detail: &detail })?;
    Ok(true)
}

/// Ends an alert, if one of this kind and subject lasts; answers whether there was one.
///
/// # Errors
/// If the database refuses it.
pub fn recover(tx: &Tx<'_>, at_ms: i64, kind: AlertKind, subject: &str) -> Result<bool, DbError> {
    let found = tx.query_one(
        "SELECT id FROM scan_alerts WHERE kind = $1 AND subject = $2 AND ended_at_ms IS NULL",
        &[kind.word().into(), subject.into()],
    )?;
    let Some(row) = found else { return Ok(false) };
    let id = row.text(0)?;
    tx.execute("UPDATE scan_alerts SET ended_at_ms = $2 WHERE id = $1", &[id.as_str().into(), at_ms.into()])?;
    tell(tx, &id, "ended", at_ms)?;
    let detail = format!("kind={} subject={subject}", kind.word());
    audit::append(tx, &Entry { at_ms, actor: "bridge", action: "scan_alert.end", subject: &id, detail: &detail })?;
    Ok(true)
}

fn tell(tx: &Tx<'_>, id: &str, event: &str, at_ms: i64) -> Result<(), DbError> {
    queue::add(tx, &format!("{ALERT_JOB}-{event}-{id}"), ALERT_JOB, &json!({"alert": id, "event": event}), at_ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Db;

    #[tokio::test]
    async fn an_alert_that_lasts_is_told_once_and_told_again_when_it_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("a.sqlite")).unwrap();
        db.write(|tx| {
            let alarm = |rooms| Alarm { kind: AlertKind::Outbreak, subject: "Eicar", facts: json!({"rooms": rooms}) };
            let waiting = || tx.query_one("SELECT COUNT(*) FROM jobs", &[])?.unwrap().int(0);
            assert!(raise(tx, 1, &alarm(3))?);
            assert!(!raise(tx, 2, &alarm(4))?, "it lasts");
            assert!(raise(tx, 2, &Alarm { subject: "Other", ..alarm(3) })?, "another subject is another alert");
            assert_eq!(waiting()?, 2);
            let row = tx.query_one("SELECT times, last_at_ms, facts FROM scan_alerts WHERE subject = 'Eicar'", &[])?;
            let row = row.unwrap();
            assert_eq!((row.int(0)?, row.int(1)?, row.text(2)?), (2, 2, r#"{"rooms":4}"#.to_owned()));
            assert!(recover(tx, 3, AlertKind::Outbreak, "Eicar")?);
            assert!(!recover(tx, 4, AlertKind::Outbreak, "Eicar")?);
            assert_eq!(waiting()?, 3);
            assert!(raise(tx, 5, &alarm(3))?, "after its end it is a new one");
            Ok(())
        })
        .await
        .unwrap();
    }
}
