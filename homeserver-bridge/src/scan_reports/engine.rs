//! The last word of each scanner on its engine and signatures.

use bridge_api::scan::EngineStatus;

use super::store::whole;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::error::Problem;
use crate::scan_figures;

/// An engine as it was at its last word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineState {
    /// Name and version.
    pub engine: String,
    /// Whether it answered and found the test file.
    pub healthy: bool,
    /// Version of its signatures.
    pub signatures_version: String,
    /// When they were made, if it is known.
    pub signatures_at_ms: Option<i64>,
    /// When the scanner looked.
    pub checked_at_ms: i64,
}

/// Of an engine that nobody has spoken of for so long nothing is kept: it was replaced, or has another version.
const FORGOTTEN_MS: i64 = 7 * 86_400_000;

/// Keeps the word, unless a later one is there already. Of a scanner with several engines, each is kept by itself.
///
/// # Errors
/// If the database refuses it.
pub async fn store_engine(app: &App, status: EngineStatus) -> Result<(), Problem> {
    let checked_at_ms = whole(status.checked_at_ms);
    let now = app.clock.now_ms();
    app.db
        .write(move |tx| {
            scan_figures::note(tx, &status, now)?;
            let states = each(status);
            for state in states {
                tx.execute(
                    "INSERT INTO engine_status (engine, healthy, signatures_version, signatures_at_ms, checked_at_ms)
                     VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (engine) DO UPDATE SET healthy = excluded.healthy,
                         signatures_version = excluded.signatures_version,
                         signatures_at_ms = excluded.signatures_at_ms, checked_at_ms = excluded.checked_at_ms
                     WHERE excluded.checked_at_ms >= engine_status.checked_at_ms",
                    &[
                        state.engine.into(),
                        state.healthy.into(),
                        state.signatures_version.into(),
                        state.signatures_at_ms.into(),
                        state.checked_at_ms.into(),
                    ],
                )?;
            }
            let forgotten = checked_at_ms.saturating_sub(FORGOTTEN_MS);
            tx.execute("DELETE FROM engine_status WHERE checked_at_ms < $1", &[forgotten.into()])
        })
        .await?;
    Ok(())
}

fn each(status: EngineStatus) -> Vec<EngineState> {
    let checked_at_ms = whole(status.checked_at_ms);
    if status.engines.len() < 2 {
        return vec![EngineState {
            engine: status.engine,
            healthy: status.healthy,
            signatures_version: status.signatures_version,
            signatures_at_ms: status.signatures_at_ms.map(whole),
            checked_at_ms,
        }];
    }
    let state = |one: bridge_api::scan::EngineState| EngineState {
        engine: format!("{} ({})", one.name, one.kind),
        healthy: one.healthy,
        signatures_version: format!("{} {}", one.engine, one.signatures_version).trim().to_owned(),
        signatures_at_ms: one.signatures_at_ms.map(whole),
        checked_at_ms,
    };
    status.engines.into_iter().map(state).collect()
}

/// All engines, the one heard of last first.
///
/// # Errors
/// If the database cannot be read.
pub async fn engines(app: &App) -> Result<Vec<EngineState>, Problem> {
    let rows = app
        .db
        .read(|tx| {
            tx.query(
                "SELECT engine, healthy, signatures_version, signatures_at_ms, checked_at_ms FROM engine_status
                 ORDER BY checked_at_ms DESC, engine",
                &[],
            )
        })
        .await?;
    let states = rows.iter().map(|row| {
        Ok(EngineState {
            engine: row.text(0)?,
            healthy: row.flag(1)?,
            signatures_version: row.text(2)?,
            signatures_at_ms: row.int_opt(3)?,
            checked_at_ms: row.int(4)?,
        })
    });
    Ok(states.collect::<Result<_, crate::database::DbError>>()?)
}

/// Keeps in the audit log that an officer looked at the engines.
///
/// # Errors
/// If the database refuses it.
pub async fn engine_seen(app: &App, actor: String) -> Result<(), Problem> {
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let entry = Entry { at_ms, actor: &actor, action: "scan_engine.view", subject: "", detail: "" };
            audit::append(tx, &entry)
        })
        .await?;
    Ok(())
}
