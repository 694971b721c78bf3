//! `GET` and `POST /offboard`: several people leave at once, ticked in the list or named one a line. Many need a second
//! administrator.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bridge_api::PersonId;

use super::super::form::{Fields, FreshForm, SignedForm};
use super::super::page::{Context, Page, html};
use super::approvals::propose_act;
use super::{organisation_name, person_name};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::approvals::Act;
use crate::dossiers::{self, Dossier};
use crate::error::Problem;
use crate::offboarding;
use crate::officers::Session;

/// So many people can be named at once.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "admin/offboard.html")]
struct OffboardPage {
    page: Page,
    text: String,
    alert: Option<String>,
    people: Vec<Line>,
    /// People on the list who have nothing to end.
    without: Vec<Line>,
    heading: String,
    grace_days: i64,
    second: Option<String>,
    button: String,
}

struct Line {
    person_id: String,
    name: String,
    organisation: String,
    user_id: String,
    state: String,
    state_word: String,
}

pub(super) async fn show(admin: AdminActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let ticked = Fields::parse(context.query.as_bytes()).all("person");
    let found = dossiers::several(&app, admin.session(), ticked.into_iter().take(MOST).collect()).await?;
    Ok(page(&app, &context, admin.session(), found, Vec::new(), None))
}

/// Looks up who was named, one a line: by address, account or key.
pub(super) async fn look_up(
    context: Context,
    State(app): State<App>,
    form: SignedForm<AdminActor>,
) -> Result<Response, Problem> {
    let session = form.officer.session();
    let lines: Vec<_> = form.fields.exact("list").lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let wrong =
        |key| Ok(page(&app, &context, session, Vec::new(), lines.iter().map(ToString::to_string).collect(), Some(key)));
    if lines.is_empty() {
        return wrong("offboard-many-empty");
    }
    if lines.len() > MOST {
        return wrong("offboard-many-long");
    }
    let (found, unknown) = dossiers::named(&app, session, lines.iter().map(ToString::to_string).collect()).await?;
    let alert = (!unknown.is_empty()).then_some("offboard-many-unknown");
    Ok(page(&app, &context, session, found, unknown, alert))
}

fn page(
    app: &App,
    context: &Context,
    session: &Session,
    found: Vec<Dossier>,
    unknown: Vec<String>,
    alert: Option<&str>,
) -> Response {
    let page = Page::new(context, "offboard-many-title", "/people", Some(session));
    let (people, without): (Vec<_>, Vec<_>) = found.into_iter().partition(may_leave);
    let line = |d: Dossier| Line {
        name: person_name(&d.given_name, &d.family_name, &d.person_id),
        organisation: organisation_name(app, &d.organisation),
        state_word: page.word("state", &d.state),
        state: d.state,
        user_id: d.user_id.unwrap_or_default(),
        person_id: d.person_id,
    };
    let alone = usize::try_from(app.config.offboarding.at_once_alone).unwrap_or(usize::MAX);
    let needs_second = people.len() > alone;
    let number = people.len().to_string();
    let shown = OffboardPage {
        heading: page.counted("offboard-many-people", people.len() as u64, &number),
        second: needs_second.then(|| page.n("offboard-many-second", &app.config.offboarding.at_once_alone.into())),
        button: if needs_second {
            page.m("offboard-many-propose")
        } else {
            page.counted("offboard-many-confirm", people.len() as u64, &number)
        },
        people: people.into_iter().map(line).collect(),
        without: without.into_iter().map(line).collect(),
        grace_days: app.config.offboarding.grace_days.into(),
        alert: alert.map(|key| page.n(key, &i64::try_from(MOST).unwrap_or(i64::MAX))),
        text: unknown.join("\n"),
        page,
    };
    let status = if alert.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    html(status, &shown)
}

/// Whether somebody has an account that can be offboarded.
fn may_leave(one: &Dossier) -> bool {
    matches!(one.state.as_str(), "active" | "creating" | "waiting" | "suspended")
}

pub(super) async fn start(
    context: Context,
    State(app): State<App>,
    form: FreshForm<AdminActor>,
) -> Result<Response, Problem> {
    let session = form.officer.session();
    let named = form.fields.all("person").into_iter().take(MOST).collect();
    let found = dossiers::several(&app, session, named).await?;
    let mut people: Vec<PersonId> =
        found.into_iter().filter(may_leave).filter_map(|one| one.person_id.parse().ok()).collect();
    people.sort();
    people.dedup();
    if people.is_empty() {
        return Ok(page(&app, &context, session, Vec::new(), Vec::new(), Some("offboard-many-empty")));
    }
    if people.len() > usize::try_from(app.config.offboarding.at_once_alone).unwrap_or(usize::MAX) {
        let proposed = propose_act(&app, session, Act::OffboardMany { person_ids: people }).await?;
        return Ok(proposed.into_response());
    }
    let begun = offboarding::start_many(&app, &session.actor(), &session.scope, &people).await?;
    tracing::info!(begun = begun.begun, nothing = begun.nothing, "departures were begun together");
    Ok(Redirect::to("/offboardings?done=many").into_response())
}
