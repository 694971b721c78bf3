//! Reading proposals.

use super::Act;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};
use crate::officers::{OfficerRole, Session};

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
    /// The role of who proposed it.
    pub role: OfficerRole,
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
    "id, act, subject, proposed_by, proposed_at_ms, state, expires_at_ms, decided_by, decided_at_ms, outcome,
     role";

/// The proposals that an officer may decide about or could have, those that wait first, then the newest; at most
/// `limit`.
///
/// # Errors
/// If the database fails.
pub fn list(tx: &Tx<'_>, officer: &Session, now_ms: i64, limit: i64) -> Result<Vec<Approval>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals WHERE role IN ({})
         ORDER BY CASE WHEN state = 'waiting' AND expires_at_ms > $1 THEN 0 ELSE 1 END, proposed_at_ms DESC LIMIT $2",
        together(officer.role)
    );
    let mut seen = Vec::new();
    for row in tx.query(&sql, &[now_ms.into(), limit.into()])? {
        let approval = read(&row, now_ms)?;
        if within(tx, officer, &approval)? {
            seen.push(approval);
        }
    }
    Ok(seen)
}

/// Writes down that an officer looked at the proposals.
///
/// # Errors
/// If the database fails.
pub fn looked_at(tx: &Tx<'_>, officer: &Session, at_ms: i64) -> Result<(), DbError> {
    let actor = officer.actor();
    audit::append(tx, &Entry { at_ms, actor: &actor, action: "approval.list", subject: "", detail: "" })
}

/// One proposal, if it is one that the officer may see.
///
/// # Errors
/// If the database fails.
pub fn find(tx: &Tx<'_>, officer: &Session, id: &str, now_ms: i64) -> Result<Option<Approval>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM approvals WHERE id = $1 AND role IN ({})", together(officer.role));
    let found = tx.query_one(&sql, &[id.into()])?.map(|row| read(&row, now_ms)).transpose()?;
    match found {
        Some(approval) if within(tx, officer, &approval)? => Ok(Some(approval)),
        _ => Ok(None),
    }
}

/// How many proposals of operators and administrators wait.
///
/// # Errors
/// If the database fails.
pub async fn waiting(app: &App) -> Result<i64, DbError> {
    let now = app.clock.now_ms();
    app.db
        .read(move |tx| {
            let roles = together(OfficerRole::Administrator);
            let sql = format!(
                "SELECT COUNT(*) FROM approvals WHERE state = 'waiting' AND expires_at_ms > $1 AND role IN ({roles})"
            );
            tx.query_one(&sql, &[now.into()])?.map_or(Ok(0), |row| row.int(0))
        })
        .await
}

/// Roles as they stand in a statement; their words are ours.
fn together(role: OfficerRole) -> String {
    let words: Vec<_> = role.decides_with().iter().map(|role| format!("'{role}'")).collect();
    if words.is_empty() { "''".to_owned() } else { words.join(", ") }
}

/// Whoever looks after some organisations decides about nothing else: not about others' people, nor about the system.
fn within(tx: &Tx<'_>, officer: &Session, approval: &Approval) -> Result<bool, DbError> {
    if officer.scope.is_all() {
        return Ok(true);
    }
    let Some(people) = approval.act.as_ref().and_then(|act| act.people()) else { return Ok(false) };
    for person in people {
        if !officer.scope.covers_person(tx, person.as_str())? {
            return Ok(false);
        }
    }
    Ok(true)
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
        role: row.parsed(10, "role")?,
    })
}

/// Who proposed the act that is being carried out now.
///
/// # Errors
/// If the database fails.
pub fn proposer(tx: &Tx<'_>, act: &Act) -> Result<Option<String>, DbError> {
    let text = serde_json::to_string(act).unwrap_or_default();
    let sql =
        "SELECT proposed_by FROM approvals WHERE act = $1 AND state = 'approved' ORDER BY decided_at_ms DESC LIMIT 1";
    tx.query_one(sql, &[text.into()])?.map(|row| row.text(0)).transpose()
}
