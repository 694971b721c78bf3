//! `POST /people/{person_id}/forget-logins`: the person's identity provider has given them another login.

use axum::extract::{Path, State};
use axum::response::Redirect;

use super::super::form::SignedForm;
use super::{person_within, to_person};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::provisioning;

pub(super) async fn forget(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let forgotten = provisioning::forget_logins(&app, &form.officer.session().actor(), &person).await?;
    Ok(to_person(&person, if forgotten { "logins-forgotten" } else { "nothing" }))
}
