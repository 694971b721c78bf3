//! Sign-up, sign-in discovery and password reset by work email: the routes.

use axum::Router;

use crate::app::App;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
}
