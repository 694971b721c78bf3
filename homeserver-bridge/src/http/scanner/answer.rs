//! What the scanner's routes answer: refusals in the contract's form, and the bytes of a clean file.

use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bridge_api::scan::{Reason, ScannerError, Unscannable, Verdict};
use futures_util::stream;
use media_scanner::Spooled;
use tokio::sync::mpsc;

use crate::scan_role::{Examined, Refusal, Visit};

/// How long a restart takes, at most: for those who ask while we stop.
const RESTART: Duration = Duration::from_secs(5);
const PIECE: usize = 256 << 10;
/// A client that takes nothing for so long has gone; the file it was sent is let go.
const PATIENCE: Duration = Duration::from_secs(60);
/// Types that browsers show without running anything in them.
const HARMLESS_TYPES: [&str; 20] = [
    "application/pdf",
    "audio/aac",
    "audio/midi",
    "audio/mpeg",
    "audio/ogg",
    "audio/x-flac",
    "audio/x-wav",
    "image/avif",
    "image/bmp",
    "image/gif",
    "image/heif",
    "image/jpeg",
    "image/jxl",
    "image/png",
    "image/tiff",
    "image/webp",
    "text/plain",
    "video/mp4",
    "video/quicktime",
    "video/webm",
];

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let verdict = match &self {
            Refusal::Verdict(verdict) => Some(verdict.word().to_owned()),
            _ => None,
        };
        let stopping = self == Refusal::Stopping;
        let retry_after = match &self {
            Refusal::Busy { retry_after } => Some(*retry_after),
            Refusal::Stopping => Some(RESTART),
            _ => None,
        };
        let (status, reason, info) = form(self);
        let mut answer = (status, Json(ScannerError { reason, info, verdict })).into_response();
        if let Some(pause) = retry_after {
            // Whole seconds, rounded up: who comes back too early is sent away once more.
            let seconds = pause.as_secs_f64().ceil() as u64;
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if stopping {
            // The next request is to find another scanner, which it does not on this connection.
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        answer
    }
}

/// The contract's table.
fn form(refusal: Refusal) -> (StatusCode, Reason, String) {
    let (status, reason, info) = match refusal {
        Refusal::Verdict(verdict) => return verdict_form(verdict),
        Refusal::FailedToDecrypt(info) => return (StatusCode::BAD_REQUEST, Reason::FailedToDecrypt, info),
        Refusal::Malformed(info) => (StatusCode::BAD_REQUEST, Reason::MalformedJson, info),
        Refusal::MissingToken => {
            (StatusCode::UNAUTHORIZED, Reason::MissingToken, "Sign in first: no access token was sent.")
        }
        Refusal::UnknownToken => {
            (StatusCode::UNAUTHORIZED, Reason::UnknownToken, "Your session has ended. Sign in again.")
        }
        Refusal::RequestFailed => (
            StatusCode::BAD_GATEWAY,
            Reason::RequestFailed,
            "The homeserver did not give the file. Try again in a minute.",
        ),
        Refusal::NotFound => (StatusCode::NOT_FOUND, Reason::NotFound, "The homeserver has no such file."),
        Refusal::BodyTooLarge => {
            (StatusCode::PAYLOAD_TOO_LARGE, Reason::MalformedJson, "The request is larger than this route takes.")
        }
        Refusal::BadDecryption => (
            StatusCode::FORBIDDEN,
            Reason::BadDecryption,
            "The body cannot be decrypted: fetch the scanner's public key again and retry once.",
        ),
        Refusal::Busy { .. } => (
            StatusCode::TOO_MANY_REQUESTS,
            Reason::LimitExceeded,
            "Too many files are being checked at the moment. Yours will be checked when you try again a little later.",
        ),
        Refusal::Stopping => (
            StatusCode::SERVICE_UNAVAILABLE,
            Reason::Unknown,
            "The file could not be checked yet: the scanner is being restarted. Try again in a minute.",
        ),
        Refusal::Internal => {
            (StatusCode::INTERNAL_SERVER_ERROR, Reason::Unknown, "Something failed on our side. Try again later.")
        }
        Refusal::Unrecognized => (StatusCode::NOT_FOUND, Reason::Unrecognized, "There is no such route here."),
    };
    (status, reason, info.to_owned())
}

fn verdict_form(verdict: Verdict) -> (StatusCode, Reason, String) {
    let unknown = (StatusCode::INTERNAL_SERVER_ERROR, Reason::Unknown);
    let ((status, reason), info) = match verdict {
        Verdict::Infected { .. } => {
            ((StatusCode::FORBIDDEN, Reason::NotClean), "The file is infected and was blocked.")
        }
        Verdict::TypeForbidden => {
            ((StatusCode::FORBIDDEN, Reason::MimeTypeForbidden), "Files of this type are not allowed here.")
        }
        Verdict::HashMismatch => (
            (StatusCode::BAD_REQUEST, Reason::FailedToDecrypt),
            "The file is not the one that its sender described: it was damaged or exchanged.",
        ),
        Verdict::NotFound => ((StatusCode::NOT_FOUND, Reason::NotFound), "The homeserver has no such file."),
        Verdict::TooLarge => (unknown, "The file is too large to be checked."),
        Verdict::Unscannable { why: Unscannable::Encrypted } => {
            (unknown, "The file is protected by a password and cannot be checked.")
        }
        Verdict::Unscannable { why: Unscannable::Limits } => (unknown, "The file unpacks to more than can be checked."),
        Verdict::Unscannable { why: Unscannable::Malformed } => (unknown, "The file is damaged and cannot be checked."),
        Verdict::Timeout => (unknown, "Checking the file took too long. Try again later."),
        // Clean is no refusal; should it ever come here, it must not look like a verdict.
        Verdict::EngineError | Verdict::Clean => {
            (unknown, "The file could not be checked yet: the antivirus engine does not answer. Try again later.")
        }
    };
    (status, reason, info.to_owned())
}

/// The bytes of a clean file, and nothing of any other. Ciphertext is never given a type.
pub(super) fn release(Examined { outcome, visit }: Examined, ciphertext: bool) -> Result<Response, Refusal> {
    let Some(content) = outcome.content.filter(|_| outcome.verdict == Verdict::Clean) else {
        return Err(Refusal::Verdict(outcome.verdict));
    };
    let known = HARMLESS_TYPES.into_iter().find(|t| !ciphertext && *t == outcome.type_found);
    let size = content.size();
    let mut answer = Response::new(body(content, visit));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(size));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(known.unwrap_or("application/octet-stream")));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// Read from the spool as the client takes it; until then the request is under way.
fn body(content: Spooled, visit: Visit) -> Body {
    let (sender, pieces) = mpsc::channel::<std::io::Result<Bytes>>(2);
    tokio::spawn(async move {
        let _visit = visit;
        let mut offset = 0;
        while offset < content.size() {
            let piece = content.chunk(offset, PIECE).await;
            offset += piece.as_ref().map_or(0, |piece| piece.len() as u64);
            let failed = piece.is_err();
            if sender.send_timeout(piece, PATIENCE).await.is_err() || failed {
                break;
            }
        }
    });
    Body::from_stream(stream::unfold(pieces, async |mut pieces| pieces.recv().await.map(|piece| (piece, pieces))))
}
