//! `GET /_depesha/scan/v1/health` and `GET /health/ready`: whether requests should be sent here. For load balancers and
//! operators, so it asks for no token and tells nothing of files or people.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::scan_role::{Health, ScanApp};

/// How the scanner does, whatever that is.
pub(super) async fn get(State(app): State<ScanApp>) -> Json<Health> {
    Json(app.health())
}

/// The same, with a status that a load balancer understands.
pub(super) async fn ready(State(app): State<ScanApp>) -> (StatusCode, Json<Health>) {
    let health = app.health();
    (if health.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(health))
}
