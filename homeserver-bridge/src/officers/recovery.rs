//! Codes for when a second factor is lost: ten at a time, each good for once, kept as hashes.

use super::OfficerRole;
use super::account::forget;
use super::session::{Session, hash};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::{DbError, Tx};

const COUNT: usize = 10;
/// Hexadecimal digits of a code: 80 bits.
const DIGITS: usize = 20;

/// Makes new codes; the old ones are worth nothing any more.
pub(super) fn renew(tx: &Tx<'_>, name: &str, role: OfficerRole) -> Result<Vec<String>, DbError> {
    forget(tx, &["officer_recovery"], name, role)?;
    let codes: Vec<String> = (0..COUNT).map(|_| shown(&random_token())).collect();
    for code in &codes {
        tx.execute(
            "INSERT INTO officer_recovery (name, role, code_hash) VALUES ($1, $2, $3)",
            &[name.into(), role.word().into(), hash(&plain(code)).into()],
        )?;
    }
    Ok(codes)
}

/// Takes a code, which is worth nothing afterwards.
pub(super) fn take(tx: &Tx<'_>, name: &str, role: OfficerRole, code: &str) -> Result<bool, DbError> {
    let taken = tx.execute(
        "DELETE FROM officer_recovery WHERE name = $1 AND role = $2 AND code_hash = $3",
        &[name.into(), role.word().into(), hash(&plain(code)).into()],
    )?;
    Ok(taken == 1)
}

/// How many codes an officer has left.
///
/// # Errors
/// If the database fails.
pub async fn codes_left(app: &App, session: &Session) -> Result<i64, DbError> {
    let (name, role) = (session.name.clone(), session.role);
    app.db
        .read(move |tx| {
            let sql = "SELECT COUNT(*) FROM officer_recovery WHERE name = $1 AND role = $2";
            tx.query_one(sql, &[name.into(), role.word().into()])?.map_or(Ok(0), |row| row.int(0))
        })
        .await
}

/// Makes new codes for an officer.
///
/// # Errors
/// If the database fails.
pub async fn new_codes(app: &App, session: &Session) -> Result<Vec<String>, DbError> {
    let (officer, at_ms) = (session.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let codes = renew(tx, &officer.name, officer.role)?;
            let (actor, action) = (officer.actor(), "officer.recovery");
            audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: &officer.name, detail: "" })?;
            Ok(codes)
        })
        .await
}

/// Groups of five are easier to copy.
fn shown(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().take(DIGITS).collect();
    digits.chunks(5).map(|group| group.iter().collect()).collect::<Vec<String>>().join("-")
}

fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_hexdigit).map(|c| c.to_ascii_lowercase()).collect()
}
