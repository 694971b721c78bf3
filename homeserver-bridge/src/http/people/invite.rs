//! `POST /_depesha/v1/people/{person_id}/invite`: a mail to a colleague who has not signed up. The answer is the same
//! whoever the person is.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::people;

pub(super) async fn post(
    caller: UserActor,
    State(app): State<App>,
    Path(person_id): Path<String>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    people::ask_to_invite(&app, &caller, &person_id).await?;
    Ok((StatusCode::ACCEPTED, Json(json!({}))))
}
