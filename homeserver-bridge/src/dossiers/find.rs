//! Finding dossiers by any part of a name, address, post, unit, key or account, page after page.
//!
//! A page is read from where the one before ended, in the order of an index, so that the ten thousandth costs what the
//! first one costs.

use bridge_api::EmailAddress;

use super::arms::{ARMS, Arm, Query, Sort};
use super::{Dossier, read};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx, Value};
use crate::officers::{Scope, Session};

/// Dossiers on one page.
pub const PAGE: usize = 50;
/// Filters that need a look at every person are counted no further.
pub const COUNTED: i64 = 1000;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// In the order that was asked for.
    pub people: Vec<Dossier>,
    /// How many there are on all pages; one more than [`COUNTED`] says "more than that" if [`Found::counted`] is not set.
    pub total: i64,
    /// Whether `total` is exact.
    pub counted: bool,
    /// Whether there are people before these.
    pub before: bool,
    /// Whether there are people behind these.
    pub after: bool,
}

/// From where a page is read: the key of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Place {
    /// From the beginning.
    #[default]
    Start,
    /// Behind this person.
    After(String),
    /// The page that ends before this person.
    Before(String),
}

/// Looks for people within the officer's scope; that somebody did goes into the audit log, with the number of words but
/// without the words and what was found.
///
/// # Errors
/// If the database fails.
pub async fn search(app: &App, officer: &Session, query: &Query, place: &Place) -> Result<Found, DbError> {
    let (asked, from, scope) = (query.clone(), place.clone(), officer.scope.clone());
    // Looking at half a million takes a moment: nobody who writes has to wait for it.
    let found = app.db.read(move |tx| page(tx, &scope, &asked, &from)).await?;
    let (actor, at_ms, detail) = (officer.actor(), app.clock.now_ms(), query.described());
    app.db
        .write(move |tx| {
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "people.list", subject: "", detail: &detail })
        })
        .await?;
    Ok(found)
}

fn page(tx: &Tx<'_>, scope: &Scope, query: &Query, place: &Place) -> Result<Found, DbError> {
    let (mark, backwards) = match place {
        Place::Start => (None, false),
        Place::After(person) => (position(tx, person)?, false),
        Place::Before(person) => (position(tx, person)?, true),
    };
    let mut people = batch(tx, scope, query, mark.as_ref(), backwards, PAGE + 1)?;
    let more = people.len() > PAGE;
    people.truncate(PAGE);
    if backwards {
        people.reverse();
    }
    let (before, after) = if backwards { (more, true) } else { (mark.is_some(), more) };
    let (total, counted) = if before || after {
        count(tx, scope, query)?
    } else {
        (i64::try_from(people.len()).unwrap_or(i64::MAX), true)
    };
    Ok(Found { people, total, counted, before, after })
}

/// Where a person stands in every order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Position {
    organisation: String,
    family: String,
    given: String,
    person_id: String,
}

impl Position {
    pub(super) fn of(dossier: &Dossier) -> Self {
        Self {
            organisation: dossier.organisation.clone(),
            family: dossier.family_name.clone(),
            given: dossier.given_name.clone(),
            person_id: dossier.person_id.clone(),
        }
    }

    fn key(&self, sort: Sort) -> impl Iterator<Item = &str> {
        key(sort, &self.organisation, [&self.family, &self.given, &self.person_id])
    }
}

/// What an order goes by, as [`Arm::order`] has it.
fn key<'a>(sort: Sort, organisation: &'a str, name: [&'a str; 3]) -> impl Iterator<Item = &'a str> + use<'a> {
    sort.by_organisation().then_some(organisation).into_iter().chain(name)
}

fn key_of(one: &Dossier, sort: Sort) -> impl Iterator<Item = &str> {
    key(sort, &one.organisation, [&one.family_name, &one.given_name, &one.person_id])
}

fn position(tx: &Tx<'_>, person_id: &str) -> Result<Option<Position>, DbError> {
    Ok(one(tx, person_id)?.as_ref().map(Position::of))
}

/// The next people behind a position, or before it if `backwards`: then the nearest one is first.
pub(super) fn batch(
    tx: &Tx<'_>,
    scope: &Scope,
    query: &Query,
    mark: Option<&Position>,
    backwards: bool,
    limit: usize,
) -> Result<Vec<Dossier>, DbError> {
    let falling = query.sort.falling() != backwards;
    let mut people = Vec::new();
    for arm in &ARMS {
        let mut values = Vec::new();
        let mut parts = arm.conditions(scope, query, &mut values);
        let order = arm.order(query.sort);
        if let Some(mark) = mark {
            let marks: Vec<_> = mark.key(query.sort).map(|part| place_holder(&mut values, part)).collect();
            let than = if falling { "<" } else { ">" };
            parts.push(format!("({}) {than} ({})", order.join(", "), marks.join(", ")));
        }
        let way = if falling { " DESC" } else { "" };
        let order: Vec<_> = order.iter().map(|column| format!("{column}{way}")).collect();
        values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
        let sql = format!(
            "{} WHERE {} ORDER BY {} LIMIT ${}",
            arm.select(),
            parts.join(" AND "),
            order.join(", "),
            values.len()
        );
        for row in tx.query(&sql, &values)? {
            people.push(read(&row)?);
        }
    }
    people.sort_by(|a, b| {
        let order = key_of(a, query.sort).cmp(key_of(b, query.sort));
        if falling { order.reverse() } else { order }
    });
    people.truncate(limit);
    Ok(people)
}

