//! `GET /_depesha/scan/v1/rules`: what officers decided for all scanners; 304 for a scanner that has it already.

use axum::Json;
use axum::extract::State;
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::actor::ScannerActor;
use crate::app::App;
use crate::error::Problem;
use crate::scan_rules;

pub(super) async fn get(
    _scanner: ScannerActor,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let known = headers.get(IF_NONE_MATCH).and_then(|tag| tag.to_str().ok()).and_then(unquoted);
    Ok(match scan_rules::rules(&app, known).await? {
        None => StatusCode::NOT_MODIFIED.into_response(),
        Some((tag, rules)) => ([(ETAG, format!("\"{tag}\""))], Json(rules)).into_response(),
    })
}

fn unquoted(tag: &str) -> Option<&str> {
    tag.trim().strip_prefix('"')?.strip_suffix('"')
}
