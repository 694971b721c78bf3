//! `POST /people/{person_id}/suspend` and `…/resume`.

use axum::extract::{Path, State};
use axum::response::Redirect;
use bridge_api::PersonId;

use super::super::form::SignedForm;
use super::{person_within, to_person};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::provisioning::{self, Cause, Enforcement};

pub(super) async fn suspend(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let done = provisioning::suspend(&app, &form.officer.session().actor(), &person, Cause::Administrator).await?;
    Ok(back(&person, "suspended", done))
}

pub(super) async fn resume(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let done = provisioning::resume(&app, &form.officer.session().actor(), &person).await?;
    Ok(back(&person, "resumed", done))
}

fn back(person: &PersonId, done: &str, became: Enforcement) -> Redirect {
    match became {
        Enforcement::Done => to_person(person, done),
        Enforcement::Pending => to_person(person, &format!("{done}-pending")),
        Enforcement::Nothing => to_person(person, "nothing"),
        Enforcement::Withheld => to_person(person, "withheld"),
    }
}
