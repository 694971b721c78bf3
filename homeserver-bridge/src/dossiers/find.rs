//! Finding dossiers by any part of a name, address, post, unit or id.

use super::{ALL, Dossier, read};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Value};
use crate::officers::Scope;

/// Dossiers on one page.
pub const PAGE: i64 = 50;
const WORDS: usize = 6;

/// What to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that must all occur; empty for everybody.
    pub term: String,
    /// Key of an organisation; empty for all.
    pub organisation: String,
    /// A state as in [`Dossier::state`]; empty for all.
    pub state: String,
    /// Counted from 0.
    pub page: i64,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// By family name.
    pub people: Vec<Dossier>,
    /// How many there are on all pages.
    pub total: i64,
}

/// Looks for people within an officer's scope; that somebody did goes into the audit log, with the words but without what was found.
///
/// # Errors
/// If the database fails.
pub async fn search(app: &App, actor: String, scope: &Scope, query: Query) -> Result<Found, DbError> {
    let (asked, scope) = (query.clone(), scope.clone());
    // Counting and sorting a million takes a moment: nobody who writes has to wait for it.
    let found = app.db.read(move |tx| {
        let all = &*ALL;
        let (mut condition, mut values) = condition(&asked);
        condition += &format!(" AND {}", scope.condition("d.organisation", &mut values));
        let total = tx.query_one(&format!("SELECT COUNT(*) FROM ({all}) AS d WHERE {condition}"), &values)?;
        let (limit, offset) = (values.len() + 1, values.len() + 2);
        let sql = format!(
            "SELECT * FROM ({all}) AS d WHERE {condition}
             ORDER BY d.family_name, d.given_name, d.person_id LIMIT ${limit} OFFSET ${offset}"
        );
        values.push(PAGE.into());
        values.push(asked.page.max(0).saturating_mul(PAGE).into());
        let people = tx.query(&sql, &values)?.iter().map(read).collect::<Result<_, DbError>>()?;
        Ok(Found { people, total: total.map_or(Ok(0), |row| row.int(0))? })
    });
    let found = found.await?;
    // The words may be an address: the log keeps what kind of look it was, not whom it was for.
    let mut detail = format!("words={}", query.term.split_whitespace().count());
    for (key, value) in [("organisation", &query.organisation), ("state", &query.state)] {
        if !value.is_empty() {
            detail += &format!(" {key}={value}");
        }
    }
    detail += &format!(" page={}", query.page);
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "people.list", subject: "", detail: &detail })
        })
        .await?;
    Ok(found)
}

/// One dossier, if it is within an officer's scope; that it was opened goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn person(app: &App, actor: String, scope: &Scope, person_id: String) -> Result<Option<Dossier>, DbError> {
    let scope = scope.clone();
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let sql = format!("SELECT * FROM ({all}) AS d WHERE d.person_id = $1", all = *ALL);
            let Some(row) = tx.query_one(&sql, &[person_id.as_str().into()])? else { return Ok(None) };
            let dossier = read(&row)?;
            if !scope.covers(&dossier.organisation) {
                return Ok(None);
            }
            let entry = Entry { at_ms, actor: &actor, action: "person.view", subject: &person_id, detail: "" };
            audit::append(tx, &entry)?;
            Ok(Some(dossier))
        })
        .await
}

fn condition(query: &Query) -> (String, Vec<Value>) {
    let mut parts = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    for word in query.term.split_whitespace().take(WORDS) {
        let mut any = Vec::new();
        for form in forms(word) {
            values.push(format!("%{}%", escape(&form)).into());
            let n = values.len();
            for column in ["given_name", "family_name", "email", "title", "unit", "person_id", "user_id"] {
                any.push(format!("d.{column} LIKE ${n} ESCAPE '!'"));
            }
        }
        parts.push(format!("({})", any.join(" OR ")));
    }
    if !query.organisation.is_empty() {
        values.push(query.organisation.as_str().into());
        parts.push(format!("d.organisation = ${}", values.len()));
    }
    if !query.state.is_empty() {
        values.push(query.state.as_str().into());
        let n = values.len();
        parts.push(format!(
            "COALESCE(d.state, CASE WHEN d.invited = 1 THEN 'invited' WHEN d.employment = 'left' THEN 'left'
                 ELSE 'known' END) = ${n}"
        ));
    }
    (parts.join(" AND "), values)
}

/// The database folds the case of ASCII letters alone, so the usual ways to write a word are asked for one by one.
fn forms(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    if word.is_ascii() {
        return vec![lower];
    }
    let mut letters = lower.chars();
    let capital = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let mut forms = vec![word.to_owned(), word.to_uppercase(), capital, lower];
    forms.sort();
    forms.dedup();
    forms
}

fn escape(word: &str) -> String {
    word.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}
