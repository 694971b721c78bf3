//! What our module in a homeserver asks: the routes.

use axum::Router;

use crate::app::App;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
}
