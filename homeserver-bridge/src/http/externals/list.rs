//! `GET /_depesha/v1/externals`: the people for whom the caller answers.

use axum::Json;
use axum::extract::State;
use bridge_api::externals::SponsoredExternals;

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::externals;

pub(super) async fn get(caller: UserActor, State(app): State<App>) -> Result<Json<SponsoredExternals>, Problem> {
    Ok(Json(externals::sponsored(&app, &caller).await?))
}
