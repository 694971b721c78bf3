//! Matrix ids: `given.family`, then with a number. Chosen once, never derived from an address, never used again.

use std::collections::HashSet;

use bridge_api::{PersonId, ServerName};

use super::lookup::{self, Account, Person};
use super::transliterate::ascii;
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::homeserver::{Homeserver, HomeserverError};

/// Longest local part before the number; the whole id may have 255 bytes.
const LONGEST: usize = 96;
/// So many people of one name are on one homeserver at the most.
const NUMBERS: i64 = 100_000;

/// The local part for a name, before a number is added.
pub(super) fn local_part(given: &str, family: &str) -> String {
    let parts = [ascii(given), ascii(family)];
    let mut local = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(".");
    local.truncate(LONGEST);
    let local = local.trim_end_matches(['.', '-']);
    if local.is_empty() { "person".to_owned() } else { local.to_owned() }
}

/// An id that nobody has had, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FreeId {
    pub(super) user_id: String,
    stem: String,
    number: i64,
}

/// The next free id for a name. An id counts as taken when it stands in our table, which keeps closed accounts, or among
/// those that only the homeserver knows.
pub(super) fn next_free(
    tx: &Tx<'_>,
    local: &str,
    server: &ServerName,
    foreign: &HashSet<String>,
) -> Result<Option<FreeId>, DbError> {
    let stem = format!("@{local}:{server}");
    let last = tx.query_one("SELECT last FROM user_id_numbers WHERE stem = $1", &[stem.as_str().into()])?;
    let first = last.map_or(Ok(0), |row| row.int(0))? + 1;
    for number in first..=NUMBERS {
        let user_id = if number == 1 { stem.clone() } else { format!("@{local}{number}:{server}") };
        if foreign.contains(&user_id) {
            continue;
        }
        let sql = "SELECT 1 FROM accounts WHERE user_id = $1";
        if tx.query_one(sql, &[user_id.as_str().into()])?.is_none() {
            return Ok(Some(FreeId { user_id, stem, number }));
        }
    }
    Ok(None)
}

/// Takes an id for the person; answers their open account: the new one, or one that another request was faster with; none
/// if a stranger was.
pub(super) fn take(
    tx: &Tx<'_>,
    free: &FreeId,
    person_id: &str,
    server: &ServerName,
    now_ms: i64,
) -> Result<Option<Account>, DbError> {
    tx.execute(
        "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms)
         VALUES ($1, $2, $3, 'creating', $4) ON CONFLICT DO NOTHING",
        &[free.user_id.as_str().into(), person_id.into(), server.as_str().into(), now_ms.into()],
    )?;
    tx.execute(
        "INSERT INTO user_id_numbers (stem, last) VALUES ($1, $2)
         ON CONFLICT (stem) DO UPDATE SET last = excluded.last WHERE user_id_numbers.last < excluded.last",
        &[free.stem.as_str().into(), free.number.into()],
    )?;
    Ok(lookup::account(tx, person_id)?.filter(Account::is_open))
}

/// Takes a free id for the person and writes the account down as being created; answers the id.
///
/// # Errors
/// If the database or the homeserver does not answer.
pub(super) async fn reserve(
    app: &App,
    person: &Person,
    server: &ServerName,
    homeserver: &dyn Homeserver,
) -> Result<String, ReserveError> {
    let local = local_part(&person.given_name, &person.family_name);
    let mut foreign = HashSet::new();
    loop {
        let (local, known, name) = (local.clone(), foreign.clone(), server.clone());
        let free = app.db.read(move |tx| next_free(tx, &local, &name, &known)).await?.ok_or(ReserveError::NoneFree)?;
        if homeserver.account_exists(&free.user_id).await? {
            foreign.insert(free.user_id);
            continue;
        }
        let (person_id, name, now) = (person.person_id.clone(), server.clone(), app.clock.now_ms());
        if let Some(account) = app.db.write(move |tx| take(tx, &free, &person_id, &name, now)).await? {
            return Ok(account.user_id);
        }
    }
}

/// Why no id could be taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReserveError {
    #[error(transparent)]
    Database(#[from] DbError),
    #[error(transparent)]
    Homeserver(#[from] HomeserverError),
    #[error("every id for this name is taken")]
    NoneFree,
}

/// A new key for a person whom HR does not know.
pub(super) fn invited_person_id() -> Option<PersonId> {
    format!("invited-{}", &crate::clock::random_token()[..20]).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_parts_are_what_the_matrix_specification_allows() {
        for (given, family, local) in [
            ("Anna", "Kovalenko", "anna.kovalenko"),
            ("Юрій", "Згурський", "yurii.zghurskyi"),
            ("Jean-Pierre", "d'Été", "jean-pierre.dete"),
            ("", "Solo", "solo"),
            ("?", "!", "person"),
        ] {
            assert_eq!(local_part(given, family), local);
        }
        let long = local_part(&"x".repeat(95), "yz");
        assert_eq!(long, "x".repeat(95));
    }
}
