//! `POST /_depesha/sync/v1/changes`: a batch of planned changes, answered one by one.

use axum::Json;
use axum::extract::State;
use bridge_api::ErrorCode;
use bridge_api::sync::{ChangesRequest, ChangesResponse};

use crate::actor::SyncActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::people;

const MOST: usize = 500;

pub(super) async fn post(
    actor: SyncActor,
    State(app): State<App>,
    JsonBody(batch): JsonBody<ChangesRequest>,
) -> Result<Json<ChangesResponse>, Problem> {
    if batch.changes.len() > MOST {
        return Err(Problem::bad(ErrorCode::BadJson, format!("A batch holds at most {MOST} changes.")));
    }
    let hash = &batch.plan_hash;
    if hash.len() != 64 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Problem::bad(ErrorCode::BadJson, "plan_hash must be 64 hexadecimal digits."));
    }
    Ok(Json(ChangesResponse { answers: people::apply(&app, &actor, hash, batch.changes).await? }))
}
