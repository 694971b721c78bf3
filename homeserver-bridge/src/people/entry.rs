//! Entries as other people may see them. Who may be seen is decided here and nowhere else: people who work here, who
//! are not hidden and whose post is not protected; and people whom an administrator invited.

use std::collections::HashMap;
use std::sync::LazyLock;

use bridge_api::PersonId;
use bridge_api::people::{Person, PersonState};

use super::callers::Callers;
use super::index::UNIT_SEPARATOR;
use super::words;
use crate::actor::UserActor;
use crate::app::App;
use crate::config::ServeConfig;
use crate::database::{DbError, Row, Tx, Value};
use crate::error::Problem;
use crate::provisioning::{display_name, full_name, shown};

/// Of `people p`: who may be seen.
pub(super) const VISIBLE: &str = "p.employment = 'working' AND p.hidden = 0 AND p.protected = 0";

/// Of `invitations i`: invited, and HR does not know the address, or let its owner go before the invitation.
pub(super) const INVITED: &str = "i.revoked_at_ms IS NULL AND NOT EXISTS (SELECT 1 FROM people k
     WHERE k.email = i.email AND (k.employment <> 'left' OR k.changed_at_ms >= i.created_at_ms))";

/// Of `people p`: the account that is shown, as `a` or else as `b`; never one that was left. Whoever signed up by
/// invitation before HR knew them keeps that account. The one place that decides to which account others are pointed.
static ACCOUNT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "LEFT JOIN accounts a ON a.user_id = {}
         LEFT JOIN invitations i ON i.email = p.email AND i.revoked_at_ms IS NULL
         LEFT JOIN accounts b ON b.user_id = {}",
        shown("p.person_id"),
        shown("i.person_id")
    )
});

/// The most entries that are read at once.
pub(super) const PAGE: usize = 64;

/// An entry, and what it is called on the homeserver.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) person: Person,
    pub(super) display_name: String,
    /// The name as it is sorted.
    pub(super) sorted_as: String,
}

/// One entry, if it may be seen; nobody for people from outside the administration.
///
/// # Errors
/// If the caller asks too often, has seen too many people today, or the database fails.
pub async fn person(app: &App, caller: &UserActor, person_id: PersonId) -> Result<Option<Person>, Problem> {
    if caller.is_external() {
        return Ok(None);
    }
    Callers::admit(app, caller, Some(person_id.as_str())).await?;
    let (for_read, key) = (app.clone(), person_id.clone());
    let seen = app.db.read(move |tx| one(tx, &for_read.config, key.as_str()));
    let seen = seen.await?;
    if seen.is_some() {
        Callers::shown(app, caller, [person_id.as_str()].into_iter()).await?;
    }
    Ok(seen)
}

/// One entry with all that is told of a single one, if it may be seen.
pub(super) fn one(tx: &Tx<'_>, config: &ServeConfig, key: &str) -> Result<Option<Person>, DbError> {
    let Some(seen) = read(tx, config, &[key])?.remove(key) else { return Ok(None) };
    let row = tx.query_one("SELECT phone FROM people WHERE person_id = $1", &[key.into()])?;
    let phone = row.map(|row| row.text(0)).transpose()?.unwrap_or_default();
    Ok(Some(Person { phone, ..seen.person }))
}

/// Those of the entries that may be seen, by key; at most [`PAGE`].
pub(super) fn read(tx: &Tx<'_>, config: &ServeConfig, keys: &[&str]) -> Result<HashMap<String, Seen>, DbError> {
    let mut answer = HashMap::with_capacity(keys.len());
    // Always as many placeholders, so that the statement is prepared once.
    let values: Vec<Value> =
        (0..PAGE).map(|at| keys.get(at).copied().map(Value::from).unwrap_or(Value::Null)).collect();
    let places = (1..=PAGE).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let known = tx.query(
        &format!(
            "SELECT p.person_id, p.given_name, p.family_name, p.title, p.unit, p.organisation,
                 COALESCE(a.user_id, b.user_id), COALESCE(a.state, b.state), p.changed_at_ms
             FROM people p {account} WHERE p.person_id IN ({places}) AND {VISIBLE}",
            account = *ACCOUNT
        ),
        &values,
    )?;
    for row in &known {
        answer.extend(seen(config, row, PersonState::Known)?);
    }
    if keys.iter().all(|key| answer.contains_key(*key)) {
        return Ok(answer);
    }
    let invited = tx.query(
        &format!(
            "SELECT i.person_id, i.given_name, i.family_name, '', '[]', i.organisation, a.user_id, a.state, NULL
             FROM invitations i
             LEFT JOIN accounts a ON a.user_id = {account}
             WHERE i.person_id IN ({places}) AND {INVITED}",
            account = shown("i.person_id")
        ),
        &values,
    )?;
    for row in &invited {
        answer.extend(seen(config, row, PersonState::Invited)?);
    }
    Ok(answer)
}

fn seen(config: &ServeConfig, row: &Row, without: PersonState) -> Result<Option<(String, Seen)>, DbError> {
    let state = match row.text_opt(7)?.as_deref() {
        // Nobody has signed in to an account that waits: what is written to it could never be read.
        None | Some("creating" | "waiting") => without,
        Some("active") => PersonState::Active,
        Some("suspended") => PersonState::Suspended,
        _ => return Ok(None),
    };
    let organisation_id = row.parsed(5, "organisation")?;
    let organisation = config.organisation(&organisation_id).map_or(organisation_id.as_str(), |o| &o.name).to_owned();
    let (key, given, family) = (row.text(0)?, row.text(1)?, row.text(2)?);
    let unit_path = unit_path(&row.text(4)?)?;
    let has_account = matches!(state, PersonState::Active | PersonState::Suspended);
    let person = Person {
        person_id: key.parse().map_err(|_| DbError::Stored("person id"))?,
        user_id: row.text_opt(6)?.filter(|_| has_account),
        name: full_name(&given, &family),
        title: row.text(3)?,
        unit: unit_path.join(UNIT_SEPARATOR),
        unit_path,
        organisation: organisation.clone(),
        organisation_id,
        state,
        phone: String::new(),
        verified_at_ms: row.int_opt(8)?,
    };
    let display_name = display_name(&given, &family, &organisation);
    Ok(Some((key, Seen { display_name, sorted_as: words::sort_name(&family, &given), person })))
}

/// A unit as it is stored: a JSON list, outermost first.
pub(super) fn unit_path(stored: &str) -> Result<Vec<String>, DbError> {
    serde_json::from_str(stored).map_err(|_| DbError::Stored("unit"))
}

/// The visible person with this canonical work email.
pub(super) fn key_by_email(tx: &Tx<'_>, email: &str) -> Result<Option<String>, DbError> {
    let sql = format!(
        "SELECT p.person_id FROM people p WHERE p.email = $1 AND {VISIBLE}
         UNION SELECT i.person_id FROM invitations i WHERE i.email = $1 AND {INVITED}"
    );
    tx.query_one(&sql, &[email.into()])?.map(|row| row.text(0)).transpose()
}
