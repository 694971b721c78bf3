//! Matrix ids: `given.family`, then with a number. Chosen once, never derived from an address, never used again.

use bridge_api::{PersonId, ServerName};

use super::lookup::Person;
use super::transliterate::ascii;
use crate::app::App;
use crate::homeserver::{Homeserver, HomeserverError};

/// Longest local part before the number; the whole id may have 255 bytes.
const LONGEST: usize = 96;
/// So many people of one name are on one homeserver at the most.
const NUMBERS: u32 = 10_000;

/// The local part for a name, before a number is added.
pub(super) fn local_part(given: &str, family: &str) -> String {
    let parts = [ascii(given), ascii(family)];
    let mut local = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(".");
    local.truncate(LONGEST);
    let local = local.trim_end_matches(['.', '-']);
    if local.is_empty() { "person".to_owned() } else { local.to_owned() }
}

/// Takes a free id for the person and writes the account down as being created; answers the id. An id counts as taken
/// when it stands in our table, which keeps closed accounts, or when the homeserver knows it.
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
    for number in 1..=NUMBERS {
        let user_id = match number {
            1 => format!("@{local}:{server}"),
            n => format!("@{local}{n}:{server}"),
        };
        let taken = app
            .db
            .read({
                let user_id = user_id.clone();
                move |tx| tx.query_one("SELECT user_id FROM accounts WHERE user_id = $1", &[user_id.into()])
            })
            .await?
            .is_some();
        if taken || homeserver.account_exists(&user_id).await? {
            continue;
        }
        if let Some(user_id) = insert(app, user_id, &person.person_id, server).await? {
            return Ok(user_id);
        }
    }
    Err(ReserveError::NoneFree)
}

/// Why no id could be taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReserveError {
    #[error(transparent)]
    Database(#[from] crate::database::DbError),
    #[error(transparent)]
    Homeserver(#[from] HomeserverError),
    #[error("every id for this name is taken")]
    NoneFree,
}

/// Answers the person's id: the new one, or one that another request was faster with; none if a stranger was.
async fn insert(
    app: &App,
    user_id: String,
    person_id: &str,
    server: &ServerName,
) -> Result<Option<String>, crate::database::DbError> {
    let (person_id, server, now) = (person_id.to_owned(), server.as_str().to_owned(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms)
                 VALUES ($1, $2, $3, 'creating', $4) ON CONFLICT DO NOTHING",
                &[user_id.into(), person_id.as_str().into(), server.into(), now.into()],
            )?;
            Ok(super::lookup::account(tx, &person_id)?.map(|account| account.user_id))
        })
        .await
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
