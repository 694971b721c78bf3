//! Proposing.

use super::{Act, WAITS_MS};
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::{DbError, Tx};
use crate::officers::Session;

/// Proposes an act; answers the proposal's id. The same act that waits already is not proposed twice.
///
/// # Errors
/// If the database fails.
pub fn propose(tx: &Tx<'_>, officer: &Session, act: &Act, now_ms: i64) -> Result<String, DbError> {
    let text = serde_json::to_string(act).unwrap_or_default();
    let same = tx.query_one(
        "SELECT id FROM approvals WHERE act = $1 AND state = 'waiting' AND expires_at_ms > $2",
        &[text.as_str().into(), now_ms.into()],
    )?;
    if let Some(row) = same {
        return row.text(0);
    }
    let (id, subject) = (random_token(), act.subject());
    tx.execute(
        "INSERT INTO approvals (id, kind, act, subject, role, proposed_by, proposed_at_ms, expires_at_ms, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting')",
        &[
            id.as_str().into(),
            act.word().into(),
            text.into(),
            subject.as_str().into(),
            officer.role.word().into(),
            officer.name.as_str().into(),
            now_ms.into(),
            (now_ms + WAITS_MS).into(),
        ],
    )?;
    let (actor, detail) = (officer.actor(), format!("{} {id}", act.word()));
    audit::append(
        tx,
        &Entry { at_ms: now_ms, actor: &actor, action: "approval.propose", subject: &subject, detail: &detail },
    )?;
    Ok(id)
}
