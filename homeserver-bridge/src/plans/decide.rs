//! Approving and rejecting: two different administrators approve, one rejects. An officer is a name, whatever the number
//! of their sessions.

use super::read::{find, plan_within};
use super::{NEEDED, Standing};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};
use crate::officers::Session;

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// The approval counts; more are needed.
    First,
    /// The approval was the last one needed.
    Approved,
    /// The plan is rejected.
    Rejected,
    /// This officer has approved it before.
    Again,
    /// The plan can no longer be decided about.
    TooLate,
    /// There is no such plan.
    Unknown,
}

/// Approves a plan.
///
/// # Errors
/// If the database fails.
pub async fn approve(app: &App, officer: &Session, hash: &str) -> Result<Decided, DbError> {
    let (hash, officer, now) = (hash.to_owned(), officer.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let standing = match find(tx, &hash, now)? {
                Some(standing) => standing,
                None => return Ok(Decided::Unknown),
            };
            if !plan_within(tx, &officer.scope, &hash)? {
                return Ok(Decided::Unknown);
            }
            if standing != Standing::Waiting {
                return Ok(Decided::TooLate);
            }
            let added = tx.execute(
                "INSERT INTO plan_approvals (plan_hash, officer, at_ms) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                &[hash.as_str().into(), officer.name.as_str().into(), now.into()],
            )?;
            if added == 0 {
                return Ok(Decided::Again);
            }
            let count =
                tx.query_one("SELECT COUNT(*) FROM plan_approvals WHERE plan_hash = $1", &[hash.as_str().into()])?;
            let count = count.map_or(Ok(0), |row| row.int(0))?;
            let decided = if count >= i64::from(NEEDED) { Decided::Approved } else { Decided::First };
            if decided == Decided::Approved {
                set(tx, &hash, "approved", None, now)?;
            }
            let (actor, detail) = (officer.actor(), format!("approvals={count}"));
            let entry = Entry { at_ms: now, actor: &actor, action: "plan.approve", subject: &hash, detail: &detail };
            audit::append(tx, &entry)?;
            Ok(decided)
        })
        .await
}

/// Rejects a plan for good: one administrator is enough, and also an approved plan can be stopped until its first changes
/// come.
///
/// # Errors
/// If the database fails.
pub async fn reject(app: &App, officer: &Session, hash: &str) -> Result<Decided, DbError> {
    let (hash, officer, now) = (hash.to_owned(), officer.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            if !plan_within(tx, &officer.scope, &hash)? {
                return Ok(Decided::Unknown);
            }
            match find(tx, &hash, now)? {
                None => return Ok(Decided::Unknown),
                Some(Standing::Waiting | Standing::Approved) => {}
                Some(_) => return Ok(Decided::TooLate),
            }
            set(tx, &hash, "rejected", Some(&officer.name), now)?;
            let actor = officer.actor();
            audit::append(tx, &Entry { at_ms: now, actor: &actor, action: "plan.reject", subject: &hash, detail: "" })?;
            Ok(Decided::Rejected)
        })
        .await
}

fn set(tx: &Tx<'_>, hash: &str, decision: &str, rejected_by: Option<&str>, now_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE plans SET decision = $2, decided_at_ms = $3, rejected_by = $4 WHERE plan_hash = $1",
        &[hash.into(), decision.into(), now_ms.into(), rejected_by.into()],
    )
    .map(drop)
}
