//! `GET /people/{person_id}`: one person, their account, and what can be done about it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use super::organisation_name;
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::dossiers::{self, Dossier, Source};
use crate::error::Problem;
use crate::moves;
use crate::offboarding;
use crate::provisioning::full_name;

#[derive(Template)]
#[template(path = "admin/person.html")]
struct PersonPage {
    page: Page,
    notice: Option<String>,
    dossier: Dossier,
    organisation: String,
    unit: String,
    state_word: String,
    from_register: bool,
    created: Option<When>,
    invited: Option<When>,
    moves: Vec<moves::Line>,
    departures: Vec<offboarding::Line>,
    grace_days: i64,
}

/// Notices after an act, as they may stand in the address.
const DONE: [&str; 11] = [
    "invited",
    "suspended",
    "suspended-pending",
    "resumed",
    "resumed-pending",
    "withheld",
    "readmitted",
    "locked",
    "unlocked",
    "lock-reason",
    "nothing",
];

pub(super) async fn show(
    admin: AdminActor,
    context: Context,
    State(app): State<App>,
    Path(person_id): Path<String>,
) -> Result<Response, Problem> {
    let found = dossiers::person(&app, admin.session().actor(), admin.scope(), person_id).await?;
    let dossier = found.ok_or_else(|| Problem::not_found("There is no such person."))?;
    let moves = moves::of_person(&app, &dossier.person_id).await?;
    let departures = offboarding::of_person(&app, &dossier.person_id).await?;
    let mut page = Page::new(&context, "people-title", "/people", Some(admin.session()));
    page.title = full_name(&dossier.given_name, &dossier.family_name);
    let asked = Fields::parse(context.query.as_bytes());
    let done = DONE.into_iter().find(|word| *word == asked.get("done"));
    let shown = PersonPage {
        notice: done.map(|word| page.word("done", word)),
        organisation: organisation_name(&app, &dossier.organisation),
        unit: dossier.unit.join(" / "),
        state_word: page.word("state", &dossier.state),
        from_register: dossier.source == Source::Register,
        created: dossier.created_at_ms.map(when),
        invited: dossier.invited_at_ms.map(when),
        moves,
        departures,
        grace_days: app.config.offboarding.grace_days.into(),
        dossier,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}
