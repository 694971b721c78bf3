//! Invitations by a bare address are answered here: the homeserver refuses them too, when it has asked our module, but cannot
//! say why.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bridge_api::ErrorCode;
use serde_json::Value;
use url::Url;

use super::proxy;
use crate::app::App;
use crate::config::HomeserverConfig;
use crate::error::Problem;
use crate::policy::Reason;

/// An invitation names one person and perhaps a reason.
const LARGEST: usize = 64 << 10;

/// Whether a request invites somebody into a room.
pub(super) fn is_invitation(method: &Method, path: &[String]) -> bool {
    let [matrix, client, .., rooms, _, invite] = path else { return false };
    *method == Method::POST && matrix == "_matrix" && client == "client" && rooms == "rooms" && invite == "invite"
}

/// Passes the invitation on, if it names an account.
///
/// # Errors
/// If it is too large, or the homeserver does not answer.
pub(super) async fn pass(app: &App, door: &HomeserverConfig, url: Url, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, LARGEST).await.map_err(|_| {
        let message = "The invitation is larger than this route takes.";
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge, message)
    })?;
    let asked: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if asked.get("address").is_some() || asked.get("medium").is_some() {
        return Ok(Problem::forbidden(Reason::InviteThroughDirectory.sentence()).into_response());
    }
    proxy::pass(app, door, url, Request::from_parts(parts, Body::from(bytes))).await
}
