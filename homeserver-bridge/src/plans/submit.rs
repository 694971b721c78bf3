//! Taking a plan in: once, as it was first told.

use bridge_api::sync::{PLAN_LINES, PlanStanding, PlanSubmission};
use serde_json::json;

use super::read::standing_in;
use super::{Standing, canonical_hash};
use crate::actor::SyncActor;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};

const MOST_BRAKES: usize = 500;
const MOST_ORGANISATIONS: usize = 10_000;
/// Longest sentence or line, in characters.
const LONGEST: usize = 2000;

/// Why a plan was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// A part is too long or too many; which, stands in the sentence.
    #[error("{0}")]
    Form(&'static str),
    /// It is about people of others.
    #[error("The plan names an organisation that this register may not write, or is another register's.")]
    Scope,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Keeps a plan for administrators to decide about; the same plan again changes nothing, but begins anew if its time
/// had run out. Answers where it stands.
///
/// # Errors
/// See [`SubmitError`]; then nothing was kept.
pub async fn submit(app: &App, actor: &SyncActor, plan: PlanSubmission) -> Result<PlanStanding, SubmitError> {
    let hash = check(&plan)?;
    if plan.organisations.iter().any(|counts| !actor.organisations().contains(&counts.organisation)) {
        return Err(SubmitError::Scope);
    }
    let row = New {
        hash,
        register: actor.register().to_owned(),
        actor: actor.name(),
        now_ms: app.clock.now_ms(),
        lasts_ms: i64::from(app.config.plans.expire_after_hours) * 3_600_000,
        plan,
    };
    let standing = app.db.write(move |tx| row.keep(tx)).await?;
    standing.ok_or(SubmitError::Scope)
}

fn check(plan: &PlanSubmission) -> Result<String, SubmitError> {
    let hash = canonical_hash(&plan.plan_hash).ok_or(SubmitError::Form("plan_hash must be 64 hexadecimal digits."))?;
    if plan.lines.len() > PLAN_LINES || plan.lines_total < plan.lines.len() as u64 {
        return Err(SubmitError::Form("lines may be 2000 at the most, and lines_total counts them all."));
    }
    if plan.brakes.len() > MOST_BRAKES || plan.organisations.len() > MOST_ORGANISATIONS {
        return Err(SubmitError::Form("There are too many brakes or organisations."));
    }
    if plan.brakes.iter().chain(&plan.lines).any(|text| text.chars().count() > LONGEST) {
        return Err(SubmitError::Form("A brake or a line is longer than 2000 characters."));
    }
    Ok(hash)
}

struct New {
    hash: String,
    register: String,
    actor: String,
    now_ms: i64,
    lasts_ms: i64,
    plan: PlanSubmission,
}

impl New {
    /// Nothing if the hash is another register's.
    fn keep(self, tx: &Tx<'_>) -> Result<Option<PlanStanding>, DbError> {
        let hash = self.hash.as_str();
        let known = tx.query_one(
            "SELECT register, decision, applied_at_ms, expires_at_ms FROM plans WHERE plan_hash = $1",
            &[hash.into()],
        )?;
        match known {
            Some(row) if row.text(0)? != self.register => return Ok(None),
            Some(row) => {
                let applied = row.int_opt(2)?.is_some();
                if Standing::of(&row.text(1)?, applied, row.int(3)?, self.now_ms)? == Standing::Expired {
                    self.begin_anew(tx)?;
                }
            }
            None => self.insert(tx)?,
        }
        standing_in(tx, hash, &self.register, self.now_ms)
    }

    fn begin_anew(&self, tx: &Tx<'_>) -> Result<(), DbError> {
        tx.execute("DELETE FROM plan_approvals WHERE plan_hash = $1", &[self.hash.as_str().into()])?;
        tx.execute(
            "UPDATE plans SET decision = 'waiting', decided_at_ms = NULL, submitted_at_ms = $2, expires_at_ms = $3
             WHERE plan_hash = $1",
            &[self.hash.as_str().into(), self.now_ms.into(), (self.now_ms + self.lasts_ms).into()],
        )?;
        self.audit(tx)
    }

    fn insert(&self, tx: &Tx<'_>) -> Result<(), DbError> {
        let total = i64::try_from(self.plan.lines_total).unwrap_or(i64::MAX);
        tx.execute(
            "INSERT INTO plans (plan_hash, register, made_at_ms, submitted_at_ms, expires_at_ms, brakes, organisations,
                 lines, lines_total, decision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting')",
            &[
                self.hash.as_str().into(),
                self.register.as_str().into(),
                self.plan.made_at_ms.into(),
                self.now_ms.into(),
                (self.now_ms + self.lasts_ms).into(),
                json!(self.plan.brakes).to_string().into(),
                json!(self.plan.organisations).to_string().into(),
                json!(self.plan.lines).to_string().into(),
                total.into(),
            ],
        )?;
        self.audit(tx)
    }

    fn audit(&self, tx: &Tx<'_>) -> Result<(), DbError> {
        let (actor, action, subject) = (&self.actor, "plan.submit", self.hash.as_str());
        audit::append(tx, &Entry { at_ms: self.now_ms, actor, action, subject, detail: "" })
    }
}
