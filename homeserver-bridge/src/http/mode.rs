//! `GET /_depesha/v1/mode`: the operating mode, for everybody who has a session, people from outside too: what is different
//! now concerns them as much.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use bridge_api::mode::CurrentMode;

use crate::actor::UserActor;
use crate::app::App;

/// The route.
pub(super) fn routes() -> Router<App> {
    Router::new().route("/_depesha/v1/mode", get(show))
}

async fn show(caller: UserActor, State(app): State<App>) -> Json<CurrentMode> {
    Json(CurrentMode { external: caller.is_external(), ..CurrentMode::clone(&app.modes.current()) })
}
