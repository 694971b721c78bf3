//! The scanner's routes: the existing content-scanner contract, and our signed verdicts (contract, section 4).
//!
//! Errors have the form of that contract, `{"reason", "info"}`. Every route but `public_key` and the health asks who calls, before
//! anything else and whatever is known of the file. Web clients of any origin are let in.

mod answer;
mod asker;
mod download;
mod download_encrypted;
mod health;
mod public_key;
mod scan;
mod scan_encrypted;
mod thumbnail;
mod verdict;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use bridge_api::Mxc;
use bridge_api::scan::EncryptedRequest;

use super::client::cross_origin;
use crate::scan_role::{Refusal, ScanApp};

/// The largest request: keys, no content.
const MAX_REQUEST: usize = 64 << 10;

/// The router of the role.
pub fn router(app: ScanApp) -> Router {
    let media_proxy = Router::new()
        .route("/public_key", get(public_key::get))
        .route("/scan/{server}/{media}", get(scan::get))
        .route("/scan_encrypted", post(scan_encrypted::post))
        .route("/download/{server}/{media}", get(download::get))
        .route("/thumbnail/{server}/{media}", get(thumbnail::get))
        .route("/download_encrypted", post(download_encrypted::post));
    Router::new()
        .nest("/_matrix/media_proxy/unstable", media_proxy)
        .route("/_depesha/v1/scan", post(verdict::post))
        .layer(from_fn_with_state(app.clone(), unless_stopping))
        .route("/_depesha/scan/v1/health", get(health::get))
        .route("/health/ready", get(health::ready))
        .fallback(unrecognized)
        .method_not_allowed_fallback(unrecognized)
        .layer(DefaultBodyLimit::max(MAX_REQUEST))
        .layer(from_fn(cross_origin))
        .with_state(app)
}

/// Whoever comes while the process stops is sent to where another one answers.
async fn unless_stopping(State(app): State<ScanApp>, request: Request, next: Next) -> Result<Response, Refusal> {
    if app.admission.is_stopping() {
        return Err(Refusal::Stopping);
    }
    Ok(next.run(request).await)
}

async fn unrecognized() -> Refusal {
    Refusal::Unrecognized
}

/// `{server}/{media}` of a path.
struct MediaPath(Mxc);

impl FromRequestParts<ScanApp> for MediaPath {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &ScanApp) -> Result<Self, Refusal> {
        let path = Path::<(String, String)>::from_request_parts(parts, app).await;
        let Path((server, media)) = path.map_err(|_| Refusal::NotFound)?;
        Mxc::new(&server, &media).map(Self).map_err(|_| Refusal::NotFound)
    }
}

/// The body with a file's keys.
struct KeysBody(EncryptedRequest);

impl FromRequest<ScanApp> for KeysBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &ScanApp) -> Result<Self, Refusal> {
        let bytes = axum::body::Bytes::from_request(request, app).await.map_err(|_| Refusal::BodyTooLarge)?;
        let malformed =
            "The body must be JSON of the form {\"encrypted_body\": {\"ciphertext\", \"mac\", \"ephemeral\"}}.";
        serde_json::from_slice(&bytes).map(Self).map_err(|_| Refusal::Malformed(malformed))
    }
}
