//! `GET /people/{person_id}/suspend` and its like: the pages that ask before something happens to one person.

use axum::extract::{Path, State};
use axum::response::Response;

use super::super::confirm::{Asked, Subject, ask};
use super::super::form::Fields;
use super::super::page::Context;
use super::person_name;
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::dossiers;
use crate::error::Problem;

const SUSPEND: Asked<'static> = Asked {
    title: "suspend-title",
    happens: &["suspend-signed-out", "suspend-kept", "suspend-found"],
    n: 0,
    undo: "suspend-undo",
    for_good: false,
    button: "suspend-confirm",
    section: "/people",
};
const OFFBOARD: Asked<'static> = Asked {
    title: "offboard-title",
    happens: &["offboard-sessions", "offboard-rooms", "offboard-directory", "offboard-close"],
    n: 0,
    undo: "offboard-undo",
    for_good: true,
    button: "offboard-confirm",
    section: "/people",
};
const END_SESSIONS: Asked<'static> = Asked {
    title: "end-sessions-title",
    happens: &["end-sessions-everywhere", "end-sessions-again", "end-sessions-keys"],
    n: 0,
    undo: "end-sessions-undo",
    for_good: false,
    button: "end-sessions-confirm",
    section: "/people",
};
const REMOVE_DEVICE: Asked<'static> = Asked {
    title: "remove-device-title",
    happens: &["remove-device-out", "remove-device-store", "remove-device-others"],
    n: 0,
    undo: "remove-device-undo",
    for_good: false,
    button: "remove-device-confirm",
    section: "/people",
};
const RESET_RECOVERY: Asked<'static> = Asked {
    title: "reset-recovery-title",
    happens: &[
        "reset-recovery-sessions",
        "reset-recovery-anew",
        "reset-recovery-hours",
        "reset-recovery-shown",
        "reset-recovery-rooms",
    ],
    n: 0,
    undo: "reset-recovery-undo",
    for_good: true,
    button: "reset-recovery-confirm",
    section: "/people",
};

pub(super) async fn suspend(admin: AdminActor, context: Context, app: State<App>, path: Path<String>) -> Answer {
    person(&admin, &context, &app, path, "suspend", &SUSPEND).await
}

pub(super) async fn offboard(admin: AdminActor, context: Context, app: State<App>, path: Path<String>) -> Answer {
    let n = app.config.offboarding.grace_days.into();
    person(&admin, &context, &app, path, "offboard", &Asked { n, ..OFFBOARD }).await
}

pub(super) async fn end_sessions(admin: AdminActor, context: Context, app: State<App>, path: Path<String>) -> Answer {
    person(&admin, &context, &app, path, "end-sessions", &END_SESSIONS).await
}

pub(super) async fn remove_device(admin: AdminActor, context: Context, app: State<App>, path: Path<String>) -> Answer {
    person(&admin, &context, &app, path, "remove-device", &REMOVE_DEVICE).await
}

pub(super) async fn reset_recovery(admin: AdminActor, context: Context, app: State<App>, path: Path<String>) -> Answer {
    let n = app.config.invitations.new_identity_hours.get().into();
    person(&admin, &context, &app, path, "reset-recovery", &Asked { n, ..RESET_RECOVERY }).await
}

type Answer = Result<Response, Problem>;

/// `act` is the last part of the address that the form goes to; a `device` in the query goes along.
async fn person(
    admin: &AdminActor,
    context: &Context,
    app: &App,
    Path(person_id): Path<String>,
    act: &str,
    asked: &Asked<'_>,
) -> Answer {
    let found = dossiers::several(app, admin.session(), vec![person_id]).await?;
    let person = found.into_iter().next().ok_or_else(|| Problem::not_found("There is no such person."))?;
    let device = Fields::parse(context.query.as_bytes()).get("device").to_owned();
    let subject = Subject {
        who: person_name(&person.given_name, &person.family_name, &person.person_id),
        account: if device.is_empty() { person.user_id.unwrap_or_default() } else { device.clone() },
        action: format!("/people/{}/{act}", person.person_id),
        hidden: if device.is_empty() { Vec::new() } else { vec![("device", device)] },
        back: format!("/people/{}", person.person_id),
    };
    Ok(ask(context, admin.session(), asked, subject))
}
