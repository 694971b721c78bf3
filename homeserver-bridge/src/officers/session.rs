//! An officer's session: half an hour from the last request, twelve hours at the most. The database holds a hash of its
//! token. What a session opens depends on how far its officer has proved who they are.

use sha2::{Digest, Sha256};

use super::{Console, OfficerRole, Scope};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::{DbError, Row, Tx};

/// How long a session lasts without a request.
pub const SESSION_MS: i64 = 30 * 60_000;
/// How long it lasts at the most.
pub const LONGEST_MS: i64 = 12 * 3_600_000;
/// How long a shown second factor counts for acts that cannot be undone.
pub const FRESH_MS: i64 = 10 * 60_000;
/// How much of it must be gone before a request extends it: spares a write for each.
const EXTEND_AFTER_MS: i64 = 60_000;

/// How far an officer has got with signing in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; the second factor is still to be shown.
    #[default]
    Factor,
    /// The password was right; there is no second factor yet, and it must be set up first.
    Enrol,
    /// Signed in.
    Open,
}

impl Stage {
    fn word(self) -> &'static str {
        match self {
            Self::Factor => "factor",
            Self::Enrol => "enrol",
            Self::Open => "open",
        }
    }

    fn from_stored(word: &str) -> Self {
        [Self::Enrol, Self::Open].into_iter().find(|stage| stage.word() == word).unwrap_or_default()
    }
}

/// What a session has proved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// Names the session in lists; opens nothing.
    pub id: String,
    /// How far it has got.
    pub stage: Stage,
    /// When the second factor was shown last.
    pub proved_at_ms: i64,
    /// What is being enrolled or asked for, JSON.
    pub(super) pending: String,
}

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
    /// What it has proved.
    pub proof: Proof,
}

impl Session {
    /// The name in the audit log.
    pub fn actor(&self) -> String {
        format!("{}:{}", self.role, self.name)
    }

    /// Whether the second factor was shown a short while ago.
    pub fn is_fresh(&self, now_ms: i64) -> bool {
        self.proof.stage == Stage::Open && now_ms - self.proof.proved_at_ms < FRESH_MS
    }
}

/// A fresh session, or one with a new secret.
pub struct SignIn {
    /// The secret for the cookie.
    pub token: String,
    /// The session.
    pub session: Session,
}

/// Begins a session of an officer whose password was right: the second factor is next, or setting one up.
pub(super) fn begin(tx: &Tx<'_>, name: &str, role: OfficerRole, browser: &str, now_ms: i64) -> Result<SignIn, DbError> {
    tx.execute("DELETE FROM officer_sessions WHERE expires_at_ms <= $1 OR ends_at_ms <= $1", &[now_ms.into()])?;
    let token = random_token();
    let stage = if has_factor(tx, name, role)? { Stage::Factor } else { Stage::Enrol };
    let proof = Proof { id: random_token(), stage, proved_at_ms: 0, pending: String::new() };
    let session = Session { name: name.to_owned(), role, scope: scope(tx, name, role)?, csrf: random_token(), proof };
    tx.execute(
        "INSERT INTO officer_sessions (token_hash, id, name, role, csrf, stage, started_at_ms, expires_at_ms,
             ends_at_ms, proved_at_ms, browser, pending)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, '')",
        &[
            hash(&token).into(),
            session.proof.id.as_str().into(),
            name.into(),
            role.word().into(),
            session.csrf.as_str().into(),
            stage.word().into(),
            now_ms.into(),
            (now_ms + SESSION_MS).into(),
            (now_ms + LONGEST_MS).into(),
            browser.into(),
        ],
    )?;
    Ok(SignIn { token, session })
}

fn has_factor(tx: &Tx<'_>, name: &str, role: OfficerRole) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM officer_factors WHERE name = $1 AND role = $2 LIMIT 1";
    Ok(tx.query_one(sql, &[name.into(), role.word().into()])?.is_some())
}

/// The second factor was right: the session is open, and has a new secret, so that nobody who knew the old one gets in.
/// Nothing if it has ended since.
pub(super) fn prove(
    tx: &Tx<'_>,
    session: &Session,
    token: &str,
    how: &str,
    now_ms: i64,
) -> Result<Option<SignIn>, DbError> {
    let (new, csrf) = (random_token(), random_token());
    let changed = tx.execute(
        "UPDATE officer_sessions SET token_hash = $2, csrf = $3, stage = 'open', proved_at_ms = $4, pending = ''
         WHERE token_hash = $1",
        &[hash(token).into(), hash(&new).into(), csrf.as_str().into(), now_ms.into()],
    )?;
    if changed == 0 {
        return Ok(None);
    }
    let action = if session.proof.stage == Stage::Open { "session.prove" } else { "session.start" };
    audit::append(tx, &Entry { at_ms: now_ms, actor: &session.actor(), action, subject: "", detail: how })?;
    let mut session = Session { csrf, ..session.clone() };
    session.proof.stage = Stage::Open;
    session.proof.proved_at_ms = now_ms;
    session.proof.pending = String::new();
    Ok(Some(SignIn { token: new, session }))
}

/// Keeps what is being enrolled or asked for with the session.
pub(super) fn keep_pending(tx: &Tx<'_>, token: &str, pending: &str) -> Result<(), DbError> {
    tx.execute("UPDATE officer_sessions SET pending = $2 WHERE token_hash = $1", &[hash(token).into(), pending.into()])
        .map(drop)
}

/// The session of a token, however far it has got, if it is alive and of this console; a request extends it.
///
/// # Errors
/// If the database fails.
pub async fn find(app: &App, console: Console, token: &str) -> Result<Option<Session>, DbError> {
    let (key, now) = (hash(token), app.clock.now_ms());
    let found = app.db.read({
        let key = key.clone();
        move |tx| {
            let row = tx.query_one(
                "SELECT name, role, csrf, id, stage, proved_at_ms, pending, expires_at_ms, ends_at_ms
                 FROM officer_sessions WHERE token_hash = $1 AND expires_at_ms > $2 AND ends_at_ms > $2",
                &[key.into(), now.into()],
            )?;
            let Some(row) = row else { return Ok(None) };
            Ok(Some((read(tx, &row)?, row.int(7)?, row.int(8)?)))
        }
    });
    let Some((session, expires, ends)) = found.await? else { return Ok(None) };
    if session.role.console() != console {
        return Ok(None);
    }
    let until = (now + SESSION_MS).min(ends);
    if session.proof.stage == Stage::Open && until - expires > EXTEND_AFTER_MS {
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

fn read(tx: &Tx<'_>, row: &Row) -> Result<Session, DbError> {
    let (name, role) = (row.text(0)?, row.parsed(1, "role")?);
    let proof = Proof {
        id: row.text(3)?,
        stage: Stage::from_stored(&row.text(4)?),
        proved_at_ms: row.int(5)?,
        pending: row.text(6)?,
    };
    Ok(Session { scope: scope(tx, &name, role)?, name, role, csrf: row.text(2)?, proof })
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

/// How a secret is kept that is long enough not to be guessed, and a typed name while its tries are counted.
pub(super) fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
