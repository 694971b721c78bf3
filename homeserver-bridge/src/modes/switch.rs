//! Switching, once two officers agree, and what was switched before.

use bridge_api::mode::Mode;

use crate::app::App;
use crate::approvals::{self, Act};
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};
use crate::officers::Session;

/// A switch that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// To this mode.
    pub mode: Mode,
    /// When, milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Who proposed it.
    pub proposed_by: String,
    /// Who agreed.
    pub agreed_by: String,
}

/// Carries a switch out that this officer has just agreed to. It holds in this process at once, in the others within
/// seconds. The mode that holds already is not switched to again.
///
/// # Errors
/// If the database fails; nothing is switched then.
pub async fn switch(app: &App, officer: &Session, mode: Mode) -> Result<(), DbError> {
    let (agreed_by, actor, now) = (officer.name.clone(), officer.actor(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let before = newest(tx)?.map_or(Mode::Normal, |(mode, _)| mode);
            if before == mode {
                return Ok(());
            }
            let proposed_by = approvals::proposer(tx, &Act::SwitchMode { mode })?.unwrap_or_default();
            tx.execute(
                "INSERT INTO mode_switches (seq, mode, at_ms, proposed_by, agreed_by)
                 VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM mode_switches), $1, $2, $3, $4)",
                &[mode.word().into(), now.into(), proposed_by.into(), agreed_by.into()],
            )?;
            let detail = format!("{before} to {mode}");
            audit::append(
                tx,
                &Entry { at_ms: now, actor: &actor, action: "mode.switch", subject: mode.word(), detail: &detail },
            )
        })
        .await?;
    super::load(app).await
}

/// The switches that were made, the newest first; at most `limit`.
///
/// # Errors
/// If the database fails.
pub async fn history(app: &App, limit: i64) -> Result<Vec<Switch>, DbError> {
    let read = |row: &Row| {
        Ok(Switch { mode: mode(row)?, at_ms: row.int(1)?, proposed_by: row.text(2)?, agreed_by: row.text(3)? })
    };
    app.db
        .read(move |tx| {
            let sql = "SELECT mode, at_ms, proposed_by, agreed_by FROM mode_switches ORDER BY seq DESC LIMIT $1";
            tx.query(sql, &[limit.into()])?.iter().map(read).collect()
        })
        .await
}

/// The mode that holds and since when; nothing if none was ever switched to.
pub(super) fn newest(tx: &Tx<'_>) -> Result<Option<(Mode, i64)>, DbError> {
    let sql = "SELECT mode, at_ms FROM mode_switches ORDER BY seq DESC LIMIT 1";
    tx.query_one(sql, &[])?.map(|row| Ok((mode(&row)?, row.int(1)?))).transpose()
}

fn mode(row: &Row) -> Result<Mode, DbError> {
    Mode::from_word(&row.text(0)?).ok_or(DbError::Stored("mode"))
}
