//! Why a request to the scanner gets no file and no verdict. How that looks on the wire is decided in `http/scanner`.

use std::time::Duration;

use bridge_api::scan::Verdict;
use media_scanner::pk::OpenError;

use crate::homeserver::HomeserverError;

/// The reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No access token came with the request.
    MissingToken,
    /// No homeserver knows the token.
    UnknownToken,
    /// The homeserver does not answer, or refuses.
    RequestFailed,
    /// The homeserver has no such media.
    NotFound,
    /// The body is not what the route takes; the sentence says what it takes.
    Malformed(&'static str),
    /// The body is larger than the route takes.
    BodyTooLarge,
    /// `encrypted_body` was not encrypted to a key of ours.
    BadDecryption,
    /// The file's description is wrong; the sentence says where.
    FailedToDecrypt(String),
    /// A scan that did not come out clean.
    Verdict(Verdict),
    /// There is too much to do now, or the caller asks too much.
    Busy {
        /// When it is worth asking again.
        retry_after: Duration,
    },
    /// The process is about to stop.
    Stopping,
    /// Something failed on our side.
    Internal,
    /// There is no such route.
    Unrecognized,
}

impl From<OpenError> for Refusal {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::BadDecryption => Self::BadDecryption,
            OpenError::Schema(error) => Self::FailedToDecrypt(error.to_string()),
        }
    }
}

impl From<HomeserverError> for Refusal {
    fn from(error: HomeserverError) -> Self {
        match error {
            HomeserverError::UnknownToken => Self::UnknownToken,
            error => {
                tracing::warn!(%error, "a caller could not be verified");
                Self::RequestFailed
            }
        }
    }
}
