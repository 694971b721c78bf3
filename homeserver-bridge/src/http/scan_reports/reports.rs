//! `POST /_depesha/scan/v1/reports`: what one scan came to.

use axum::Json;
use axum::extract::State;
use bridge_api::scan::ScanReport;
use serde_json::{Value, json};

use crate::actor::ScannerActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::scan_reports;

pub(super) async fn post(
    _scanner: ScannerActor,
    State(app): State<App>,
    JsonBody(report): JsonBody<ScanReport>,
) -> Result<Json<Value>, Problem> {
    scan_reports::store(&app, report).await?;
    Ok(Json(json!({})))
}
