//! All invitations, newest first, page after page.

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Value};
use crate::dossiers::like;
use crate::officers::Session;

/// Invitations on one page.
pub const PAGE: usize = 50;
/// How an invitation may stand.
pub const STATES: [&str; 4] = ["open", "used", "expired", "revoked"];

/// What to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that must all occur in name or address; empty for all.
    pub term: String,
    /// One of [`STATES`]; empty for all.
    pub state: String,
    /// Key of an organisation; empty for all.
    pub organisation: String,
    /// Behind this one: when it was made, and its person.
    pub after: Option<(i64, String)>,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The person's key.
    pub person_id: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The address.
    pub email: String,
    /// Key of the organisation.
    pub organisation: String,
    /// Who invited.
    pub invited_by: String,
    /// When.
    pub created_at_ms: i64,
    /// When the mail was last handed out.
    pub sent_at_ms: i64,
    /// When it ends unused.
    pub expires_at_ms: Option<i64>,
    /// When the account ends; nothing if HR vouches for the person by now, or there will be none.
    pub until_ms: Option<i64>,
    /// One of [`STATES`].
    pub state: &'static str,
}

/// A page of them.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Newest first.
    pub invitations: Vec<Invitation>,
    /// Whether there are more.
    pub more: bool,
}

/// The invitations within the officer's scope; that somebody looked goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn list(app: &App, officer: &Session, query: &Query) -> Result<Found, DbError> {
    let (asked, scope) = (query.clone(), officer.scope.clone());
    let found = app.db.read(move |tx| {
        let mut values: Vec<Value> = Vec::new();
        let mut parts = vec![scope.condition("i.organisation", &mut values)];
        like(&asked.term, &["i.given_name", "i.family_name", "i.email"], &mut parts, &mut values);
        for (column, value) in [("i.organisation", &asked.organisation), (STATE, &asked.state)] {
            if !value.is_empty() {
                values.push(value.as_str().into());
                parts.push(format!("{column} = ${}", values.len()));
            }
        }
        if let Some((at_ms, person)) = &asked.after {
            values.push((*at_ms).into());
            values.push(person.as_str().into());
            let n = values.len();
            parts.push(format!("(i.created_at_ms, i.person_id) < (${}, ${n})", n - 1));
        }
        values.push(i64::try_from(PAGE + 1).unwrap_or(i64::MAX).into());
        let sql = format!(
            "SELECT i.person_id, i.given_name, i.family_name, i.email, i.organisation, i.invited_by, i.created_at_ms,
               COALESCE(i.sent_at_ms, i.created_at_ms), i.expires_at_ms, {STATE}, t.until_ms FROM invitations i
             LEFT JOIN account_terms t ON t.person_id = i.person_id WHERE {} ORDER BY i.created_at_ms DESC, i.person_id DESC LIMIT ${}",
            parts.join(" AND "),
            values.len()
        );
        let mut invitations = tx.query(&sql, &values)?.iter().map(read).collect::<Result<Vec<_>, DbError>>()?;
        let more = invitations.len() > PAGE;
        invitations.truncate(PAGE);
        Ok(Found { invitations, more })
    });
    let found = found.await?;
    let (actor, at_ms) = (officer.actor(), app.clock.now_ms());
    let detail = format!("words={} state={}", query.term.split_whitespace().count(), query.state);
    app.db
        .write(move |tx| {
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "invitation.list", subject: "", detail: &detail })
        })
        .await?;
    Ok(found)
}

/// An invitation whose person has an account was used, whatever came later.
pub(super) const STATE: &str = "(CASE WHEN EXISTS (SELECT 1 FROM accounts x WHERE x.person_id = i.person_id
       AND (x.state <> 'closed' OR i.revoked_at_ms IS NOT NULL OR i.readmitted = 0)) THEN 'used'
     WHEN i.expired = 1 THEN 'expired' WHEN i.revoked_at_ms IS NOT NULL THEN 'revoked' ELSE 'open' END)";

fn read(row: &Row) -> Result<Invitation, DbError> {
    let state = row.text(9)?;
    Ok(Invitation {
        person_id: row.text(0)?,
        given_name: row.text(1)?,
        family_name: row.text(2)?,
        email: row.text(3)?,
        organisation: row.text(4)?,
        invited_by: row.text(5)?,
        created_at_ms: row.int(6)?,
        sent_at_ms: row.int(7)?,
        expires_at_ms: row.int_opt(8)?,
        until_ms: row.int_opt(10)?,
        state: STATES.into_iter().find(|one| *one == state).ok_or(DbError::Stored("state of an invitation"))?,
    })
}
