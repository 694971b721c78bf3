//! From the errors of the parts below to the one error that an interface sees.
//!
//! The cause stays here: it is logged once, without names, addresses or bodies, and the interface gets a code.

use bridge_api::{ApiError, ErrorCode};
use matrix_sdk::HttpError;
use matrix_sdk::event_cache::EventCacheError;
use matrix_sdk::paginators::PaginatorError;
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
            other => {
                tracing::warn!(kind = %kind_of(other), "the homeserver's answer was not understood");
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
        _ => {
            tracing::warn!(status = answer.status_code.as_u16(), "the homeserver refuses and gives no reason");
            unexpected("answer of the homeserver")
        }
    }
}

/// An error of the SDK.
pub(crate) fn from_sdk(error: &matrix_sdk::Error) -> ProblemView {
    match error {
        matrix_sdk::Error::Http(error) => from_http(error),
        matrix_sdk::Error::AuthenticationRequired => ProblemView::SignedOut,
        matrix_sdk::Error::EventCache(error) => from_event_cache(error),
        other => of_trust(&other.into()).unwrap_or_else(|| failed("the SDK failed", other)),
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
    use matrix_sdk_ui::timeline::{Error, PaginationError};
    match error {
        Error::EventNotInTimeline(_) => ProblemView::NotFound,
        Error::Sdk(error) => from_sdk(error),
        Error::EventCacheError(error) | Error::PaginationError(PaginationError::EventCache(error)) => {
            from_event_cache(error)
        }
        Error::PaginationError(PaginationError::Pagination(error)) => from_paginator(error),
        other => failed("the timeline failed", other),
    }
}

fn from_event_cache(error: &EventCacheError) -> ProblemView {
    match error {
        EventCacheError::PaginationError(error) => from_sdk(error),
        EventCacheError::InitialPaginationError(error) => from_paginator(error),
        other => failed("the store of messages failed", other),
    }
}

fn from_paginator(error: &PaginatorError) -> ProblemView {
    match error {
        PaginatorError::EventNotFound(_) => ProblemView::NotFound,
        PaginatorError::SdkError(error) => from_sdk(error),
        other => failed("the loading of messages failed", other),
    }
}

/// Something that has no words of its own: logged by its kind.
fn failed(what: &'static str, error: &impl std::fmt::Debug) -> ProblemView {
    let kind = kind_of(error);
    tracing::warn!(%kind, "{what}");
    unexpected(&kind)
}

/// Only the names of the variants, from the outermost to the innermost: what they hold may be ids.
fn kind_of(error: &impl std::fmt::Debug) -> String {
    let text = format!("{error:?}");
    let mut names = Vec::new();
    for part in text.split('(').take_while(|part| part.starts_with(|first: char| first.is_ascii_uppercase())) {
        let name = part.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        names.push(name);
        if name != part {
            break;
        }
    }
    names.join(".")
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
    use matrix_sdk_ui::timeline::PaginationError;

    use super::*;

    #[test]
    fn only_the_name_of_an_error_gets_out() {
        let error = matrix_sdk::Error::UnknownError("secret of @anna".into());
        assert_eq!(from_sdk(&error), ProblemView::Unexpected { detail: "UnknownError".into() });
    }

    #[test]
    fn an_error_is_named_down_to_its_root_without_what_it_holds() {
        let error = matrix_sdk_ui::timeline::Error::EventCacheError(EventCacheError::ClientDropped);
        assert_eq!(kind_of(&error), "EventCacheError.ClientDropped");
        assert_eq!(kind_of(&Some(Some("Anna (Minister)"))), "Some.Some");
        assert_eq!(kind_of(&Some(std::io::Error::other("Anna (Minister)"))), "Some.Custom");
    }

    #[test]
    fn what_the_homeserver_says_while_messages_are_loaded_is_what_a_person_is_told() {
        let signed_out = std::sync::Arc::new(matrix_sdk::Error::AuthenticationRequired);
        let loading = PaginationError::EventCache(EventCacheError::PaginationError(signed_out));
        assert_eq!(from_timeline(&loading.into()), ProblemView::SignedOut);
        let kept = PaginationError::EventCache(EventCacheError::ClientDropped);
        assert_eq!(from_timeline(&kept.into()), ProblemView::Unexpected { detail: "ClientDropped".into() });
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
