//! Plans that the brakes stopped: laid before the administrators, and what they have decided.

use anyhow::Result;
use bridge_api::sync::{PlanDecision, PlanStanding, PlanSubmission};

use crate::bridge::Bridge;
use crate::plan_file::PlanFile;

/// Whether a plan may be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approval {
    /// No brake tripped, or enough administrators have approved.
    Given,
    /// Not yet.
    Waiting(PlanStanding),
    /// An administrator has rejected it.
    Rejected,
}

impl From<PlanStanding> for Approval {
    fn from(standing: PlanStanding) -> Self {
        match standing.decision {
            PlanDecision::Approved => Self::Given,
            PlanDecision::Waiting => Self::Waiting(standing),
            PlanDecision::Rejected => Self::Rejected,
        }
    }
}

/// Lays the plan before the administrators, or asks what they have decided if that was done before.
///
/// # Errors
/// If the bridge cannot be reached.
pub async fn ask(plan: &PlanFile, bridge: &Bridge) -> Result<Approval> {
    if plan.head.brakes.is_empty() {
        return Ok(Approval::Given);
    }
    let standing = match bridge.standing(&plan.hash).await? {
        Some(standing) => standing,
        None => bridge.submit(&submission(plan)?).await?,
    };
    Ok(standing.into())
}

/// What administrators are shown: all of it is in the file, and covered by its hash.
fn submission(plan: &PlanFile) -> Result<PlanSubmission> {
    let organisations = plan.head.tallies.organisations.iter();
    Ok(PlanSubmission {
        plan_hash: plan.hash.clone(),
        made_at_ms: plan.head.made_at_ms,
        brakes: plan.head.brakes.clone(),
        organisations: organisations.map(|(name, tally)| tally.counts(name.clone())).collect(),
        lines: plan.lines()?,
        lines_total: plan.head.changes as u64,
    })
}

/// What a person is to do about a plan that waits.
pub fn advice(standing: &PlanStanding) -> String {
    let missing = standing.needed.saturating_sub(standing.approvals);
    format!(
        "{} of {} administrators have approved it; {missing} more must approve it in the console, then apply it",
        standing.approvals, standing.needed
    )
}
