//! `POST /_depesha/v1/people/search`: people, units and organisations that match.

use axum::Json;
use axum::extract::State;
use bridge_api::people::{SearchRequest, SearchResponse};

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::people;

pub(super) async fn post(
    caller: UserActor,
    State(app): State<App>,
    JsonBody(request): JsonBody<SearchRequest>,
) -> Result<Json<SearchResponse>, Problem> {
    Ok(Json(people::search(&app, &caller, request).await?))
}
