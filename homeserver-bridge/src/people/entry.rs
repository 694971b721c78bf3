//! Entries as other people may see them. Who may be seen is decided here and nowhere else: people who work here, who
//! are not hidden and whose post is not protected; and people whom an administrator invited.

use bridge_api::PersonId;
use bridge_api::people::{Person, PersonState};

use super::index::UNIT_SEPARATOR;
use crate::actor::UserActor;
use crate::app::App;
use crate::config::ServeConfig;
use crate::database::{DbError, Row, Tx};
use crate::error::Problem;
use crate::provisioning::{display_name, full_name};

/// Of `people p`: who may be seen.
pub(super) const VISIBLE: &str = "p.employment = 'working' AND p.hidden = 0 AND p.protected = 0";

/// Of `invitations i`: invited, and HR does not know the address, or let its owner go before the invitation.
pub(super) const INVITED: &str = "i.revoked_at_ms IS NULL AND NOT EXISTS (SELECT 1 FROM people k
     WHERE k.email = i.email AND (k.employment <> 'left' OR k.changed_at_ms >= i.created_at_ms))";

/// An entry, and what it is called on the homeserver.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) person: Person,
    pub(super) display_name: String,
}

/// One entry, if it may be seen; nobody for people from outside the administration.
///
/// # Errors
/// If the caller asks too often, or the database fails.
pub async fn person(app: &App, caller: &UserActor, person_id: PersonId) -> Result<Option<Person>, Problem> {
    if caller.is_external() {
        return Ok(None);
    }
    app.people.limit.check(caller.user_id()).map_err(Problem::slow_down)?;
    let for_read = app.clone();
    let seen = app.db.read(move |tx| read(tx, &for_read.config, person_id.as_str())).await?;
    Ok(seen.map(|seen| seen.person))
}

/// One entry, if it may be seen.
pub(super) fn read(tx: &Tx<'_>, config: &ServeConfig, person_id: &str) -> Result<Option<Seen>, DbError> {
    // Whoever signed up by invitation before HR knew them keeps that account.
    let known = tx.query_one(
        &format!(
            "SELECT p.given_name, p.family_name, p.title, p.unit, p.organisation,
                 COALESCE(a.user_id, b.user_id), COALESCE(a.state, b.state), p.phone
             FROM people p
             LEFT JOIN accounts a ON a.person_id = p.person_id AND a.state NOT IN ('leaving', 'closed')
             LEFT JOIN invitations i ON i.email = p.email AND i.revoked_at_ms IS NULL
             LEFT JOIN accounts b ON b.person_id = i.person_id AND b.state NOT IN ('leaving', 'closed')
             WHERE p.person_id = $1 AND {VISIBLE}"
        ),
        &[person_id.into()],
    )?;
    if let Some(row) = known {
        return seen(config, person_id, &row, PersonState::Known);
    }
    let invited = tx.query_one(
        &format!(
            "SELECT i.given_name, i.family_name, '', '[]', i.organisation, a.user_id, a.state, ''
             FROM invitations i LEFT JOIN accounts a ON a.person_id = i.person_id AND a.state NOT IN ('leaving', 'closed')
             WHERE i.person_id = $1 AND {INVITED}"
        ),
        &[person_id.into()],
    )?;
    invited.map_or(Ok(None), |row| seen(config, person_id, &row, PersonState::Invited))
}

fn seen(config: &ServeConfig, key: &str, row: &Row, without: PersonState) -> Result<Option<Seen>, DbError> {
    let state = match row.text_opt(6)?.as_deref() {
        // Nobody has signed in to an account that waits: what is written to it could never be read.
        None | Some("creating" | "waiting") => without,
        Some("active") => PersonState::Active,
        Some("suspended") => PersonState::Suspended,
        _ => return Ok(None),
    };
    let organisation_id = row.parsed(4, "organisation")?;
    let organisation = config.organisation(&organisation_id).map_or(organisation_id.as_str(), |o| &o.name).to_owned();
    let (given, family) = (row.text(0)?, row.text(1)?);
    let has_account = matches!(state, PersonState::Active | PersonState::Suspended);
    let unit_path = unit_path(&row.text(3)?)?;
    let person = Person {
        person_id: key.parse().map_err(|_| DbError::Stored("person id"))?,
        user_id: row.text_opt(5)?.filter(|_| has_account),
        name: full_name(&given, &family),
        title: row.text(2)?,
        unit: unit_path.join(UNIT_SEPARATOR),
        organisation: organisation.clone(),
        organisation_id,
        state,
        phone: row.text(7)?,
        unit_path,
        verified_at_ms: None,
    };
    Ok(Some(Seen { display_name: display_name(&given, &family, &organisation), person }))
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
