//! Why the scanner gave no verdict or no bytes, and what that means for a person.

use std::time::Duration;

use bridge_api::scan::{Reason, ScannerError};
use reqwest::{Response, StatusCode};

use super::verdict::meaning;
use crate::view::{BlockedReason, ProblemView, SafetyView, UncheckableReason};

/// The longest that we wait because the scanner asks for it.
const LONGEST_WAIT: Duration = Duration::from_secs(5 * 60);
/// How long we wait if it is busy and does not say.
const BUSY: Duration = Duration::from_secs(5);

/// The reasons.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Refusal {
    Infected,
    TypeForbidden,
    /// It could not read what we encrypted, or signed with a key that we do not know.
    KeyUnknown,
    Gone,
    /// What stands in the way, with the file or with the scanner's key.
    Uncheckable(UncheckableReason),
    SignedOut,
    /// Others are before us; it says when to come back.
    Busy(Duration),
    Later,
}

impl Refusal {
    pub(super) fn safety(self) -> SafetyView {
        match self {
            Refusal::Infected => SafetyView::Blocked { reason: BlockedReason::Infected },
            Refusal::TypeForbidden => SafetyView::Blocked { reason: BlockedReason::TypeForbidden },
            Refusal::Gone => SafetyView::Uncheckable { reason: UncheckableReason::Gone },
            Refusal::Uncheckable(reason) => SafetyView::Uncheckable { reason },
            Refusal::Busy(_) => SafetyView::Waiting,
            Refusal::KeyUnknown | Refusal::SignedOut | Refusal::Later => SafetyView::NotCheckedYet,
        }
    }

    pub(super) fn problem(self) -> ProblemView {
        match self {
            Refusal::SignedOut => ProblemView::SignedOut,
            Refusal::Busy(_) => ProblemView::SlowDown,
            Refusal::Later | Refusal::KeyUnknown => ProblemView::Unreachable,
            Refusal::Gone => ProblemView::NotFound,
            Refusal::Infected | Refusal::TypeForbidden | Refusal::Uncheckable(_) => ProblemView::FileNotReleased,
        }
    }

    /// When to ask again, if the scanner said so.
    pub(super) fn retry_after(self) -> Option<Duration> {
        if let Refusal::Busy(pause) = self { Some(pause) } else { None }
    }
}

/// What an answer that is no success says.
pub(super) async fn refusal(answer: Response) -> Refusal {
    if matches!(answer.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        let told = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let pause = told.map_or(BUSY, Duration::from_secs);
        return Refusal::Busy(pause.clamp(Duration::from_secs(1), LONGEST_WAIT));
    }
    let Ok(bytes) = answer.bytes().await else { return Refusal::Later };
    let Ok(error) = serde_json::from_slice::<ScannerError>(&bytes) else { return Refusal::Later };
    match error.reason {
        Reason::NotClean => Refusal::Infected,
        Reason::MimeTypeForbidden => Refusal::TypeForbidden,
        Reason::BadDecryption => Refusal::KeyUnknown,
        Reason::FailedToDecrypt => Refusal::Uncheckable(UncheckableReason::Damaged),
        Reason::NotFound => Refusal::Gone,
        Reason::MissingToken | Reason::UnknownToken => Refusal::SignedOut,
        // The contract has one code for all that is no verdict; our scanner says more beside it.
        _ => match error.verdict.as_deref().map(meaning) {
            Some(SafetyView::Uncheckable { reason }) => Refusal::Uncheckable(reason),
            _ => Refusal::Later,
        },
    }
}
