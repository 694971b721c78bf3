//! Small pictures in clear, such as avatars, are scanned as soon as they are uploaded, so that clients without the scanner
//! can fetch them: the release gate then has a verdict like any other. Nothing is released without one.
//!
//! Files that are encrypted end to end cannot be scanned here: nobody but the sender has their keys yet.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;
use bridge_api::Mxc;
use serde::Deserialize;
use url::Url;

use super::proxy;
use crate::app::App;
use crate::config::HomeserverConfig;
use crate::error::Problem;

/// The homeserver's answer to an upload is an address.
const LARGEST_ANSWER: usize = 64 << 10;
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Deserialize)]
struct Uploaded {
    content_uri: Mxc,
}

/// Whether the request uploads a picture that is to be scanned at once.
pub(super) fn is_small_picture(app: &App, path: &[String], request: &Request) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let size = header(CONTENT_LENGTH).and_then(|size| size.parse::<u64>().ok());
    *request.method() == Method::POST
        && matches!(path.as_slice(), ["_matrix", "media", _, "upload"])
        && header(CONTENT_TYPE).is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("image/"))
        && size.is_some_and(|size| size > 0 && size <= app.config.media_gate.scan_pictures_up_to_bytes)
}

/// Passes the upload on and, if it was taken, has the picture scanned beside it.
///
/// # Errors
/// If the homeserver does not answer.
pub(super) async fn pass(
    app: &App,
    door: &HomeserverConfig,
    url: Url,
    mut request: Request,
) -> Result<Response, Problem> {
    let token = request.headers().get(AUTHORIZATION).cloned();
    request.headers_mut().remove(ACCEPT_ENCODING);
    let (parts, body) = proxy::pass(app, door, url, request).await?.into_parts();
    let bytes = to_bytes(body, LARGEST_ANSWER).await.map_err(Problem::unavailable)?;
    if parts.status == StatusCode::OK
        && let Some(token) = token
        && let Ok(Uploaded { content_uri }) = serde_json::from_slice(&bytes)
        && content_uri.server() == &door.server_name
    {
        tokio::spawn(scan(app.clone(), door.server_name.to_string(), content_uri, token));
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// Asks as the person who uploaded; what the scanner finds, it reports by itself.
async fn scan(app: App, homeserver: String, mxc: Mxc, token: HeaderValue) {
    let mut url = app.config.scanner.upstream.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        let parts = ["_matrix", "media_proxy", "unstable", "scan", mxc.server().as_str(), mxc.media()];
        path.pop_if_empty().extend(parts);
    }
    let request = app.http.get(url).header(AUTHORIZATION, token).header(proxy::HOMESERVER, homeserver);
    match request.timeout(PATIENCE).send().await {
        Ok(answer) if answer.status().is_success() => {}
        Ok(answer) => tracing::warn!(status = answer.status().as_u16(), "an uploaded picture could not be scanned"),
        Err(error) => tracing::warn!(error = %error.without_url(), "an uploaded picture could not be scanned"),
    }
}
