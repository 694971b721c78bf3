//! `POST /_matrix/client/v3/user_directory/search` in the shape of the Matrix specification, answered from the
//! catalogue: people of all organisations who have an account.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::people;

#[derive(Deserialize)]
pub(super) struct Search {
    search_term: String,
    #[serde(default = "ten")]
    limit: u32,
}

fn ten() -> u32 {
    10
}

#[derive(Serialize)]
pub(super) struct Results {
    limited: bool,
    results: Vec<User>,
}

#[derive(Serialize)]
struct User {
    user_id: String,
    display_name: String,
}

pub(super) async fn post(
    caller: UserActor,
    State(app): State<App>,
    JsonBody(search): JsonBody<Search>,
) -> Result<Json<Results>, Problem> {
    let found = people::directory_search(&app, &caller, &search.search_term, search.limit).await?;
    let user = |(user_id, display_name)| User { user_id, display_name };
    Ok(Json(Results { limited: found.limited, results: found.hits.into_iter().map(user).collect() }))
}
