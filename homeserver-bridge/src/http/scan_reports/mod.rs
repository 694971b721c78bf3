//! What scanners report, and what officers decided for them: the routes.

mod engine;
mod fetches;
mod reports;
mod rules;
mod verdicts;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// The routes.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/_depesha/scan/v1/reports", post(reports::post))
        .route("/_depesha/scan/v1/engine", post(engine::post))
        .route("/_depesha/scan/v1/verdicts/{server}/{media}", get(verdicts::get))
        .route("/_depesha/scan/v1/rules", get(rules::get))
        .route("/_depesha/scan/v1/fetches", post(fetches::post))
}
