//! `PUT /_depesha/v1/people/me/visibility`: the caller's own choice not to be found.

use axum::Json;
use axum::extract::State;
use bridge_api::people::VisibilityRequest;
use serde_json::{Value, json};

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::people::{self, VisibilityError};

impl From<VisibilityError> for Problem {
    fn from(error: VisibilityError) -> Self {
        match error {
            VisibilityError::NotInRegister => Problem::forbidden(error.to_string()),
            VisibilityError::Database(cause) => cause.into(),
        }
    }
}

pub(super) async fn put(
    caller: UserActor,
    State(app): State<App>,
    JsonBody(request): JsonBody<VisibilityRequest>,
) -> Result<Json<Value>, Problem> {
    people::set_hidden(&app, &caller, request.hidden).await?;
    Ok(Json(json!({})))
}
