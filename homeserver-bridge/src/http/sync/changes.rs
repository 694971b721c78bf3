//! `POST /_depesha/sync/v1/changes`: a batch of planned changes, answered one by one.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use bridge_api::ErrorCode;
use bridge_api::sync::{ChangesRequest, ChangesResponse};

use crate::actor::SyncActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::{people, plans};

const MOST: usize = 500;

pub(super) async fn post(
    actor: SyncActor,
    State(app): State<App>,
    JsonBody(batch): JsonBody<ChangesRequest>,
) -> Result<Json<ChangesResponse>, Problem> {
    if batch.changes.len() > MOST {
        return Err(Problem::bad(ErrorCode::BadJson, format!("A batch holds at most {MOST} changes.")));
    }
    let hash = plans::canonical_hash(&batch.plan_hash)
        .ok_or_else(|| Problem::bad(ErrorCode::BadJson, "plan_hash must be 64 hexadecimal digits."))?;
    if !plans::may_apply(&app, &actor, &hash).await? {
        let sentence = "Administrators have not approved this plan, or have rejected it, or its time has run out.";
        return Err(Problem::new(StatusCode::FORBIDDEN, ErrorCode::PlanNotApproved, sentence));
    }
    Ok(Json(ChangesResponse { answers: people::apply(&app, &actor, &hash, batch.changes).await? }))
}
