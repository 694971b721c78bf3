//! Plans that the brakes of a register's sync stopped: kept here until two administrators have approved them or one has
//! rejected them.
//!
//! A plan is known by its hash. What it does is told by the register's program, and shown to administrators as it was
//! first told; the changes themselves come later, under the same hash, and are refused until then. A plan that no brake
//! stopped is never heard of here.

mod decide;
mod gate;
mod purge;
mod read;
mod submit;

use bridge_api::sync::PlanDecision;

use crate::database::DbError;

pub use decide::{Decided, approve, reject};
pub use gate::may_apply;
pub use purge::purge;
pub use read::{Approval, PAGE, Plan, PlanLine, list, one, standing, waiting};
pub use submit::{SubmitError, submit};

/// How many different administrators must approve.
pub const NEEDED: u32 = 2;

/// Where a plan stands, for administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody, or one administrator, has approved it.
    Waiting,
    /// Approved; its changes may come.
    Approved,
    /// Its changes have come.
    Applied,
    /// Rejected for good.
    Rejected,
    /// Nobody decided, or nobody applied it, in time.
    Expired,
}

impl Standing {
    /// The word in the catalogues of the console.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Applied => "applied",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
        }
    }

    /// From the columns `decision`, `applied_at_ms` and `expires_at_ms`.
    fn of(decision: &str, applied: bool, expires_at_ms: i64, now_ms: i64) -> Result<Self, DbError> {
        Ok(match decision {
            "rejected" => Self::Rejected,
            "approved" if applied => Self::Applied,
            "waiting" | "approved" if expires_at_ms <= now_ms => Self::Expired,
            "approved" => Self::Approved,
            "waiting" => Self::Waiting,
            _ => return Err(DbError::Stored("decision")),
        })
    }

    /// What the register's program is told.
    fn decision(self) -> PlanDecision {
        match self {
            Self::Waiting => PlanDecision::Waiting,
            Self::Approved | Self::Applied => PlanDecision::Approved,
            Self::Rejected | Self::Expired => PlanDecision::Rejected,
        }
    }
}

/// A plan's hash as it is stored: the same plan must not be known under two spellings.
pub fn canonical_hash(text: &str) -> Option<String> {
    (text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_ends_what_nobody_decided_or_applied_and_nothing_else() {
        let of = |decision: &str, applied, now| Standing::of(decision, applied, 100, now).unwrap().as_str();
        assert_eq!([of("waiting", false, 99), of("waiting", false, 100)], ["waiting", "expired"]);
        assert_eq!([of("approved", false, 99), of("approved", false, 100)], ["approved", "expired"]);
        assert_eq!([of("approved", true, 100), of("rejected", false, 100)], ["applied", "rejected"]);
        assert!(Standing::of("perhaps", false, 1, 0).is_err());
    }

    #[test]
    fn a_hash_has_one_spelling() {
        assert_eq!(canonical_hash(&"aB".repeat(32)), Some("ab".repeat(32)));
        assert_eq!(
            [canonical_hash(""), canonical_hash(&"x".repeat(64)), canonical_hash(&"é".repeat(32))],
            [None, None, None]
        );
    }
}
