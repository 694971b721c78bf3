//! `POST /_depesha/sync/v1/plans` and `GET …/plans/{hash}`: plans that the brakes stopped, and what administrators say.

use axum::Json;
use axum::extract::{Path, State};
use bridge_api::ErrorCode;
use bridge_api::sync::{PlanStanding, PlanSubmission};

use crate::actor::SyncActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::plans::{self, SubmitError};

pub(super) async fn post(
    actor: SyncActor,
    State(app): State<App>,
    JsonBody(plan): JsonBody<PlanSubmission>,
) -> Result<Json<PlanStanding>, Problem> {
    let standing = plans::submit(&app, &actor, plan).await.map_err(|error| match error {
        SubmitError::Form(sentence) => Problem::bad(ErrorCode::BadJson, sentence),
        SubmitError::Scope => Problem::forbidden(error.to_string()),
        SubmitError::Database(cause) => cause.into(),
    })?;
    Ok(Json(standing))
}

pub(super) async fn get(
    actor: SyncActor,
    State(app): State<App>,
    Path(hash): Path<String>,
) -> Result<Json<PlanStanding>, Problem> {
    let unknown = || Problem::not_found("This register has submitted no plan of this hash.");
    let hash = plans::canonical_hash(&hash).ok_or_else(unknown)?;
    plans::standing(&app, &actor, hash).await?.map(Json).ok_or_else(unknown)
}
