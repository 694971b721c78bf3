//! Carries a request to what stands behind the door and its answer back, both as streams: nothing is held, counted or
//! unpacked here, and who hangs up on one side is hung up on at the other.

use std::net::SocketAddr;

use axum::body::{Body, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::http::header::{CONNECTION, EXPECT, HOST, HeaderName, TE, TRAILER, TRANSFER_ENCODING, UPGRADE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use bridge_api::ErrorCode;
use url::Url;

use crate::app::App;
use crate::config::HomeserverConfig;
use crate::error::Problem;

/// Names our homeserver to the scanner.
pub(super) const HOMESERVER: HeaderName = HeaderName::from_static("x-depesha-homeserver");

/// Headers that speak of one connection only (RFC 9110, section 7.6.1).
const OF_ONE_CONNECTION: [HeaderName; 9] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    HeaderName::from_static("proxy-authenticate"),
    HeaderName::from_static("proxy-authorization"),
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// What only we may say to those behind us.
const OURS: [HeaderName; 8] = [
    HOMESERVER,
    HOST,
    EXPECT,
    HeaderName::from_static("forwarded"),
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-real-ip"),
];

/// Carries a request to this URL.
///
/// # Errors
/// If nobody answers there.
pub(super) async fn pass(app: &App, door: &HomeserverConfig, url: Url, request: Request) -> Result<Response, Problem> {
    pass_with(app, door, url, request, HeaderMap::new()).await
}

/// The same with further headers.
pub(super) async fn pass_with(
    app: &App,
    door: &HomeserverConfig,
    url: Url,
    request: Request,
    further: HeaderMap,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let mut headers = parts.headers;
    strip_connection(&mut headers);
    OURS.iter().for_each(|name| drop(headers.remove(name)));
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical().to_string());
    if let Some(value) = peer.and_then(|peer| HeaderValue::try_from(peer).ok()) {
        headers.insert("x-forwarded-for", value);
    }
    if let Ok(scheme) = HeaderValue::from_str(door.public_base_url.scheme()) {
        headers.insert("x-forwarded-proto", scheme);
    }
    headers.extend(further);
    let mut outgoing = app.http.request(parts.method, url).headers(headers);
    if !body.is_end_stream() {
        outgoing = outgoing.body(reqwest::Body::wrap_stream(body.into_data_stream()));
    }
    let answer = outgoing.send().await.map_err(|error| {
        if error.is_body() {
            let message = "The request broke off before it was all there.";
            return Problem::new(StatusCode::BAD_REQUEST, ErrorCode::Unknown, message);
        }
        Problem::unavailable(error.without_url())
    })?;
    let mut answer = axum::http::Response::<reqwest::Body>::from(answer).map(Body::new);
    strip_connection(answer.headers_mut());
    Ok(answer)
}

fn strip_connection(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named.iter().chain(&OF_ONE_CONNECTION) {
        headers.remove(name);
    }
}
