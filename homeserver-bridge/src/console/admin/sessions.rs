//! `POST /people/{person_id}/end-sessions`, `…/remove-device`, `…/reset-recovery`, `…/send-mail` and `…/put-right`: the way
//! into an account.

use axum::extract::{Path, State};
use axum::response::Redirect;

use super::super::form::{FreshForm, SignedForm};
use super::{person_within, to_person};
use crate::access::{self, Reached, Removed, Sent};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::provisioning;

fn reached<'a>(became: Reached, done: &'a str, pending: &'a str) -> &'a str {
    match became {
        Reached::Done => done,
        Reached::Pending => pending,
        Reached::Nothing => "nothing",
    }
}

pub(super) async fn end(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let became = access::end_all(&app, form.officer.session(), &person).await?;
    Ok(to_person(&person, reached(became, "sessions-ended", "sessions-pending")))
}

pub(super) async fn remove_device(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let removed = access::remove_device(&app, form.officer.session(), &person, form.fields.get("device")).await?;
    let done = match removed {
        Removed::Done => "device-removed",
        Removed::Unreachable => "unreachable",
        Removed::Unknown => "device-gone",
    };
    Ok(to_person(&person, done))
}

pub(super) async fn reset_recovery(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: FreshForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let done = match access::reset_recovery(&app, form.officer.session(), &person).await {
        Ok(became) => reached(became, "recovery-reset", "recovery-pending"),
        Err(cause) => {
            tracing::warn!(cause = format!("{cause:#}"), "recovery could not be reset");
            "unreachable"
        }
    };
    Ok(to_person(&person, done))
}

pub(super) async fn send_mail(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    let sent = access::send_sign_in_mail(&app, form.officer.session(), &person).await?;
    let done = match sent {
        Sent::Code => "code-sent",
        Sent::Invitation => "invited",
        Sent::Nothing => "nothing",
    };
    Ok(to_person(&person, done))
}

pub(super) async fn put_right(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    if access::accounts_of(&app, form.officer.session(), &person).await?.is_empty() {
        return Ok(to_person(&person, "nothing"));
    }
    let done = match provisioning::enforce(&app, person.as_str()).await {
        Ok(()) => "put-right",
        Err(cause) => {
            tracing::warn!(cause = format!("{cause:#}"), "an account could not be put right");
            "unreachable"
        }
    };
    Ok(to_person(&person, done))
}
