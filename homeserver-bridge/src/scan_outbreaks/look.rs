//! Looks whether the finds of a signature are an outbreak.

use serde_json::json;

use crate::alerts::{self, Alarm, AlertKind};
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::config::CasesConfig;
use crate::database::{DbError, Tx, Value};

const MINUTE_MS: i64 = 60_000;

/// Finds of the signature that count: not released, and not closed as harmless. `$1` signature, `$2` from when.
const FINDS: &str = "FROM scan_reports r JOIN scan_files f ON f.id = r.file_id
     WHERE r.verdict = 'infected' AND r.signature = $1 AND r.set_aside = 0 AND r.arrived_at_ms > $2
     AND f.closed_as NOT IN ('false_positive', 'test')";
/// Where those were seen, from the same time on.
const ROOMS: &str = "FROM scan_rooms s JOIN scan_files f ON f.id = s.file_id
     WHERE s.at_ms > $2 AND f.closed_as NOT IN ('false_positive', 'test')
     AND EXISTS (SELECT 1 FROM scan_reports r WHERE r.file_id = f.id AND r.verdict = 'infected'
         AND r.signature = $1 AND r.set_aside = 0)";

/// Counts the finds of the window; from the configured numbers on they are an outbreak, which is recorded and told. A find
/// that comes while one lasts belongs to it. Answers whether one lasts.
///
/// Senders are counted as far as their homeserver named them.
///
/// # Errors
/// If the database refuses it.
pub fn look(tx: &Tx<'_>, config: &CasesConfig, signature: &str, now_ms: i64) -> Result<bool, DbError> {
    let window = i64::from(config.outbreak_window_minutes) * MINUTE_MS;
    // What officers were done with does not start another one.
    let sql = "SELECT COALESCE(MAX(closed_at_ms), 0) FROM scan_outbreaks WHERE signature = $1";
    let closed = tx.query_one(sql, &[signature.into()])?.map_or(Ok(0), |row| row.int(0))?;
    let values = [Value::from(signature), Value::from((now_ms - window).max(closed))];
    let count = |what: &str, from: &str| -> Result<i64, DbError> {
        tx.query_one(&format!("SELECT {what} {from}"), &values)?.map_or(Ok(0), |row| row.int(0))
    };
    let files = count("COUNT(DISTINCT f.id)", FINDS)?;
    let senders = count("COUNT(DISTINCT CASE WHEN f.uploader <> '' THEN f.uploader END)", FINDS)?;
    let rooms = count("COUNT(DISTINCT s.room)", ROOMS)?;
    let sql = "SELECT id FROM scan_outbreaks WHERE signature = $1 AND closed_at_ms IS NULL";
    let open = tx.query_one(sql, &values[..1])?.map(|row| row.text(0)).transpose()?;
    if let Some(id) = &open {
        if files > 0 {
            let sql = "UPDATE scan_outbreaks SET last_at_ms = $2 WHERE id = $1 AND last_at_ms < $2";
            tx.execute(sql, &[id.into(), now_ms.into()])?;
        }
    } else if rooms < i64::from(config.outbreak_rooms) && senders < i64::from(config.outbreak_senders) {
        return Ok(false);
    } else {
        record(tx, &values, now_ms)?;
    }
    let organisations = count("COUNT(DISTINCT f.media_server)", FINDS)?;
    let facts = json!({"rooms": rooms, "senders": senders, "files": files, "organisations": organisations,
        "minutes": config.outbreak_window_minutes});
    alerts::raise(tx, now_ms, &Alarm { kind: AlertKind::Outbreak, subject: signature, facts })?;
    Ok(true)
}

fn record(tx: &Tx<'_>, values: &[Value; 2], now_ms: i64) -> Result<(), DbError> {
    let first = tx.query_one(&format!("SELECT MIN(r.arrived_at_ms) {FINDS}"), values)?;
    let started = first.map_or(Ok(None), |row| row.int_opt(0))?.unwrap_or(now_ms);
    let id = random_token();
    tx.execute(
        "INSERT INTO scan_outbreaks (id, signature, started_at_ms, noticed_at_ms, last_at_ms)
         VALUES ($1, $2, $3, $4, $4)",
        &[id.as_str().into(), values[0].clone(), started.into(), now_ms.into()],
    )?;
    let entry = Entry { at_ms: now_ms, actor: "bridge", action: "scan_outbreak.notice", subject: &id, detail: "" };
    audit::append(tx, &entry)
}
