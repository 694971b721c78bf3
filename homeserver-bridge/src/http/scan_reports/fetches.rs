//! `POST /_depesha/scan/v1/fetches`: to whom a scanner handed files out.

use axum::Json;
use axum::extract::State;
use bridge_api::ErrorCode;
use bridge_api::scan_rules::{Fetches, MAX_FETCHES};
use serde_json::{Value, json};

use crate::actor::ScannerActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::scan_reports;

pub(super) async fn post(
    _scanner: ScannerActor,
    State(app): State<App>,
    JsonBody(told): JsonBody<Fetches>,
) -> Result<Json<Value>, Problem> {
    if told.fetches.len() > MAX_FETCHES {
        return Err(Problem::bad(ErrorCode::BadJson, "So many fetches cannot come at once: send them in parts."));
    }
    scan_reports::store_fetches(&app, told.fetches).await?;
    Ok(Json(json!({})))
}
