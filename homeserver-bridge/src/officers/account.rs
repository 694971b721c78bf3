//! An officer's account: made, or given a new password, by the operator on the command line.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};

use super::OfficerRole;
use crate::audit::{self, Entry};
use crate::database::{Db, DbError, Tx};

const SHORTEST: usize = 12;
const LONGEST: usize = 256;

/// Why an officer was not set.
#[derive(Debug, thiserror::Error)]
pub enum OfficerError {
    /// The name cannot be used.
    #[error("a name has 1 to 64 letters, digits, '.', '_' or '-'")]
    Name,
    /// The password is too short or too long.
    #[error("a password has 12 to 256 characters")]
    Password,
    /// The name has another role in the same console.
    #[error("this name has another role in the same console; choose another name")]
    Taken,
    /// The authenticator's secret is none.
    #[error("an authenticator's secret has at least 26 letters and digits (base 32)")]
    Secret,
    /// The password could not be hashed.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Makes an officer, or gives one that is there a new password and ends their sessions. One who is new looks after
/// everybody.
///
/// # Errors
/// If the name has another role in the same console, name or password do not meet the rules, or the database fails.
pub async fn set_officer(
    db: &Db,
    now_ms: i64,
    role: OfficerRole,
    name: &str,
    password: SecretString,
) -> Result<(), OfficerError> {
    if !fit_name(name) {
        return Err(OfficerError::Name);
    }
    fit_password(&password)?;
    let name = name.to_owned();
    let hash =
        tokio::task::spawn_blocking(move || hash_password(&password)).await.map_err(|_| DbError::Cancelled)??;
    let set = db.write(move |tx| {
        if other_role(tx, &name, role)? {
            return Ok(false);
        }
        tx.execute(
            "INSERT INTO officers (name, role, password_hash, created_at_ms) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name, role) DO UPDATE SET password_hash = excluded.password_hash",
            &[name.as_str().into(), role.word().into(), hash.into(), now_ms.into()],
        )?;
        forget(tx, &["officer_sessions"], &name, role)?;
        let entry =
            Entry { at_ms: now_ms, actor: "operator", action: "officer.set", subject: &name, detail: role.word() };
        audit::append(tx, &entry)?;
        Ok(true)
    });
    if set.await? { Ok(()) } else { Err(OfficerError::Taken) }
}

/// Whether a name has another role in the console of this one: a sign-in there would not know which is meant.
pub(super) fn other_role(tx: &Tx<'_>, name: &str, role: OfficerRole) -> Result<bool, DbError> {
    for row in tx.query("SELECT role FROM officers WHERE name = $1", &[name.into()])? {
        let other: OfficerRole = row.parsed(0, "role")?;
        if other != role && other.console() == role.console() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Deletes an officer's rows from some tables; answers how many there were.
pub(super) fn forget(tx: &Tx<'_>, tables: &[&str], name: &str, role: OfficerRole) -> Result<usize, DbError> {
    let mut gone = 0;
    for table in tables {
        let sql = format!("DELETE FROM {table} WHERE name = $1 AND role = $2");
        gone += tx.execute(&sql, &[name.into(), role.word().into()])?;
    }
    Ok(gone)
}

/// Whether a text can be an officer's name at all.
pub(super) fn fit_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// Whether a text can be a password at all.
pub(super) fn fit_password(password: &SecretString) -> Result<(), OfficerError> {
    let fits = (SHORTEST..=LONGEST).contains(&password.expose_secret().chars().count());
    if fits { Ok(()) } else { Err(OfficerError::Password) }
}

pub(super) fn hash_password(password: &SecretString) -> Result<String, OfficerError> {
    let hash = Argon2::default().hash_password(password.expose_secret().as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|e| OfficerError::Hash(e.to_string()))
}

/// Checks a password. Without an officer the same work is done, so that time does not tell who is there.
pub(super) fn verify(password: &SecretString, stored: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let right =
        Argon2::default().verify_password(password.expose_secret().as_bytes(), stored.unwrap_or(NOBODY)).is_ok();
    right && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_nobody_has_none() {
        let password = SecretString::from("correct horse battery");
        let stored = hash_password(&password).unwrap();
        assert!(verify(&password, Some(&stored)));
        assert!(!verify(&SecretString::from("wrong"), Some(&stored)));
        assert!(!verify(&password, None));
    }

    #[test]
    fn the_hash_for_nobody_costs_as_much_as_a_real_one() {
        let real = hash_password(&SecretString::from("correct horse battery")).unwrap();
        let started = std::time::Instant::now();
        verify(&SecretString::from("x"), Some(&real));
        let with = started.elapsed();
        let started = std::time::Instant::now();
        verify(&SecretString::from("x"), None);
        // A hash that does not parse would be answered in microseconds.
        assert!(started.elapsed() * 10 > with);
    }
}
