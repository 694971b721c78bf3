//! `GET /_depesha/v1/people/of/{user_id}`: the entry of whoever has this account. Whoever may not be seen is answered as
//! if nobody was there.

use axum::Json;
use axum::extract::{Path, State};
use bridge_api::people::Person;

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::people;

pub(super) async fn get(
    caller: UserActor,
    State(app): State<App>,
    Path(user_id): Path<String>,
) -> Result<Json<Person>, Problem> {
    let person = people::by_account(&app, &caller, user_id).await?;
    person.map(Json).ok_or_else(|| Problem::not_found("There is no such person in the directory."))
}
