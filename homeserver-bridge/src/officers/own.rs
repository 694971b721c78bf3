//! What officers see of themselves: their factors and their sessions.

use super::keys::keys_usable;
use super::session::Session;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};

/// A second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorLine {
    /// Its name; opens nothing.
    pub id: String,
    /// `totp` or `key`.
    pub kind: String,
    /// What its owner calls it.
    pub label: String,
    /// When it was set up.
    pub added_at_ms: i64,
    /// When it was shown last.
    pub used_at_ms: Option<i64>,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Its name; opens nothing.
    pub id: String,
    /// When its officer signed in.
    pub started_at_ms: i64,
    /// When it ends at the latest, as things are.
    pub expires_at_ms: i64,
    /// Which browser.
    pub browser: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The factors and the sessions of an officer; that they were looked at goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn own(app: &App, session: &Session) -> Result<(Vec<FactorLine>, Vec<SessionLine>), DbError> {
    let (officer, now) = (session.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let factors = factors(tx, &officer)?;
            let sessions = tx.query(
                "SELECT id, started_at_ms, expires_at_ms, browser FROM officer_sessions
                 WHERE name = $1 AND role = $2 AND stage = 'open' AND expires_at_ms > $3 AND ends_at_ms > $3
                 ORDER BY started_at_ms DESC, id",
                &[officer.name.as_str().into(), officer.role.word().into(), now.into()],
            )?;
            let sessions = sessions.iter().map(|row| {
                let id = row.text(0)?;
                Ok(SessionLine {
                    current: id == officer.proof.id,
                    id,
                    started_at_ms: row.int(1)?,
                    expires_at_ms: row.int(2)?,
                    browser: row.text(3)?,
                })
            });
            let sessions = sessions.collect::<Result<_, DbError>>()?;
            let (actor, action) = (officer.actor(), "session.list");
            audit::append(tx, &Entry { at_ms: now, actor: &actor, action, subject: "", detail: "" })?;
            Ok((factors, sessions))
        })
        .await
}

/// Whether a factor can be removed: another one must stay that opens a session here. A security key is none where keys
/// cannot be used any more.
pub fn may_remove(factors: &[FactorLine], id: &str, keys_usable: bool) -> bool {
    let opens = |factor: &FactorLine| factor.kind == "totp" || (keys_usable && factor.kind == "key");
    factors.iter().any(|factor| factor.id == id) && factors.iter().any(|factor| factor.id != id && opens(factor))
}

fn factors(tx: &Tx<'_>, officer: &Session) -> Result<Vec<FactorLine>, DbError> {
    let rows = tx.query(
        "SELECT id, kind, label, added_at_ms, used_at_ms FROM officer_factors WHERE name = $1 AND role = $2
         ORDER BY added_at_ms, id",
        &[officer.name.as_str().into(), officer.role.word().into()],
    )?;
    let line = |row: &Row| {
        Ok(FactorLine {
            id: row.text(0)?,
            kind: row.text(1)?,
            label: row.text(2)?,
            added_at_ms: row.int(3)?,
            used_at_ms: row.int_opt(4)?,
        })
    };
    rows.iter().map(line).collect()
}

/// Removes one of an officer's own factors, but never the last one that opens a session; answers whether it did.
///
/// # Errors
/// If the database fails.
pub async fn remove_factor(app: &App, session: &Session, id: String) -> Result<bool, DbError> {
    let (officer, at_ms) = (session.clone(), app.clock.now_ms());
    let keys_usable = keys_usable(app, session.role.console());
    app.db
        .write(move |tx| {
            let factors = factors(tx, &officer)?;
            let Some(factor) = factors.iter().find(|factor| factor.id == id) else { return Ok(false) };
            if !may_remove(&factors, &id, keys_usable) {
                return Ok(false);
            }
            tx.execute("DELETE FROM officer_factors WHERE id = $1", &[id.as_str().into()])?;
            let (actor, action) = (officer.actor(), "officer.factor-removed");
            audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: &officer.name, detail: &factor.kind })?;
            Ok(true)
        })
        .await
}

/// Ends a session of the same officer; answers whether there was one.
///
/// # Errors
/// If the database fails.
pub async fn end_own(app: &App, session: &Session, id: String) -> Result<bool, DbError> {
    let (officer, at_ms) = (session.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let ended = tx.execute(
                "DELETE FROM officer_sessions WHERE id = $1 AND name = $2 AND role = $3",
                &[id.into(), officer.name.as_str().into(), officer.role.word().into()],
            )?;
            if ended == 1 {
                let (actor, action) = (officer.actor(), "session.end");
                audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: "", detail: "other" })?;
            }
            Ok(ended == 1)
        })
        .await
}
