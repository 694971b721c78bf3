//! Keeps a scanner's word: the last one of each, and the course of the hours.

use bridge_api::scan::{EngineState, EngineStatus};

use crate::database::{DbError, Tx, Value};

const HOUR_MS: i64 = 3_600_000;
/// A scanner that has more engines than this is not believed.
const ENGINES: usize = 16;

/// Takes down what a scanner says of itself and its engines. A word older than the last one is passed over.
///
/// # Errors
/// If the database refuses it.
pub fn note(tx: &Tx<'_>, status: &EngineStatus, now_ms: i64) -> Result<(), DbError> {
    let load = status.load.clone().unwrap_or_default();
    let scanner: String = load.scanner.chars().take(100).collect();
    let said = whole(status.checked_at_ms);
    let heard = tx.execute(
        "INSERT INTO scanners (scanner, heard_at_ms, said_at_ms, waiting, running, answered, turned_away, median_ms, p95_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (scanner) DO UPDATE SET heard_at_ms = excluded.heard_at_ms, said_at_ms = excluded.said_at_ms,
             waiting = excluded.waiting, running = excluded.running,
             answered = scanners.answered + excluded.answered,
             turned_away = scanners.turned_away + excluded.turned_away,
             median_ms = CASE WHEN excluded.answered > 0 THEN excluded.median_ms ELSE scanners.median_ms END,
             p95_ms = CASE WHEN excluded.answered > 0 THEN excluded.p95_ms ELSE scanners.p95_ms END
         WHERE excluded.said_at_ms > scanners.said_at_ms",
        &[
            scanner.as_str().into(),
            now_ms.into(),
            said.into(),
            whole(load.waiting).into(),
            whole(load.running).into(),
            whole(load.answered).into(),
            whole(load.turned_away).into(),
            whole(load.median_ms).into(),
            whole(load.p95_ms).into(),
        ],
    )?;
    if heard == 0 {
        return Ok(());
    }
    let engines = engines(status);
    for engine in &engines {
        keep_engine(tx, &scanner, engine, now_ms)?;
    }
    let places = (2..engines.len() + 2).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
    let mut values: Vec<Value> = vec![scanner.as_str().into()];
    values.extend(engines.iter().map(|engine| Value::from(engine.name.as_str())));
    tx.execute(&format!("DELETE FROM scanner_engines WHERE scanner = $1 AND name NOT IN ({places})"), &values)?;

    let failing = engines.iter().any(|engine| engine.required && !engine.healthy);
    let oldest = engines.iter().filter_map(|e| e.signatures_at_ms).min().map(|at| (said - whole(at)).max(0));
    let median_weight = if load.median_ms > 0 { whole(load.answered) } else { 0 };
    tx.execute(
        "INSERT INTO scanner_hours (hour, scanner, words, failing, waiting_most, answered, turned_away, median_weight,
             median_sum, p95_most_ms, oldest_ms)
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (hour, scanner) DO UPDATE SET words = scanner_hours.words + 1,
             failing = scanner_hours.failing + excluded.failing,
             waiting_most = CASE WHEN excluded.waiting_most > scanner_hours.waiting_most
                 THEN excluded.waiting_most ELSE scanner_hours.waiting_most END,
             answered = scanner_hours.answered + excluded.answered,
             turned_away = scanner_hours.turned_away + excluded.turned_away,
             median_weight = scanner_hours.median_weight + excluded.median_weight,
             median_sum = scanner_hours.median_sum + excluded.median_sum,
             p95_most_ms = CASE WHEN excluded.p95_most_ms > scanner_hours.p95_most_ms
                 THEN excluded.p95_most_ms ELSE scanner_hours.p95_most_ms END,
             oldest_ms = COALESCE(excluded.oldest_ms, scanner_hours.oldest_ms)",
        &[
            (now_ms / HOUR_MS).into(),
            scanner.as_str().into(),
            failing.into(),
            whole(load.waiting).into(),
            whole(load.answered).into(),
            whole(load.turned_away).into(),
            median_weight.into(),
            median_weight.saturating_mul(whole(load.median_ms)).into(),
            whole(load.p95_ms).into(),
            oldest.into(),
        ],
    )?;
    Ok(())
}

/// The engines one by one; a scanner with only one tells it without a name.
fn engines(status: &EngineStatus) -> Vec<EngineState> {
    if !status.engines.is_empty() {
        return status.engines.iter().take(ENGINES).cloned().collect();
    }
    vec![EngineState {
        name: String::new(),
        kind: String::new(),
        required: true,
        healthy: status.healthy,
        engine: status.engine.clone(),
        signatures_version: status.signatures_version.clone(),
        signatures_at_ms: status.signatures_at_ms,
    }]
}

/// An engine that does not answer says nothing of itself: what it said last stays.
fn keep_engine(tx: &Tx<'_>, scanner: &str, engine: &EngineState, now_ms: i64) -> Result<(), DbError> {
    let failing_since = (!engine.healthy).then_some(now_ms);
    tx.execute(
        "INSERT INTO scanner_engines (scanner, name, engine, required, healthy, failing_since_ms, signatures_version,
             signatures_at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (scanner, name) DO UPDATE SET
             engine = CASE WHEN excluded.engine = '' THEN scanner_engines.engine ELSE excluded.engine END,
             required = excluded.required, healthy = excluded.healthy,
             failing_since_ms = CASE WHEN excluded.healthy = 1 THEN NULL
                 ELSE COALESCE(scanner_engines.failing_since_ms, excluded.failing_since_ms) END,
             signatures_version = CASE WHEN excluded.signatures_version = '' THEN scanner_engines.signatures_version
                 ELSE excluded.signatures_version END,
             signatures_at_ms = COALESCE(excluded.signatures_at_ms, scanner_engines.signatures_at_ms)",
        &[
            scanner.into(),
            engine.name.as_str().into(),
            engine.engine.as_str().into(),
            engine.required.into(),
            engine.healthy.into(),
            failing_since.into(),
            engine.signatures_version.as_str().into(),
            engine.signatures_at_ms.map(whole).into(),
        ],
    )
    .map(drop)
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
