//! `GET /_depesha/v1/organisations`: the tree of organisations and units.

use axum::Json;
use axum::extract::State;
use bridge_api::people::OrganisationsResponse;

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::people;

pub(super) async fn get(caller: UserActor, State(app): State<App>) -> Result<Json<OrganisationsResponse>, Problem> {
    Ok(Json(people::organisations(&app, &caller).await?))
}
