//! Codes of an authenticator (RFC 6238: SHA-1, six digits, thirty seconds, as every authenticator knows them). A code
//! counts in its own step and the ones before and after, and once.

use totp_rs::{Builder, Secret, Totp};

use super::OfficerRole;
use super::account::{OfficerError, forget};
use super::guesses::{self, Guess};
use super::recovery;
use super::session::{self, Session, SignIn, Stage};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::{Db, DbError, Tx};

/// Bytes of a secret, as RFC 4226 recommends.
const SECRET: usize = 20;

/// A secret for a new authenticator, as it is typed in (base 32).
pub fn new_secret() -> String {
    let bytes = hex::decode(random_token()).unwrap_or_default();
    Secret::from(bytes.get(..SECRET).unwrap_or_default().to_vec()).to_base32()
}

fn totp(secret: &str) -> Option<Totp> {
    Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).build().ok()
}

/// The step whose code this is, if it is one that counts now.
fn step(secret: &str, code: &str, now_ms: i64) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now_ms / 1000).ok()?;
    i64::try_from(totp(secret)?.check(&digits, seconds)?).ok()
}

/// Takes a code of one of an officer's authenticators; a code that was taken before is wrong.
pub(super) fn take(tx: &Tx<'_>, name: &str, role: OfficerRole, code: &str, now_ms: i64) -> Result<bool, DbError> {
    let sql = "SELECT id, secret FROM officer_factors WHERE name = $1 AND role = $2 AND kind = 'totp'";
    for row in tx.query(sql, &[name.into(), role.word().into()])? {
        let Some(step) = step(&row.text(1)?, code, now_ms) else { continue };
        let taken = tx.execute(
            "UPDATE officer_factors SET last_step = $2, used_at_ms = $3 WHERE id = $1 AND last_step < $2",
            &[row.text(0)?.into(), step.into(), now_ms.into()],
        )?;
        if taken == 1 {
            return Ok(true);
        }
    }
    Ok(false)
}

fn add(tx: &Tx<'_>, name: &str, role: OfficerRole, secret: &str, step: i64, now_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO officer_factors (id, name, role, kind, label, secret, last_step, added_at_ms)
         VALUES ($1, $2, $3, 'totp', '', $4, $5, $6)",
        &[random_token().into(), name.into(), role.word().into(), secret.into(), step.into(), now_ms.into()],
    )
    .map(drop)
}

/// The secret that a session is setting up: always the same until it is confirmed.
///
/// # Errors
/// If the database fails.
pub async fn begin(app: &App, session: &Session, token: &str) -> Result<String, DbError> {
    if let Some(secret) = pending(session) {
        return Ok(secret);
    }
    let (secret, token) = (new_secret(), token.to_owned());
    let pending = serde_json::json!({ "totp": secret }).to_string();
    app.db.write(move |tx| session::keep_pending(tx, &token, &pending)).await?;
    Ok(secret)
}

fn pending(session: &Session) -> Option<String> {
    let pending: serde_json::Value = serde_json::from_str(&session.proof.pending).ok()?;
    Some(pending.get("totp")?.as_str()?.to_owned())
}

/// A factor that was set up.
pub struct Enrolled {
    /// The session, open and with a new secret.
    pub signed_in: SignIn,
    /// Codes for when the factor is lost, if these are the first ones.
    pub recovery: Vec<String>,
}

/// Confirms the secret with a code of the authenticator; nothing if the code is wrong.
///
/// # Errors
/// If the database fails.
pub async fn confirm(app: &App, session: &Session, token: &str, code: &str) -> Result<Option<Enrolled>, DbError> {
    let console = session.role.console();
    if !guesses::take(app, console, Guess::Factor, &session.name).await? {
        return Ok(None);
    }
    let now = app.clock.now_ms();
    let Some(secret) = pending(session) else { return Ok(None) };
    let Some(step) = step(&secret, code, now) else { return Ok(None) };
    let (officer, token) = (session.clone(), token.to_owned());
    let enrolled = app.db.write(move |tx| {
        let (name, role) = (officer.name.as_str(), officer.role);
        add(tx, name, role, &secret, step, now)?;
        enrolled(tx, &officer, &token, "totp", now)
    });
    let enrolled = enrolled.await?;
    if enrolled.is_some() {
        guesses::forgive(app, console, Guess::Factor, &session.name).await?;
    }
    Ok(enrolled)
}

/// After a factor was added: the session is open, and the first factor brings codes for when it is lost. Nothing if a
/// session that had to set up the first one finds that there is one: then somebody else was faster, and nothing is added.
pub(super) fn enrolled(
    tx: &Tx<'_>,
    officer: &Session,
    token: &str,
    kind: &str,
    now_ms: i64,
) -> Result<Option<Enrolled>, DbError> {
    let (name, role) = (officer.name.as_str(), officer.role);
    let sql = "SELECT COUNT(*) FROM officer_factors WHERE name = $1 AND role = $2";
    let count = tx.query_one(sql, &[name.into(), role.word().into()])?.map_or(Ok(0), |row| row.int(0))?;
    let Some(signed_in) = session::prove(tx, officer, token, kind, now_ms)? else {
        return Err(DbError::Stored("session"));
    };
    if officer.proof.stage == Stage::Enrol && count > 1 {
        return Err(DbError::Stored("factor"));
    }
    let recovery = if count == 1 { recovery::renew(tx, name, role)? } else { Vec::new() };
    let actor = officer.actor();
    let entry = Entry { at_ms: now_ms, actor: &actor, action: "officer.factor", subject: name, detail: kind };
    audit::append(tx, &entry)?;
    Ok(Some(Enrolled { signed_in, recovery }))
}

/// Gives an officer an authenticator whose secret the operator of the machine has; their other factors go.
///
/// # Errors
/// If the secret is none, or the database fails.
pub async fn set_totp(db: &Db, now_ms: i64, role: OfficerRole, name: &str, secret: &str) -> Result<(), OfficerError> {
    let secret = secret.trim().to_owned();
    if totp(&secret).is_none() {
        return Err(OfficerError::Secret);
    }
    let name = name.to_owned();
    db.write(move |tx| {
        forget(tx, &["officer_factors", "officer_sessions"], &name, role)?;
        add(tx, &name, role, &secret, 0, now_ms)?;
        let (action, detail) = ("officer.factor", format!("{role} totp"));
        audit::append(tx, &Entry { at_ms: now_ms, actor: "operator", action, subject: &name, detail: &detail })
    })
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_are_those_of_the_standard_and_count_in_the_steps_beside() {
        // RFC 6238, appendix B, the last six digits.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            assert_eq!(step(SECRET, code, seconds * 1000), Some(seconds / 30));
            for (off, counts) in [(-60, false), (-30, true), (30, true), (60, false)] {
                assert_eq!(step(SECRET, code, (seconds + off) * 1000).is_some(), counts && seconds + off >= 0, "{off}");
            }
        }
        assert_eq!(step(SECRET, "28 70 82", 59_000), Some(1));
        for wrong in ["", "287083", "28708", "2870820", "28708a", "２８７０８２"] {
            assert_eq!(step(SECRET, wrong, 59_000), None, "{wrong}");
        }
    }

    #[test]
    fn a_new_secret_has_160_bits_and_is_never_the_same() {
        let (one, other) = (new_secret(), new_secret());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
        assert!(totp(&one).is_some());
    }
}
