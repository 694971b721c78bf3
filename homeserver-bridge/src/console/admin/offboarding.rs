//! `POST /people/{person_id}/offboard` and `POST /offboardings/{id}/cancel`.

use axum::extract::{Path, State};
use axum::response::Redirect;

use super::super::form::{FreshForm, SignedForm};
use super::person_within;
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::offboarding::{self, Cause};

pub(super) async fn start(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: FreshForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let actor = form.officer.session().actor();
    let begun = offboarding::start(&app, &actor, &person, Cause::Administrator).await?;
    Ok(Redirect::to(&match begun.first() {
        Some(first) => format!("/offboardings/{}?done=started", first.id),
        None => format!("/people/{person}?done=nothing"),
    }))
}

pub(super) async fn cancel(
    State(app): State<App>,
    Path(id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    // An id is hexadecimal: nothing in it would mean something in an address.
    if !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Problem::not_found("There is no such departure."));
    }
    let missing = || Problem::not_found("There is no such departure.");
    let person = offboarding::person_of(&app, &id).await?.ok_or_else(missing)?;
    person_within(&app, &form.officer, &person).await.map_err(|_| missing())?;
    let done = offboarding::cancel(&app, &form.officer.session().actor(), &id).await?;
    Ok(Redirect::to(&format!("/offboardings/{id}?done={}", if done { "cancelled" } else { "too-late" })))
}
