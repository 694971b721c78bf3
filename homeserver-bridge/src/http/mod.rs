//! HTTP: routers that put the operations together. One folder a feature, one file an operation; no SQL here.

mod accounts;
mod body;
mod callbacks;
mod client;
mod externals;
mod front_door;
mod metrics;
mod mode;
mod people;
mod scan_reports;
pub mod scanner;
mod sync;

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::response::IntoResponse;
use axum::{Extension, Router};
use bridge_api::{ErrorCode, ServerName};

pub use body::JsonBody;
pub use client::ClientAddress;

use crate::actor::FrontDoor;
use crate::app::App;
use crate::error::Problem;

/// The largest body of a route of ours, bytes; what the front door passes through has no such limit.
pub const MAX_BODY: usize = 2 << 20;

/// The router behind `listen.api`: what clients call before they know their homeserver, and what programs call.
pub fn api_router(app: App) -> Router {
    Router::new()
        .merge(client_routes().layer(from_fn(client::cross_origin)))
        .merge(sync::routes())
        .merge(callbacks::routes())
        .merge(scan_reports::routes())
        .fallback(unrecognized)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(app)
}

/// The router of one homeserver's front door.
pub fn front_door_router(app: App, homeserver: ServerName) -> Router {
    Router::new()
        .merge(client_routes().layer(DefaultBodyLimit::max(MAX_BODY)))
        .merge(front_door::routes())
        .fallback(unrecognized)
        .layer(from_fn(client::cross_origin))
        .layer(Extension(FrontDoor(homeserver)))
        .with_state(app)
}

/// The router behind `metrics.listen`: figures for Prometheus, and nothing else.
pub fn metrics_router(app: App) -> Router {
    metrics::routes().fallback(unrecognized).with_state(app)
}

/// Routes of ours for clients: they stand at every front door and behind `listen.api`.
fn client_routes() -> Router<App> {
    Router::new().merge(accounts::routes()).merge(people::routes()).merge(externals::routes()).merge(mode::routes())
}

/// The base URL of a front door as clients are told it.
fn base_url(homeserver: &crate::config::HomeserverConfig) -> String {
    homeserver.public_base_url.as_str().trim_end_matches('/').to_owned()
}

async fn unrecognized() -> impl IntoResponse {
    Problem::new(axum::http::StatusCode::NOT_FOUND, ErrorCode::Unrecognized, "There is no such route here.")
}
