//! Reading proposals.

use super::Act;
use crate::database::{DbError, Row, Tx};
use crate::officers::OfficerRole;

/// How a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// For a second officer.
    Waiting,
    /// A second officer has agreed; it is being carried out.
    Approved,
    /// Carried out.
    Done,
    /// Agreed to, but it did not work; the outcome says why.
    Failed,
    /// An officer has said no.
    Rejected,
    /// Nobody answered in time.
    Expired,
}

impl State {
    /// The word in the database; the message key of its name ends with it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
        }
    }
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Its id.
    pub id: String,
    /// What is proposed; nothing if this version does not know the act any more.
    pub act: Option<Act>,
    /// Whom or what it is about.
    pub subject: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// When.
    pub proposed_at_ms: i64,
    /// How it stands.
    pub state: State,
    /// Who agreed or said no.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at_ms: Option<i64>,
    /// What came of it.
    pub outcome: String,
}

const COLUMNS: &str =
    "id, act, subject, proposed_by, proposed_at_ms, state, expires_at_ms, decided_by, decided_at_ms, outcome";

/// The proposals of a role, those that wait first, then the newest; at most `limit`.
///
/// # Errors
/// If the database fails.
pub fn list(tx: &Tx<'_>, role: OfficerRole, now_ms: i64, limit: i64) -> Result<Vec<Approval>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals WHERE role = $1
         ORDER BY CASE WHEN state = 'waiting' AND expires_at_ms > $2 THEN 0 ELSE 1 END, proposed_at_ms DESC LIMIT $3"
    );
    let rows = tx.query(&sql, &[role.word().into(), now_ms.into(), limit.into()])?;
    rows.iter().map(|row| read(row, now_ms)).collect()
}

/// One proposal of a role.
///
/// # Errors
/// If the database fails.
pub fn find(tx: &Tx<'_>, role: OfficerRole, id: &str, now_ms: i64) -> Result<Option<Approval>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM approvals WHERE id = $1 AND role = $2");
    tx.query_one(&sql, &[id.into(), role.word().into()])?.map(|row| read(&row, now_ms)).transpose()
}

fn read(row: &Row, now_ms: i64) -> Result<Approval, DbError> {
    let state = match row.text(5)?.as_str() {
        "waiting" if row.int(6)? <= now_ms => State::Expired,
        "waiting" => State::Waiting,
        "approved" => State::Approved,
        "done" => State::Done,
        "rejected" => State::Rejected,
        _ => State::Failed,
    };
    Ok(Approval {
        id: row.text(0)?,
        act: serde_json::from_str(&row.text(1)?).ok(),
        subject: row.text(2)?,
        proposed_by: row.text(3)?,
        proposed_at_ms: row.int(4)?,
        state,
        decided_by: row.text_opt(7)?,
        decided_at_ms: row.int_opt(8)?,
        outcome: row.text(9)?,
    })
}
