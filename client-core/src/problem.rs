//! From the errors of the parts below to the one error that an interface sees.
//!
//! The cause stays here: it is logged once, without names, addresses or bodies, and the interface gets a code.

use bridge_api::{ApiError, ErrorCode};
use matrix_sdk::HttpError;
use matrix_sdk::ruma::api::error::{ErrorBody, ErrorKind};
use matrix_sdk_base::store::QueueWedgeError;

use crate::view::ProblemView;

/// Something that should not happen; `detail` names the step, nothing personal.
pub(crate) fn unexpected(detail: &str) -> ProblemView {
    ProblemView::Unexpected { detail: detail.to_owned() }
}

/// For `map_err` where the cause is of no use to a person.
pub(crate) fn step<E>(detail: &'static str) -> impl FnOnce(E) -> ProblemView {
    move |_| {
        tracing::warn!(step = detail, "a step failed");
        unexpected(detail)
    }
}

/// An answer of the homeserver, or no answer.
pub(crate) fn from_http(error: &HttpError) -> ProblemView {
    if let HttpError::Cached(inner) = error {
        return from_http(inner);
    }
    let Some(answer) = error.as_client_api_error() else {
        return match error {
            HttpError::Reqwest(_) => ProblemView::Unreachable,
            _ => {
                tracing::warn!("the homeserver's answer was not understood");
                unexpected("answer of the homeserver")
            }
        };
    };
    if matches!(answer.status_code.as_u16(), 502..=504) {
        return ProblemView::Unreachable;
    }
    let reason = match &answer.body {
        ErrorBody::Standard(body) => body.message.clone(),
        _ => String::new(),
    };
    match answer.error_kind() {
        Some(ErrorKind::UserLocked | ErrorKind::UserSuspended | ErrorKind::UserDeactivated) => ProblemView::Suspended,
        Some(ErrorKind::UnknownToken(_) | ErrorKind::MissingToken) => ProblemView::SignedOut,
        Some(ErrorKind::LimitExceeded(_)) => ProblemView::SlowDown,
        Some(ErrorKind::NotFound) => ProblemView::NotFound,
        Some(ErrorKind::WeakPassword) => ProblemView::WeakPassword,
        Some(_) if !reason.is_empty() && answer.status_code.is_client_error() => ProblemView::Refused { reason },
        _ => unexpected("answer of the homeserver"),
    }
}

/// An error of the SDK.
pub(crate) fn from_sdk(error: &matrix_sdk::Error) -> ProblemView {
    match error {
        matrix_sdk::Error::Http(error) => from_http(error),
        matrix_sdk::Error::AuthenticationRequired => ProblemView::SignedOut,
        other => of_trust(&other.into()).unwrap_or_else(|| {
            tracing::warn!(kind = %variant_name(other), "the SDK failed");
            unexpected(&variant_name(other))
        }),
    }
}

/// Whether something was not sent because of whom it would go to, or because of this device.
pub(crate) fn of_trust(error: &QueueWedgeError) -> Option<ProblemView> {
    match error {
        QueueWedgeError::CrossVerificationRequired => Some(ProblemView::DeviceNotConfirmed),
        QueueWedgeError::IdentityViolations { .. } | QueueWedgeError::InsecureDevices { .. } => {
            Some(ProblemView::IdentityChanged)
        }
        _ => None,
    }
}

/// An error of a timeline.
pub(crate) fn from_timeline(error: &matrix_sdk_ui::timeline::Error) -> ProblemView {
    use matrix_sdk_ui::timeline::Error;
    match error {
        Error::EventNotInTimeline(_) => ProblemView::NotFound,
        other => {
            tracing::warn!(kind = %variant_name(other), "the timeline failed");
            unexpected(&variant_name(other))
        }
    }
}

/// Only the variant's name: debug output may hold ids.
fn variant_name(error: &impl std::fmt::Debug) -> String {
    format!("{error:?}").chars().take_while(|c| c.is_ascii_alphanumeric()).collect()
}

/// An error body of the bridge.
pub(crate) fn from_bridge(status: u16, error: Option<ApiError>) -> ProblemView {
    let Some(error) = error else {
        return if matches!(status, 502..=504) { ProblemView::Unreachable } else { unexpected("answer of the bridge") };
    };
    match error.errcode {
        ErrorCode::BadEmail => ProblemView::BadEmail,
        ErrorCode::UnknownDomain => ProblemView::UnknownDomain,
        ErrorCode::BadCode => ProblemView::BadCode,
        ErrorCode::WeakPassword => ProblemView::WeakPassword,
        ErrorCode::LimitExceeded => ProblemView::SlowDown,
        ErrorCode::UnknownToken | ErrorCode::MissingToken => ProblemView::SignedOut,
        ErrorCode::NotFound => ProblemView::NotFound,
        ErrorCode::Unavailable => ProblemView::Unreachable,
        ErrorCode::Forbidden | ErrorCode::Policy | ErrorCode::NotScanned | ErrorCode::NotClean => {
            ProblemView::Refused { reason: error.error }
        }
        _ => unexpected("answer of the bridge"),
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk_base::crypto::{OlmError, SessionRecipientCollectionError};

    use super::*;

    #[test]
    fn only_the_name_of_an_error_gets_out() {
        let error = matrix_sdk::Error::UnknownError("secret of @anna".into());
        assert_eq!(from_sdk(&error), ProblemView::Unexpected { detail: "UnknownError".into() });
    }

    #[test]
    fn what_trust_holds_back_has_a_remedy() {
        let error = matrix_sdk::Error::SendQueueWedgeError(Box::new(QueueWedgeError::CrossVerificationRequired));
        assert_eq!(from_sdk(&error), ProblemView::DeviceNotConfirmed);
        let error = SessionRecipientCollectionError::VerifiedUserChangedIdentity(Vec::new());
        assert_eq!(from_sdk(&OlmError::SessionRecipientCollectionError(error).into()), ProblemView::IdentityChanged);
    }

    #[test]
    fn a_gateway_that_has_nobody_behind_it_is_unreachable() {
        assert_eq!(from_bridge(502, None), ProblemView::Unreachable);
        let error = ApiError { errcode: ErrorCode::BadCode, error: "wrong".into() };
        assert_eq!(from_bridge(400, Some(error)), ProblemView::BadCode);
    }
}
