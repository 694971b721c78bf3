//! The people catalogue for registers: the routes.

mod changes;
mod people;
mod plans;
mod rows;
mod wanted;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// The routes.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/_depesha/sync/v1/people", get(people::get))
        .route("/_depesha/sync/v1/rows", get(rows::get))
        .route("/_depesha/sync/v1/changes", post(changes::post))
        .route("/_depesha/sync/v1/plans", post(plans::post))
        .route("/_depesha/sync/v1/plans/{hash}", get(plans::get))
}
