//! An officer's session: half an hour from the last request. The database holds a hash of its token.

use secrecy::SecretString;
use sha2::{Digest, Sha256};

use super::OfficerRole;
use super::account::{fit_name, verify};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::DbError;

/// How long a session lasts without a request.
pub const SESSION_MS: i64 = 30 * 60_000;
/// How much of it must be gone before a request extends it: spares a write for each.
const EXTEND_AFTER_MS: i64 = 60_000;

/// A session.
#[derive(Debug, Clone)]
pub struct Session {
    /// The officer's name.
    pub name: String,
    /// Their role.
    pub role: OfficerRole,
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

/// Signs an officer in; nothing if name, role and password do not belong together.
///
/// # Errors
/// If the database fails.
pub async fn sign_in(
    app: &App,
    role: OfficerRole,
    name: &str,
    password: SecretString,
) -> Result<Option<SignIn>, DbError> {
    if !fit_name(name) {
        return Ok(None);
    }
    let (officer, at_ms) = (name.to_owned(), app.clock.now_ms());
    let row = app.db.read(move |tx| {
        let sql = "SELECT password_hash FROM officers WHERE name = $1 AND role = $2";
        tx.query_one(sql, &[officer.into(), role.word().into()])
    });
    let stored = row.await?.map(|row| row.text(0)).transpose()?;
    let known = stored.is_some();
    let right = tokio::task::spawn_blocking(move || verify(&password, stored.as_deref()));
    let session = Session { name: name.to_owned(), role, csrf: random_token() };
    if !right.await.map_err(|_| DbError::Cancelled)? {
        if known {
            // Only names that exist: what else is typed there may be a password.
            let entry = (session.actor(), "session.refused");
            app.db
                .write(move |tx| {
                    audit::append(tx, &Entry { at_ms, actor: &entry.0, action: entry.1, subject: "", detail: "" })
                })
                .await?;
        }
        return Ok(None);
    }
    let signed_in = SignIn { token: random_token(), session };
    let (hash, session) = (hash(&signed_in.token), signed_in.session.clone());
    app.db
        .write(move |tx| {
            tx.execute("DELETE FROM officer_sessions WHERE expires_at_ms <= $1", &[at_ms.into()])?;
            tx.execute(
                "INSERT INTO officer_sessions (token_hash, name, role, csrf, expires_at_ms) VALUES ($1, $2, $3, $4, $5)",
                &[
                    hash.into(),
                    session.name.as_str().into(),
                    role.word().into(),
                    session.csrf.as_str().into(),
                    (at_ms + SESSION_MS).into(),
                ],
            )?;
            let actor = session.actor();
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "session.start", subject: "", detail: "" })
        })
        .await?;
    Ok(Some(signed_in))
}

/// The session of a token, if it is alive and of this role; a request extends it.
///
/// # Errors
/// If the database fails.
pub async fn find(app: &App, role: OfficerRole, token: &str) -> Result<Option<Session>, DbError> {
    let (key, now) = (hash(token), app.clock.now_ms());
    let row = app.db.read({
        let key = key.clone();
        move |tx| {
            tx.query_one(
                "SELECT name, csrf, expires_at_ms FROM officer_sessions
                 WHERE token_hash = $1 AND role = $2 AND expires_at_ms > $3",
                &[key.into(), role.word().into(), now.into()],
            )
        }
    });
    let Some(row) = row.await? else { return Ok(None) };
    if row.int(2)? < now + SESSION_MS - EXTEND_AFTER_MS {
        let until = now + SESSION_MS;
        app.db
            .write(move |tx| {
                tx.execute(
                    "UPDATE officer_sessions SET expires_at_ms = $2 WHERE token_hash = $1",
                    &[key.into(), until.into()],
                )
            })
            .await?;
    }
    Ok(Some(Session { name: row.text(0)?, role, csrf: row.text(1)? }))
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
