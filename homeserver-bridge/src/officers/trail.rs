//! The audit log as officers may read it: auditors all of it; operators and administrators everything but the security
//! officers' part; whoever looks after some organisations only what was done to their people, and what they did
//! themselves.

use super::{OfficerRole, Session};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx, Value, literally};

/// Rows of one file.
pub const MOST_EXPORTED: i64 = 100_000;

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailEntry {
    /// Position in the chain.
    pub seq: i64,
    /// When.
    pub at_ms: i64,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// On whom or what.
    pub subject: String,
    /// More.
    pub detail: String,
}

/// What to look for; empty parts do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrailQuery {
    /// Part of who.
    pub actor: String,
    /// The beginning of what, such as `account.`.
    pub action: String,
    /// On whom or what, whole.
    pub subject: String,
    /// From this time on.
    pub from_ms: Option<i64>,
    /// Before this time.
    pub before_ms: Option<i64>,
}

impl TrailQuery {
    /// Which parts are asked for: what was looked for may be a name, and is not written down.
    fn parts(&self) -> String {
        let parts = [
            ("who", !self.actor.is_empty()),
            ("what", !self.action.is_empty()),
            ("whom", !self.subject.is_empty()),
            ("when", self.from_ms.is_some() || self.before_ms.is_some()),
        ];
        parts.into_iter().filter(|(_, asked)| *asked).map(|(part, _)| part).collect::<Vec<_>>().join(",")
    }
}

/// A page of the log, newest first, and how many rows there are; that it was read goes into the log itself.
///
/// # Errors
/// If the database fails.
pub async fn trail(
    app: &App,
    officer: &Session,
    query: &TrailQuery,
    page: i64,
    size: i64,
) -> Result<(Vec<TrailEntry>, i64), DbError> {
    let (officer, query, at_ms) = (officer.clone(), query.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let detail = format!("by={} page={page}", query.parts());
            let actor = officer.actor();
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "audit.list", subject: "", detail: &detail })?;
            let (condition, mut values) = condition(&officer, &query);
            let total = tx.query_one(&format!("SELECT COUNT(*) FROM audit WHERE {condition}"), &values)?;
            values.push(size.into());
            values.push(page.max(0).saturating_mul(size).into());
            let entries = read(tx, &condition, &values)?;
            Ok((entries, total.map_or(Ok(0), |row| row.int(0))?))
        })
        .await
}

/// The rows for a file, newest first, [`MOST_EXPORTED`] at the most; that it was made goes into the log itself.
///
/// # Errors
/// If the database fails.
pub async fn export(app: &App, officer: &Session, query: &TrailQuery) -> Result<Vec<TrailEntry>, DbError> {
    let (officer, query, at_ms) = (officer.clone(), query.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let (condition, mut values) = condition(&officer, &query);
            values.push(MOST_EXPORTED.into());
            values.push(0_i64.into());
            let entries = read(tx, &condition, &values)?;
            let detail = format!("by={} rows={}", query.parts(), entries.len());
            let actor = officer.actor();
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "audit.export", subject: "", detail: &detail })?;
            Ok(entries)
        })
        .await
}

fn read(tx: &Tx<'_>, condition: &str, values: &[Value]) -> Result<Vec<TrailEntry>, DbError> {
    let (limit, offset) = (values.len() - 1, values.len());
    let sql = format!(
        "SELECT seq, at_ms, actor, action, subject, detail FROM audit WHERE {condition}
         ORDER BY seq DESC LIMIT ${limit} OFFSET ${offset}"
    );
    tx.query(&sql, values)?.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<TrailEntry, DbError> {
    Ok(TrailEntry {
        seq: row.int(0)?,
        at_ms: row.int(1)?,
        actor: row.text(2)?,
        action: row.text(3)?,
        subject: row.text(4)?,
        detail: row.text(5)?,
    })
}

fn condition(officer: &Session, query: &TrailQuery) -> (String, Vec<Value>) {
    let mut parts = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    if officer.role != OfficerRole::Auditor {
        parts.push("actor NOT LIKE 'security:%' AND action NOT LIKE 'scan%'".to_owned());
    }
    if !officer.scope.is_all() {
        values.push(officer.actor().into());
        let own = values.len();
        let people = officer.scope.condition("organisation", &mut values);
        let invited = officer.scope.condition("organisation", &mut values);
        parts.push(format!(
            "(actor = ${own} OR subject IN (
                SELECT person_id FROM people WHERE {people}
                UNION SELECT person_id FROM invitations WHERE {invited}
                UNION SELECT a.user_id FROM accounts a JOIN people p ON p.person_id = a.person_id WHERE {people}
                UNION SELECT a.user_id FROM accounts a JOIN invitations i ON i.person_id = a.person_id WHERE {invited}))"
        ));
    }
    let mut with = |text: &str, value: Value| {
        values.push(value);
        parts.push(text.replace('?', &format!("${}", values.len())));
    };
    if !query.actor.is_empty() {
        with("actor LIKE ? ESCAPE '!'", format!("%{}%", literally(&query.actor)).into());
    }
    if !query.action.is_empty() {
        with("action LIKE ? ESCAPE '!'", format!("{}%", literally(&query.action)).into());
    }
    if !query.subject.is_empty() {
        with("subject = ?", query.subject.as_str().into());
    }
    if let Some(from) = query.from_ms {
        with("at_ms >= ?", from.into());
    }
    if let Some(before) = query.before_ms {
        with("at_ms < ?", before.into());
    }
    parts.push("1 = 1".to_owned());
    (parts.join(" AND "), values)
}
