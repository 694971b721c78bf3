//! The departures at a glance, newest first.

use super::saga::State;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{self, DbError, Row, Tx, Value};
use crate::officers::Scope;

/// Departures on one page.
pub const PAGE: i64 = 50;

/// A departure at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its key.
    pub id: String,
    /// The account.
    pub user_id: String,
    /// The account's homeserver.
    pub server_name: String,
    /// The person's key.
    pub person_id: String,
    /// Given name; empty if nobody knows it any more.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// `left`, `moved`, `administrator` or `expired`.
    pub cause: String,
    /// `running`, `waiting`, `closed` or `cancelled`.
    pub state: String,
    /// When it started.
    pub started_at_ms: i64,
    /// Rooms that are left.
    pub rooms_left: i64,
    /// Rooms in all.
    pub rooms: i64,
    /// Whether something did not work when it was last tried.
    pub stuck: bool,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Newest first.
    pub lines: Vec<Line>,
    /// How many there are on all pages.
    pub total: i64,
}

const LINE: &str = "SELECT o.id, o.user_id, o.server_name, o.person_id,
       COALESCE(p.given_name, i.given_name, e.given_name, ''), COALESCE(p.family_name, i.family_name, e.family_name, ''),
       o.cause, o.state, o.started_at_ms,
       (SELECT COUNT(*) FROM offboarding_rooms r WHERE r.offboarding_id = o.id AND r.departure = 'done'),
       (SELECT COUNT(*) FROM offboarding_rooms r WHERE r.offboarding_id = o.id),
       CASE WHEN o.state IN ('running', 'waiting') AND EXISTS (SELECT 1 FROM offboarding_steps s
           WHERE s.offboarding_id = o.id AND s.outcome = 'failed') THEN 1 ELSE 0 END
     FROM offboardings o
     LEFT JOIN people p ON p.person_id = o.person_id
     LEFT JOIN invitations i ON i.person_id = o.person_id
     LEFT JOIN externals e ON e.person_id = o.person_id";

fn read(row: &Row) -> Result<Line, DbError> {
    Ok(Line {
        id: row.text(0)?,
        user_id: row.text(1)?,
        server_name: row.text(2)?,
        person_id: row.text(3)?,
        given_name: row.text(4)?,
        family_name: row.text(5)?,
        cause: row.text(6)?,
        state: row.text(7)?,
        started_at_ms: row.int(8)?,
        rooms_left: row.int(9)?,
        rooms: row.int(10)?,
        stuck: row.flag(11)?,
    })
}

pub(super) fn line_of(tx: &Tx<'_>, id: &str) -> Result<Option<Line>, DbError> {
    tx.query_one(&format!("{LINE} WHERE o.id = $1"), &[id.into()])?.map(|row| read(&row)).transpose()
}

/// A page of departures in a state, or of all, of people within an officer's scope; that it was read goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn list(app: &App, actor: String, scope: &Scope, state: Option<State>, page: i64) -> Result<Found, DbError> {
    let scope = scope.clone();
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let word = state.map_or("", State::word);
            let mut values: Vec<Value> = vec![word.into()];
            let within = scope.condition("COALESCE(p.organisation, i.organisation, '')", &mut values);
            let condition = format!("($1 = '' OR o.state = $1) AND {within}");
            let count = format!(
                "SELECT COUNT(*) FROM offboardings o LEFT JOIN people p ON p.person_id = o.person_id
                 LEFT JOIN invitations i ON i.person_id = o.person_id
                 WHERE {condition}"
            );
            let total = tx.query_one(&count, &values)?;
            let on_page = database::page(PAGE, page, &mut values);
            let sql = format!("{LINE} WHERE {condition} ORDER BY o.started_at_ms DESC, o.id {on_page}");
            let rows = tx.query(&sql, &values)?;
            let detail = format!("state={word} page={page}");
            let entry = Entry { at_ms, actor: &actor, action: "offboarding.list", subject: "", detail: &detail };
            audit::append(tx, &entry)?;
            let lines = rows.iter().map(read).collect::<Result<_, _>>()?;
            Ok(Found { lines, total: total.map_or(Ok(0), |row| row.int(0))? })
        })
        .await
}

/// The departures of a person's accounts, newest first.
///
/// # Errors
/// If the database fails.
pub async fn of_person(app: &App, person_id: &str) -> Result<Vec<Line>, DbError> {
    let person_id = person_id.to_owned();
    app.db
        .read(move |tx| {
            let sql = format!("{LINE} WHERE o.person_id = $1 ORDER BY o.started_at_ms DESC, o.id");
            tx.query(&sql, &[person_id.into()])?.iter().map(read).collect()
        })
        .await
}

/// Whose departure it is; nobody's if there is none.
///
/// # Errors
/// If the database fails.
pub async fn person_of(app: &App, id: &str) -> Result<Option<String>, DbError> {
    let id = id.to_owned();
    app.db.read(move |tx| Ok(line_of(tx, &id)?.map(|line| line.person_id))).await
}
