//! The front door of a homeserver: what we answer ourselves, and everything else of `/_matrix/` passed through.

use axum::Router;

use crate::app::App;

/// The routes that only a front door has; `/_matrix/*` without a route of ours is passed through.
pub fn routes() -> Router<App> {
    Router::new()
}
