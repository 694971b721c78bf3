//! `GET /metrics`: figures for Prometheus, on a listener of their own.

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::app::App;
use crate::error::Problem;
use crate::scan_figures;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/metrics", get(show))
}

async fn show(State(app): State<App>) -> Result<impl IntoResponse, Problem> {
    let text = scan_figures::exposition(&app).await?;
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}
