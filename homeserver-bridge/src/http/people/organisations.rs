//! `GET /_depesha/v1/organisations`: the tree of organisations and units; nothing to send if the caller has it.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::people;

pub(super) async fn get(caller: UserActor, State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let tree = people::organisations(&app, &caller).await?;
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let same = known.flat_map(|value| value.split(',')).any(|tag| tag.trim().trim_start_matches("W/") == tree.etag);
    let about = [(ETAG, tree.etag), (CACHE_CONTROL, "private, no-cache".to_owned())];
    if same {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let json = tree.json.as_bytes().to_vec();
    Ok((about, [(CONTENT_TYPE, "application/json")], json).into_response())
}
