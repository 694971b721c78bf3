//! The moves at a glance, newest first.

use super::row::State;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{self, DbError, Row, Tx, Value};
use crate::officers::Scope;

/// Moves on one page.
pub const PAGE: i64 = 50;

/// A move at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its key.
    pub id: String,
    /// The account that is left.
    pub user_id: String,
    /// The account that follows it, once that is in use.
    pub new_user_id: Option<String>,
    /// The person's key.
    pub person_id: String,
    /// Given name; empty if nobody knows it any more.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Key of the organisation that the person moves to.
    pub organisation: String,
    /// A word of [`State`].
    pub state: String,
    /// When it started.
    pub started_at_ms: i64,
    /// Rooms that the new account was invited to, or is in.
    pub rooms_moved: i64,
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

const LINE: &str = "SELECT m.id, m.user_id, m.new_user_id, m.person_id, COALESCE(p.given_name, ''),
       COALESCE(p.family_name, ''), m.organisation, m.state, m.started_at_ms,
       (SELECT COUNT(*) FROM move_rooms r WHERE r.move_id = m.id AND r.outcome IN ('invited', 'joined')),
       (SELECT COUNT(*) FROM move_rooms r WHERE r.move_id = m.id),
       CASE WHEN m.state IN ('waiting', 'inviting', 'grace') AND EXISTS (SELECT 1 FROM move_steps s
           WHERE s.move_id = m.id AND s.outcome = 'failed') THEN 1 ELSE 0 END
     FROM moves m LEFT JOIN people p ON p.person_id = m.person_id";

fn read(row: &Row) -> Result<Line, DbError> {
    Ok(Line {
        id: row.text(0)?,
        user_id: row.text(1)?,
        new_user_id: row.text_opt(2)?,
        person_id: row.text(3)?,
        given_name: row.text(4)?,
        family_name: row.text(5)?,
        organisation: row.text(6)?,
        state: row.text(7)?,
        started_at_ms: row.int(8)?,
        rooms_moved: row.int(9)?,
        rooms: row.int(10)?,
        stuck: row.flag(11)?,
    })
}

pub(super) fn line_of(tx: &Tx<'_>, id: &str) -> Result<Option<Line>, DbError> {
    tx.query_one(&format!("{LINE} WHERE m.id = $1"), &[id.into()])?.map(|row| read(&row)).transpose()
}

/// A page of moves in a state, or of all, of people within an officer's scope; that it was read goes into the audit log.
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
            let within = scope.condition("COALESCE(p.organisation, '')", &mut values);
            let condition = format!("($1 = '' OR m.state = $1) AND {within}");
            let count = format!(
                "SELECT COUNT(*) FROM moves m LEFT JOIN people p ON p.person_id = m.person_id
                 WHERE {condition}"
            );
            let total = tx.query_one(&count, &values)?;
            let on_page = database::page(PAGE, page, &mut values);
            let sql = format!("{LINE} WHERE {condition} ORDER BY m.started_at_ms DESC, m.id {on_page}");
            let rows = tx.query(&sql, &values)?;
            let detail = format!("state={word} page={page}");
            let entry = Entry { at_ms, actor: &actor, action: "move.list", subject: "", detail: &detail };
            audit::append(tx, &entry)?;
            let lines = rows.iter().map(read).collect::<Result<_, _>>()?;
            Ok(Found { lines, total: total.map_or(Ok(0), |row| row.int(0))? })
        })
        .await
}

/// The moves of a person, newest first.
///
/// # Errors
/// If the database fails.
pub async fn of_person(app: &App, person_id: &str) -> Result<Vec<Line>, DbError> {
    let person_id = person_id.to_owned();
    app.db
        .read(move |tx| {
            let sql = format!("{LINE} WHERE m.person_id = $1 ORDER BY m.started_at_ms DESC, m.id");
            tx.query(&sql, &[person_id.into()])?.iter().map(read).collect()
        })
        .await
}
