//! The record of one move: what is done, what is pending, what failed and why, when; by step and by room.

use super::list::{Line, line_of};
use super::row::{KIND, STEPS};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};
use crate::officers::Scope;
use crate::saga::StepLine;

/// The record.
#[derive(Debug, Clone)]
pub struct Record {
    /// Who, where to, and where it stands.
    pub line: Line,
    /// Who started it, as in the audit log.
    pub started_by: String,
    /// When the old account is closed, once that is known.
    pub close_from_ms: Option<i64>,
    /// When it ended.
    pub ended_at_ms: Option<i64>,
    /// The departure that closes the old account, as long as its receipt is kept.
    pub offboarding_id: Option<String>,
    /// Every step in its order.
    pub steps: Vec<StepLine>,
    /// Every room.
    pub rooms: Vec<RoomLine>,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomLine {
    /// Its id.
    pub room_id: String,
    /// `join`, `invite` or `knock`: what the old account is in it.
    pub membership: String,
    /// `pending`, `invited`, `joined`, `declined`, `not_moved` or `failed`.
    pub outcome: String,
    /// `pending`, `not_needed`, `done`, `refused` or `failed`.
    pub rights: String,
    /// Why something is not as it should be.
    pub detail: String,
    /// When the row last changed.
    pub at_ms: i64,
}

/// One record of a person within an officer's scope; that it was opened goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn record(app: &App, actor: String, scope: &Scope, id: String) -> Result<Option<Record>, DbError> {
    let scope = scope.clone();
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let Some(record) = read(tx, &id)? else { return Ok(None) };
            if !scope.covers_person(tx, &record.line.person_id)? {
                return Ok(None);
            }
            let subject = record.line.user_id.as_str();
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "move.view", subject, detail: "" })?;
            Ok(Some(record))
        })
        .await
}

fn read(tx: &Tx<'_>, id: &str) -> Result<Option<Record>, DbError> {
    let Some(line) = line_of(tx, id)? else { return Ok(None) };
    let sql = "SELECT started_by, close_from_ms, ended_at_ms,
        (SELECT o.id FROM offboardings o WHERE o.id = moves.offboarding_id) FROM moves WHERE id = $1";
    let Some(row) = tx.query_one(sql, &[id.into()])? else { return Ok(None) };
    let rooms = tx.query(
        "SELECT room_id, membership, outcome, rights, detail, at_ms FROM move_rooms WHERE move_id = $1
         ORDER BY room_id",
        &[id.into()],
    )?;
    let room = |row: &Row| {
        Ok(RoomLine {
            room_id: row.text(0)?,
            membership: row.text(1)?,
            outcome: row.text(2)?,
            rights: row.text(3)?,
            detail: row.text(4)?,
            at_ms: row.int(5)?,
        })
    };
    Ok(Some(Record {
        line,
        started_by: row.text(0)?,
        close_from_ms: row.int_opt(1)?,
        ended_at_ms: row.int_opt(2)?,
        offboarding_id: row.text_opt(3)?,
        steps: KIND.step_lines(tx, id, STEPS.iter().map(|step| step.word()))?,
        rooms: rooms.iter().map(room).collect::<Result<_, DbError>>()?,
    }))
}
