//! The record of one departure: what is done, what is pending, what failed and why, when; by step, room and homeserver.

use super::list::{Line, line_of};
use super::saga::{KIND, STEPS};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};
use crate::officers::Scope;
use crate::saga::StepLine;

/// The record.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Who, why, and where it stands.
    pub line: Line,
    /// Who started it, as in the audit log.
    pub started_by: String,
    /// Since when rooms are being left; it cannot be called off any more.
    pub leaving_since_ms: Option<i64>,
    /// When the account is closed.
    pub close_from_ms: i64,
    /// When it ended, and through whom.
    pub ended: Option<(i64, String)>,
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
    /// `join`, `invite` or `knock`: what the account was in it.
    pub membership: String,
    /// `pending`, `not_needed`, `done`, `nobody` or `failed`.
    pub handover: String,
    /// Who administers it now.
    pub successors: Vec<String>,
    /// `pending`, `done` or `failed`.
    pub departure: String,
    /// Why something failed.
    pub detail: String,
    /// When the row last changed.
    pub at_ms: i64,
    /// What each homeserver with a part in the room has seen.
    pub servers: Vec<ServerLine>,
}

/// A homeserver in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerLine {
    /// Its name.
    pub server_name: String,
    /// `pending` or `done`.
    pub outcome: String,
    /// Since when.
    pub at_ms: i64,
}

impl Receipt {
    /// Whether it can still be called off.
    pub fn can_be_cancelled(&self) -> bool {
        let ends_otherwise = matches!(self.line.cause.as_str(), "moved" | "expired");
        self.line.state == "running" && !ends_otherwise && self.leaving_since_ms.is_none()
    }
}

/// One record of a person within an officer's scope; that it was opened goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn receipt(app: &App, actor: String, scope: &Scope, id: String) -> Result<Option<Receipt>, DbError> {
    let scope = scope.clone();
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let Some(receipt) = read(tx, &id)? else { return Ok(None) };
            if !scope.covers_person(tx, &receipt.line.person_id)? {
                return Ok(None);
            }
            let subject = receipt.line.user_id.as_str();
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "offboarding.view", subject, detail: "" })?;
            Ok(Some(receipt))
        })
        .await
}

fn read(tx: &Tx<'_>, id: &str) -> Result<Option<Receipt>, DbError> {
    let Some(line) = line_of(tx, id)? else { return Ok(None) };
    let row = tx.query_one(
        "SELECT started_by, leaving_since_ms, close_from_ms, ended_at_ms, ended_by FROM offboardings WHERE id = $1",
        &[id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Receipt {
        line,
        started_by: row.text(0)?,
        leaving_since_ms: row.int_opt(1)?,
        close_from_ms: row.int(2)?,
        ended: row.int_opt(3)?.zip(row.text_opt(4)?),
        steps: KIND.step_lines(tx, id, STEPS.iter().map(|step| step.word()))?,
        rooms: rooms(tx, id)?,
    }))
}

fn rooms(tx: &Tx<'_>, id: &str) -> Result<Vec<RoomLine>, DbError> {
    let sql = "SELECT room_id, server_name, outcome, at_ms FROM offboarding_servers WHERE offboarding_id = $1
        ORDER BY room_id, server_name";
    let mut servers = Vec::new();
    for row in tx.query(sql, &[id.into()])? {
        let line = ServerLine { server_name: row.text(1)?, outcome: row.text(2)?, at_ms: row.int(3)? };
        servers.push((row.text(0)?, line));
    }
    let rows = tx.query(
        "SELECT room_id, membership, handover, successors, departure, detail, at_ms FROM offboarding_rooms
         WHERE offboarding_id = $1 ORDER BY room_id",
        &[id.into()],
    )?;
    let room = |row: &crate::database::Row| {
        let room_id = row.text(0)?;
        let own = servers.iter().filter(|(room, _)| *room == room_id).map(|(_, line)| line.clone());
        Ok(RoomLine {
            servers: own.collect(),
            membership: row.text(1)?,
            handover: row.text(2)?,
            successors: serde_json::from_str(&row.text(3)?).map_err(|_| DbError::Stored("successors"))?,
            departure: row.text(4)?,
            detail: row.text(5)?,
            at_ms: row.int(6)?,
            room_id,
        })
    };
    rows.iter().map(room).collect()
}
