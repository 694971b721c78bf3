//! `POST /_depesha/v1/externals/{id}/end`: the caller no longer answers for somebody; their account ends.

use axum::Json;
use axum::extract::{Path, State};
use bridge_api::externals::SponsoredExternal;

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::externals;

pub(super) async fn post(
    caller: UserActor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<SponsoredExternal>, Problem> {
    Ok(Json(externals::end(&app, &caller, id).await?))
}
