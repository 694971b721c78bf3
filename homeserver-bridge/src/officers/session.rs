//! An officer's session: half an hour from the last request, twelve hours at the most. The database holds a hash of its
//! token.

use secrecy::SecretString;
use sha2::{Digest, Sha256};

use super::account::{fit_name, verify};
use super::{Console, OfficerRole, Scope};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::{DbError, Tx};

/// How long a session lasts without a request.
pub const SESSION_MS: i64 = 30 * 60_000;
/// How long it lasts at the most.
pub const LONGEST_MS: i64 = 12 * 3_600_000;
/// How much of it must be gone before a request extends it: spares a write for each.
const EXTEND_AFTER_MS: i64 = 60_000;

/// A session.
#[derive(Debug, Clone)]
pub struct Session {
    /// The officer's name.
    pub name: String,
    /// Their role.
    pub role: OfficerRole,
    /// Whose people they look after.
    pub scope: Scope,
    /// What every form must send back.
    pub csrf: String,
}

impl Session {
    /// The name in the audit log.
    pub fn actor(&self) -> String {
        format!("{}:{}", self.role, self.name)
    }
}

/// A fresh session.
pub struct SignIn {
    /// The secret for the cookie.
    pub token: String,
    /// The session.
    pub session: Session,
}

/// Signs an officer in with the role that the name has in this console; nothing if name and password do not belong
/// together there.
///
/// # Errors
/// If the database fails.
pub async fn sign_in(
    app: &App,
    console: Console,
    name: &str,
    password: SecretString,
) -> Result<Option<SignIn>, DbError> {
    if !fit_name(name) {
        return Ok(None);
    }
    let (officer, at_ms) = (name.to_owned(), app.clock.now_ms());
    let known = app.db.read(move |tx| known(tx, console, &officer)).await?;
    let (role, stored) = known.map_or((None, None), |(role, hash)| (Some(role), Some(hash)));
    let right = tokio::task::spawn_blocking(move || verify(&password, stored.as_deref()));
    let right = right.await.map_err(|_| DbError::Cancelled)?;
    // Only names that exist are logged: what else is typed there may be a password.
    let Some(role) = role else { return Ok(None) };
    let session = Session { name: name.to_owned(), role, scope: Scope::All, csrf: random_token() };
    let actor = session.actor();
    if !right {
        app.db
            .write(move |tx| {
                let action = "session.refused";
                audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: "", detail: "" })
            })
            .await?;
        return Ok(None);
    }
    let signed_in = SignIn { token: random_token(), session };
    let (hash, session) = (hash(&signed_in.token), signed_in.session.clone());
    app.db
        .write(move |tx| {
            tx.execute("DELETE FROM officer_sessions WHERE expires_at_ms <= $1 OR ends_at_ms <= $1", &[at_ms.into()])?;
            tx.execute(
                "INSERT INTO officer_sessions (token_hash, id, name, role, csrf, stage, started_at_ms, expires_at_ms,
                     ends_at_ms, proved_at_ms, browser, pending)
                 VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $6, '', '')",
                &[
                    hash.into(),
                    random_token().into(),
                    session.name.as_str().into(),
                    role.word().into(),
                    session.csrf.as_str().into(),
                    at_ms.into(),
                    (at_ms + SESSION_MS).into(),
                    (at_ms + LONGEST_MS).into(),
                ],
            )?;
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "session.start", subject: "", detail: "" })
        })
        .await?;
    Ok(Some(signed_in))
}

/// The role of a name in a console, and the hash of its password.
fn known(tx: &Tx<'_>, console: Console, name: &str) -> Result<Option<(OfficerRole, String)>, DbError> {
    let rows = tx.query("SELECT role, password_hash FROM officers WHERE name = $1", &[name.into()])?;
    for row in rows {
        let role: OfficerRole = row.parsed(0, "role")?;
        if role.console() == console {
            return Ok(Some((role, row.text(1)?)));
        }
    }
    Ok(None)
}

/// The session of a token, if it is alive and of this console; a request extends it.
///
/// # Errors
/// If the database fails.
pub async fn find(app: &App, console: Console, token: &str) -> Result<Option<Session>, DbError> {
    let (key, now) = (hash(token), app.clock.now_ms());
    let found = app.db.read({
        let key = key.clone();
        move |tx| {
            let row = tx.query_one(
                "SELECT name, role, csrf, expires_at_ms, ends_at_ms FROM officer_sessions
                 WHERE token_hash = $1 AND expires_at_ms > $2 AND ends_at_ms > $2 AND stage = 'open'",
                &[key.into(), now.into()],
            )?;
            let Some(row) = row else { return Ok(None) };
            let (name, role): (_, OfficerRole) = (row.text(0)?, row.parsed(1, "role")?);
            let scope = scope(tx, &name, role)?;
            Ok(Some((Session { name, role, scope, csrf: row.text(2)? }, row.int(3)?, row.int(4)?)))
        }
    });
    let Some((session, expires, ends)) = found.await? else { return Ok(None) };
    if session.role.console() != console {
        return Ok(None);
    }
    let until = (now + SESSION_MS).min(ends);
    if until - expires > EXTEND_AFTER_MS {
        app.db
            .write(move |tx| {
                tx.execute(
                    "UPDATE officer_sessions SET expires_at_ms = $2 WHERE token_hash = $1",
                    &[key.into(), until.into()],
                )
            })
            .await?;
    }
    Ok(Some(session))
}

/// The organisations of an administrator; everybody else's scope is everybody.
pub(super) fn scope(tx: &Tx<'_>, name: &str, role: OfficerRole) -> Result<Scope, DbError> {
    let rows = tx.query(
        "SELECT organisation FROM officer_organisations WHERE name = $1 AND role = $2 ORDER BY organisation",
        &[name.into(), role.word().into()],
    )?;
    if rows.is_empty() {
        return Ok(Scope::All);
    }
    rows.iter().map(|row| row.parsed(0, "organisation")).collect::<Result<_, _>>().map(Scope::Only)
}

/// Ends a session.
///
/// # Errors
/// If the database fails.
pub async fn sign_out(app: &App, session: &Session, token: &str) -> Result<(), DbError> {
    let (key, actor, at_ms) = (hash(token), session.actor(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            tx.execute("DELETE FROM officer_sessions WHERE token_hash = $1", &[key.into()])?;
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "session.end", subject: "", detail: "" })
        })
        .await
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
