//! Codes sent by mail: eight digits, good for half an hour, ten tries and one use. Only a keyed hash is kept.
//!
//! A row is kept for every address that somebody asked for, also when nobody is behind it, so that confirming does the
//! same work and takes the same time for both.

use bridge_api::EmailAddress;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::clock::{random_digits, random_token};
use crate::database::{DbError, Tx};

const DIGITS: usize = 8;
const TRIES: i64 = 10;
const VALID_MS: i64 = 30 * 60_000;
/// How long one request may hold a code while the homeserver works.
const CLAIMED_MS: i64 = 30_000;

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Creating the account.
    Signup,
    /// A new password.
    Reset,
}

impl Purpose {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Signup => "signup",
            Self::Reset => "reset",
        }
    }
}

/// What came of showing a code.
pub(super) enum Claim {
    /// It is the code, and it is now ours to use; of this person.
    Held(String),
    /// It is the code, but another request is using it.
    Busy,
    /// It is not.
    Bad,
}

/// The key of the hashes.
#[derive(Clone)]
pub(super) struct Key(pub(super) [u8; 32]);

impl Key {
    /// Lengths are fixed or stand before, so that no two different inputs are the same bytes.
    fn mac(&self, purpose: Purpose, email: &EmailAddress, person_id: &str, code: &str) -> Hmac<Sha256> {
        let mut block = [0; 64];
        block[..self.0.len()].copy_from_slice(&self.0);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        for part in [purpose.as_str(), email.as_str(), person_id, code] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac
    }
}

/// Makes a code for a person and forgets the one before. Without a person nobody can know it.
pub(super) fn issue(
    tx: &Tx<'_>,
    key: &Key,
    purpose: Purpose,
    email: &EmailAddress,
    person_id: Option<&str>,
    now_ms: i64,
) -> Result<String, DbError> {
    let code = if person_id.is_some() { random_digits(DIGITS) } else { random_token() };
    let person_id = person_id.unwrap_or_default();
    let hash = hex::encode(key.mac(purpose, email, person_id, &code).finalize().into_bytes());
    tx.execute(
        "INSERT INTO mail_codes
           (email, purpose, person_id, code_hash, tries_left, expires_at_ms, sent_at_ms, claimed_until_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
         ON CONFLICT (email, purpose) DO UPDATE SET person_id = $3, code_hash = $4, tries_left = $5,
           expires_at_ms = $6, sent_at_ms = $7, claimed_until_ms = 0",
        &[
            email.as_str().into(),
            purpose.as_str().into(),
            person_id.into(),
            hash.into(),
            TRIES.into(),
            (now_ms + VALID_MS).into(),
            now_ms.into(),
        ],
    )?;
    Ok(code)
}

/// Shows a code. A wrong one costs a try; the right one is held for this request until it is used or released.
pub(super) fn claim(
    tx: &Tx<'_>,
    key: &Key,
    purpose: Purpose,
    email: &EmailAddress,
    code: &str,
    now_ms: i64,
) -> Result<Claim, DbError> {
    let row = tx.query_one(
        "SELECT person_id, code_hash, claimed_until_ms FROM mail_codes
         WHERE email = $1 AND purpose = $2 AND tries_left > 0 AND expires_at_ms > $3",
        &[email.as_str().into(), purpose.as_str().into(), now_ms.into()],
    )?;
    let (person_id, hash, claimed_until) = match &row {
        Some(row) => (row.text(0)?, row.text(1)?, row.int(2)?),
        None => (String::new(), "00".repeat(32), 0),
    };
    let code: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').take(64).collect();
    let expected = hex::decode(hash).map_err(|_| DbError::Stored("code"))?;
    let same = key.mac(purpose, email, &person_id, &code).verify_slice(&expected).is_ok();
    let right = same && row.is_some();
    let busy = right && claimed_until > now_ms;
    tx.execute(
        "UPDATE mail_codes SET tries_left = tries_left - $3, claimed_until_ms = $4 WHERE email = $1 AND purpose = $2",
        &[
            email.as_str().into(),
            purpose.as_str().into(),
            i64::from(!right).into(),
            if busy || !right { claimed_until } else { now_ms + CLAIMED_MS }.into(),
        ],
    )?;
    Ok(match (right, busy) {
        (false, _) => Claim::Bad,
        (true, true) => Claim::Busy,
        (true, false) => Claim::Held(person_id),
    })
}

/// Gives a held code back: the homeserver could not do what it was shown for.
pub(super) fn release(tx: &Tx<'_>, purpose: Purpose, email: &EmailAddress) -> Result<(), DbError> {
    tx.execute(
        "UPDATE mail_codes SET claimed_until_ms = 0 WHERE email = $1 AND purpose = $2",
        &[email.as_str().into(), purpose.as_str().into()],
    )
    .map(drop)
}

/// A held code was used: it is gone.
pub(super) fn used(tx: &Tx<'_>, purpose: Purpose, email: &EmailAddress) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM mail_codes WHERE email = $1 AND purpose = $2",
        &[email.as_str().into(), purpose.as_str().into()],
    )
    .map(drop)
}

/// Whatever was sent to this address is good for nothing any more.
///
/// # Errors
/// If the database refuses it.
pub fn forget(tx: &Tx<'_>, email: &str) -> Result<usize, DbError> {
    tx.execute("DELETE FROM mail_codes WHERE email = $1", &[email.into()])
}

/// Removes codes that no longer count.
///
/// # Errors
/// If the database refuses it.
pub fn purge(tx: &Tx<'_>, now_ms: i64) -> Result<usize, DbError> {
    tx.execute("DELETE FROM mail_codes WHERE expires_at_ms <= $1", &[now_ms.into()])
}
