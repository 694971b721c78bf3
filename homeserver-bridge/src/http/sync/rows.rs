//! `GET /_depesha/sync/v1/rows?after&limit`: the same catalogue as digests, so that a million people can be compared in
//! seconds. With `keys` certain people of it.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::wanted::Wanted;
use crate::actor::SyncActor;
use crate::app::App;
use crate::error::Problem;
use crate::people;

pub(super) async fn get(actor: SyncActor, State(app): State<App>, Wanted(wanted): Wanted) -> Result<Response, Problem> {
    let text = people::digests(&app, &actor, wanted).await?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}
