//! What officers see of themselves: their factors and their sessions.

use super::session::Session;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;

/// A second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorLine {
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
            let who = [officer.name.as_str().into(), officer.role.word().into()];
            let factors = tx.query(
                "SELECT kind, label, added_at_ms, used_at_ms FROM officer_factors WHERE name = $1 AND role = $2
                 ORDER BY added_at_ms, id",
                &who,
            )?;
            let factors = factors.iter().map(|row| {
                Ok(FactorLine {
                    kind: row.text(0)?,
                    label: row.text(1)?,
                    added_at_ms: row.int(2)?,
                    used_at_ms: row.int_opt(3)?,
                })
            });
            let factors = factors.collect::<Result<_, DbError>>()?;
            let [name, role] = who;
            let sessions = tx.query(
                "SELECT id, started_at_ms, expires_at_ms, browser FROM officer_sessions
                 WHERE name = $1 AND role = $2 AND stage = 'open' AND expires_at_ms > $3 AND ends_at_ms > $3
                 ORDER BY started_at_ms DESC, id",
                &[name, role, now.into()],
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
