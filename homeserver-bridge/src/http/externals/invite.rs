//! `POST /_depesha/v1/externals/invite`: people from outside into a room that is open to them. Every line is answered.

use axum::Json;
use axum::extract::State;
use bridge_api::externals::{InviteExternals, InvitedExternals};

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::externals;
use crate::http::JsonBody;

pub(super) async fn post(
    caller: UserActor,
    State(app): State<App>,
    JsonBody(asked): JsonBody<InviteExternals>,
) -> Result<Json<InvitedExternals>, Problem> {
    Ok(Json(externals::invite(&app, &caller, asked).await?))
}