fn place_holder(values: &mut Vec<Value>, text: &str) -> String {
    values.push(text.into());
    format!("${}", values.len())
}

/// How many there are, and whether that is exact.
fn count(tx: &Tx<'_>, scope: &Scope, query: &Query) -> Result<(i64, bool), DbError> {
    let exact = query.term.is_empty() && query.state.is_empty();
    let mut total = 0;
    for arm in &ARMS {
        let mut values = Vec::new();
        let parts = arm.conditions(scope, query, &mut values).join(" AND ");
        let from = arm.from(!query.state.is_empty());
        let sql = if exact {
            format!("SELECT COUNT(*) {from} WHERE {parts}")
        } else {
            values.push((COUNTED + 1 - total).max(0).into());
            format!("SELECT COUNT(*) FROM (SELECT 1 {from} WHERE {parts} LIMIT ${}) AS some", values.len())
        };
        total += tx.query_one(&sql, &values)?.map_or(Ok(0), |row| row.int(0))?;
    }
    Ok((total, exact || total <= COUNTED))
}

/// One dossier, whosever it is.
pub(super) fn one(tx: &Tx<'_>, person_id: &str) -> Result<Option<Dossier>, DbError> {
    for arm in &ARMS {
        let sql = format!("{} WHERE {} AND {}.person_id = $1", arm.select(), arm.condition, arm.table);
        if let Some(row) = tx.query_one(&sql, &[person_id.into()])? {
            return read(&row).map(Some);
        }
    }
    Ok(None)
}

/// One dossier within the officer's scope; that it was opened goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn person(app: &App, officer: &Session, person_id: String) -> Result<Option<Dossier>, DbError> {
    let (at_ms, actor, scope) = (app.clock.now_ms(), officer.actor(), officer.scope.clone());
    app.db
        .write(move |tx| {
            let found = one(tx, &person_id)?.filter(|dossier| scope.covers(&dossier.organisation));
            if found.is_some() {
                let entry = Entry { at_ms, actor: &actor, action: "person.view", subject: &person_id, detail: "" };
                audit::append(tx, &entry)?;
            }
            Ok(found)
        })
        .await
}

/// Several dossiers within the officer's scope, in the order of their keys; those that are not there are left out.
///
/// # Errors
/// If the database fails.
pub async fn several(app: &App, officer: &Session, person_ids: Vec<String>) -> Result<Vec<Dossier>, DbError> {
    let scope = officer.scope.clone();
    app.db
        .read(move |tx| {
            let mut found = Vec::new();
            for person_id in &person_ids {
                found.extend(one(tx, person_id)?.filter(|dossier| scope.covers(&dossier.organisation)));
            }
            Ok(found)
        })
        .await
}

/// Dossiers within the officer's scope by what names them: a person's key, an address or an account. Answers also those names
/// that are nobody's.
///
/// # Errors
/// If the database fails.
pub async fn named(app: &App, officer: &Session, names: Vec<String>) -> Result<(Vec<Dossier>, Vec<String>), DbError> {
    const BY_NAME: &str = "SELECT person_id FROM accounts WHERE user_id = $1
        UNION SELECT person_id FROM people WHERE person_id = $1 OR (email = $2 AND employment <> 'left')
        UNION SELECT person_id FROM invitations WHERE person_id = $1 OR (email = $2 AND revoked_at_ms IS NULL)";
    let scope = officer.scope.clone();
    app.db
        .read(move |tx| {
            let (mut found, mut unknown): (Vec<Dossier>, _) = (Vec::new(), Vec::new());
            for name in names {
                let email = name.parse::<EmailAddress>().map_or(String::new(), |email| email.as_str().to_owned());
                let mut any = false;
                for row in tx.query(BY_NAME, &[name.as_str().into(), email.into()])? {
                    let one = one(tx, &row.text(0)?)?.filter(|dossier| scope.covers(&dossier.organisation));
                    any |= one.is_some();
                    found.extend(one.filter(|one| found.iter().all(|other| other.person_id != one.person_id)));
                }
                if !any {
                    unknown.push(name);
                }
            }
            Ok((found, unknown))
        })
        .await
}

impl Arm {
    fn conditions(&self, scope: &Scope, query: &Query, values: &mut Vec<Value>) -> Vec<String> {
        let mut parts = vec![self.condition.to_owned()];
        let organisation = format!("{}.organisation", self.table);
        let within = scope.condition(&organisation, values);
        if within != "1 = 1" {
            parts.push(within);
        }
        self.add_words(&query.term, &mut parts, values);
        parts.extend(self.rough_state(&query.state));
        for (column, value) in [(organisation.as_str(), &query.organisation), (self.state, &query.state)] {
            if !value.is_empty() {
                values.push(value.as_str().into());
                parts.push(format!("{column} = ${}", values.len()));
            }
        }
        parts
    }
}
