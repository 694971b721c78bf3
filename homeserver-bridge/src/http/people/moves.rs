//! `GET /_depesha/v1/people/me/moves`: where the caller moves, and which accounts they moved from.

use axum::Json;
use axum::extract::State;
use bridge_api::people::OwnMoves;

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::moves;

pub(super) async fn get(caller: UserActor, State(app): State<App>) -> Result<Json<OwnMoves>, Problem> {
    Ok(Json(moves::own(&app, &caller).await?))
}
