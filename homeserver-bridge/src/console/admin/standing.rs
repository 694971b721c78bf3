//! `POST /people/{person_id}/lock`, `…/unlock` and `…/readmit`: taking a person out of the sync's hands, giving them
//! back, and letting somebody back in who had left.

use axum::extract::{Path, State};
use axum::response::Redirect;

use super::super::form::SignedForm;
use super::{person_within, to_person};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::people::{self, LockError};
use crate::provisioning::{self, Enforcement};

pub(super) async fn lock(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let actor = form.officer.session().actor();
    let done = match people::lock_from_sync(&app, &actor, &person, form.fields.get("reason")).await {
        Ok(true) => "locked",
        Ok(false) => "nothing",
        Err(LockError::Reason) => "lock-reason",
        Err(LockError::Database(cause)) => return Err(cause.into()),
    };
    Ok(to_person(&person, done))
}

pub(super) async fn unlock(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let changed = people::unlock_from_sync(&app, &form.officer.session().actor(), &person).await?;
    Ok(to_person(&person, if changed { "unlocked" } else { "nothing" }))
}

pub(super) async fn readmit(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let done = match provisioning::let_back_in(&app, &form.officer.session().actor(), &person).await? {
        Enforcement::Done | Enforcement::Nothing => "readmitted",
        Enforcement::Pending => "resumed-pending",
        Enforcement::Withheld => "withheld",
    };
    Ok(to_person(&person, done))
}
