//! `POST /_depesha/scan/v1/engine`: how the engine does.

use axum::Json;
use axum::extract::State;
use bridge_api::scan::EngineStatus;
use serde_json::{Value, json};

use crate::actor::ScannerActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::scan_reports;

pub(super) async fn post(
    _scanner: ScannerActor,
    State(app): State<App>,
    JsonBody(status): JsonBody<EngineStatus>,
) -> Result<Json<Value>, Problem> {
    scan_reports::store_engine(&app, status).await?;
    Ok(Json(json!({})))
}
