//! Agreeing and saying no. An officer is a name: who has proposed an act cannot agree to it, but may take it back.

use super::Act;
use super::list::{State, find};
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};
use crate::officers::Session;

/// What became of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// To be carried out now, by the caller alone, who then says [`finished`].
    CarryOut(Act),
    /// It will not happen.
    Rejected,
    /// Who proposed it cannot agree to it.
    Own,
    /// It can no longer be decided about.
    TooLate,
    /// There is no such proposal.
    Unknown,
}

/// Agrees to a proposal. Of two officers who agree at once, one is told to carry it out.
///
/// # Errors
/// If the database fails.
pub fn approve(tx: &Tx<'_>, officer: &Session, id: &str, now_ms: i64) -> Result<Decided, DbError> {
    let Some(found) = find(tx, officer, id, now_ms)? else { return Ok(Decided::Unknown) };
    let Some(act) = found.act else { return Ok(Decided::TooLate) };
    if found.state != State::Waiting {
        return Ok(Decided::TooLate);
    }
    if found.proposed_by == officer.name {
        return Ok(Decided::Own);
    }
    decide(tx, officer, id, "approved", now_ms)?;
    log(tx, &officer.actor(), "approval.approve", &found.subject, act.word(), now_ms)?;
    Ok(Decided::CarryOut(act))
}

/// Says no, or takes an own proposal back.
///
/// # Errors
/// If the database fails.
pub fn reject(tx: &Tx<'_>, officer: &Session, id: &str, now_ms: i64) -> Result<Decided, DbError> {
    let Some(found) = find(tx, officer, id, now_ms)? else { return Ok(Decided::Unknown) };
    if found.state != State::Waiting {
        return Ok(Decided::TooLate);
    }
    decide(tx, officer, id, "rejected", now_ms)?;
    let word = found.act.as_ref().map_or("", Act::word);
    log(tx, &officer.actor(), "approval.reject", &found.subject, word, now_ms)?;
    Ok(Decided::Rejected)
}

/// Writes down what came of an act that was to be carried out.
///
/// # Errors
/// If the database fails.
pub fn finished(tx: &Tx<'_>, id: &str, worked: bool, outcome: &str) -> Result<(), DbError> {
    let state = if worked { State::Done } else { State::Failed };
    tx.execute(
        "UPDATE approvals SET state = $2, outcome = $3 WHERE id = $1 AND state = 'approved'",
        &[id.into(), state.word().into(), outcome.into()],
    )
    .map(drop)
}

fn decide(tx: &Tx<'_>, officer: &Session, id: &str, state: &str, now_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE approvals SET state = $2, decided_by = $3, decided_at_ms = $4 WHERE id = $1 AND state = 'waiting'",
        &[id.into(), state.into(), officer.name.as_str().into(), now_ms.into()],
    )
    .map(drop)
}

fn log(tx: &Tx<'_>, actor: &str, action: &str, subject: &str, detail: &str, at_ms: i64) -> Result<(), DbError> {
    audit::append(tx, &Entry { at_ms, actor, action, subject, detail })
}
