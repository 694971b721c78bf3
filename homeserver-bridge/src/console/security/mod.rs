//! Console: security.

use axum::Router;

use crate::app::App;

/// The console's router.
pub fn router(app: App) -> Router {
    Router::new().with_state(app)
}
