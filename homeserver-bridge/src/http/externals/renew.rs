//! `POST /_depesha/v1/externals/{id}/renew`: the caller answers for somebody until another day.

use axum::Json;
use axum::extract::{Path, State};
use bridge_api::externals::{RenewExternal, SponsoredExternal};

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::externals;
use crate::http::JsonBody;

pub(super) async fn post(
    caller: UserActor,
    State(app): State<App>,
    Path(id): Path<String>,
    JsonBody(asked): JsonBody<RenewExternal>,
) -> Result<Json<SponsoredExternal>, Problem> {
    Ok(Json(externals::renew(&app, &caller, id, &asked).await?))
}
