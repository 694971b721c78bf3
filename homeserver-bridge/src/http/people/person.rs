//! `GET /_depesha/v1/people/{person_id}`: one entry. Whoever may not be seen is answered as if nobody was there.

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
    Path(person_id): Path<String>,
) -> Result<Json<Person>, Problem> {
    let nobody = || Problem::not_found("There is no such person in the directory.");
    let person_id = person_id.parse().map_err(|_| nobody())?;
    let person = people::person(&app, &caller, person_id).await?;
    person.map(Json).ok_or_else(nobody)
}
