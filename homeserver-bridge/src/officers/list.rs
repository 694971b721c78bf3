//! Who is an officer, and taking somebody's lost factors away.

use super::account::forget;
use super::session::{self, Session};
use super::{OfficerRole, Scope};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerLine {
    /// The name to sign in with.
    pub name: String,
    /// The role.
    pub role: OfficerRole,
    /// Whose people they look after.
    pub scope: Scope,
    /// Since when.
    pub since_ms: i64,
    /// Whether a password is set.
    pub has_password: bool,
    /// How many second factors are set up.
    pub factors: i64,
    /// How many sessions are open.
    pub sessions: i64,
}

/// All officers; that the list was read goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn list(app: &App, by: &Session) -> Result<Vec<OfficerLine>, DbError> {
    let (actor, now) = (by.actor(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let rows = tx.query(
                "SELECT o.name, o.role, o.created_at_ms, CASE WHEN o.password_hash = '' THEN 0 ELSE 1 END,
                     (SELECT COUNT(*) FROM officer_factors f WHERE f.name = o.name AND f.role = o.role),
                     (SELECT COUNT(*) FROM officer_sessions s WHERE s.name = o.name AND s.role = o.role
                         AND s.stage = 'open' AND s.expires_at_ms > $1 AND s.ends_at_ms > $1)
                 FROM officers o ORDER BY o.name, o.role",
                &[now.into()],
            )?;
            let lines = rows.iter().map(|row| {
                let (name, role) = (row.text(0)?, row.parsed(1, "role")?);
                Ok(OfficerLine {
                    scope: session::scope(tx, &name, role)?,
                    name,
                    role,
                    since_ms: row.int(2)?,
                    has_password: row.flag(3)?,
                    factors: row.int(4)?,
                    sessions: row.int(5)?,
                })
            });
            let lines = lines.collect::<Result<_, DbError>>()?;
            let action = "officer.list";
            audit::append(tx, &Entry { at_ms: now, actor: &actor, action, subject: "", detail: "" })?;
            Ok(lines)
        })
        .await
}

/// Takes an officer's second factors and codes away and ends their sessions: they set up a new factor after the next
/// sign-in with their password, which stays. Nobody does it to themselves. Answers whether there was anything to take.
///
/// # Errors
/// If the database fails.
pub async fn reset_factors(app: &App, by: &Session, name: String, role: OfficerRole) -> Result<bool, DbError> {
    if by.name == name && by.role.console() == role.console() {
        return Ok(false);
    }
    let (actor, at_ms) = (by.actor(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let gone = forget(tx, &["officer_factors", "officer_recovery", "officer_sessions"], &name, role)?;
            if gone > 0 {
                let action = "officer.reset";
                audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: &name, detail: role.word() })?;
            }
            Ok(gone > 0)
        })
        .await
}
