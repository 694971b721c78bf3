//! What a handler answers when it cannot do what was asked: a code outward, a cause inward.
//!
//! A failure of ours is logged once, here, when it becomes an answer; the answer then says nothing about its cause.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bridge_api::{ApiError, ErrorCode};

use crate::database::DbError;
use crate::homeserver::HomeserverError;

/// An error answer of a route.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: ErrorCode,
    message: String,
    retry_after_ms: Option<u64>,
    cause: Option<anyhow::Error>,
}

impl Problem {
    /// An answer with a code and a sentence for the person.
    pub fn new(status: StatusCode, code: ErrorCode, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after_ms: None, cause: None }
    }

    /// The caller sent something that the route does not take.
    pub fn bad(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// The caller may not do this.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, message)
    }

    /// There is no such thing.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, ErrorCode::NotFound, message)
    }

    /// No access token came with the request.
    pub fn missing_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, ErrorCode::MissingToken, "Sign in first: no access token was sent.")
    }

    /// The access token is not one of ours.
    pub fn unknown_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, ErrorCode::UnknownToken, "Your session has ended. Sign in again.")
    }

    /// Too many requests; `retry_after_ms` says when the next one may come.
    pub fn slow_down(retry_after_ms: u64) -> Self {
        let mut problem = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            ErrorCode::LimitExceeded,
            "Too many requests. Wait a moment, then try again.",
        );
        problem.retry_after_ms = Some(retry_after_ms);
        problem
    }

    /// The caller has had as much as there is for now; `message` says why.
    pub fn enough(message: impl Into<String>, retry_after_ms: u64) -> Self {
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::LimitExceeded, message);
        problem.retry_after_ms = Some(retry_after_ms);
        problem
    }

    /// A part of ours is still being prepared.
    pub fn not_ready(message: impl Into<String>, retry_after_ms: u64) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, message);
        problem.retry_after_ms = Some(retry_after_ms);
        problem
    }

    /// Something failed on our side.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        let mut problem = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ErrorCode::Unknown,
            "Something failed on our side. Try again; if it lasts, tell the operator.",
        );
        problem.cause = Some(cause.into());
        problem
    }

    /// A part that we need does not answer.
    pub fn unavailable(cause: impl Into<anyhow::Error>) -> Self {
        let mut problem = Self::new(
            StatusCode::BAD_GATEWAY,
            ErrorCode::Unavailable,
            "The service behind this does not answer at the moment. Try again in a minute.",
        );
        problem.cause = Some(cause.into());
        problem
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        Self::internal(error)
    }
}

impl From<HomeserverError> for Problem {
    fn from(error: HomeserverError) -> Self {
        match error {
            HomeserverError::UnknownToken => Self::unknown_token(),
            other => Self::unavailable(other),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(status = self.status.as_u16(), cause = format!("{cause:#}"), "request failed");
        }
        let body = ApiError { errcode: self.code, error: self.message };
        match self.retry_after_ms {
            None => (self.status, Json(body)).into_response(),
            Some(ms) => {
                let mut value = serde_json::json!(body);
                value["retry_after_ms"] = ms.into();
                let header = [("retry-after", ms.div_ceil(1000).to_string())];
                (self.status, header, Json(value)).into_response()
            }
        }
    }
}
