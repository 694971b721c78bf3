//! `GET /externals/{person_id}`: one account for which HR does not vouch: until when, who answers for it; and what can be done:
//! renew, name somebody else who answers, end.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use bridge_api::{EmailAddress, PersonId};

use super::super::form::{Fields, SignedForm};
use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use super::externals::{kind_of, state_of};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::clock::{day_end, day_text};
use crate::error::Problem;
use crate::externals::{self, Line, NewSponsor};
use crate::offboarding;

const DAY_MS: i64 = 24 * 3_600_000;

#[derive(Template)]
#[template(path = "admin/external.html")]
struct ExternalPage {
    page: Page,
    notice: Option<String>,
    line: Line,
    kind: String,
    state: &'static str,
    state_word: String,
    until: When,
    ended: Option<When>,
    /// The days that can be chosen, as a browser's date field takes them.
    first_day: String,
    last_day: String,
    departures: Vec<offboarding::Line>,
}

/// Notices after an act, as they may stand in the address.
const DONE: [&str; 6] = ["renewed", "bad-day", "sponsor", "no-sponsor", "ended", "nothing"];

pub(super) async fn show(
    admin: AdminActor,
    context: Context,
    State(app): State<App>,
    Path(person_id): Path<String>,
) -> Result<Response, Problem> {
    let person = parse(&person_id)?;
    let line = externals::view(&app, admin.session().actor(), admin.scope(), person.as_str()).await?;
    let line = line.ok_or_else(|| Problem::not_found("There is no such person."))?;
    let departures = offboarding::of_person(&app, person.as_str()).await?;
    let mut page = Page::new(&context, "externals-title", "/externals", Some(admin.session()));
    page.title = if line.term.name.is_empty() { line.term.email.to_string() } else { line.term.name.clone() };
    let asked = Fields::parse(context.query.as_bytes());
    let done = asked.one_of("done", &DONE);
    let (now, most) = (app.clock.now_ms(), i64::from(app.config.externals.max_days));
    let shown = ExternalPage {
        notice: done.map(|word| page.word("external-done", word)),
        kind: page.word("external-kind", kind_of(&line.term)),
        state: state_of(&line.term),
        state_word: page.word("external-state", state_of(&line.term)),
        until: when(line.term.until_ms),
        ended: line.term.ended_at_ms.map(when),
        first_day: day_text(now),
        last_day: day_text(now + most * DAY_MS),
        departures,
        line,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

pub(super) async fn renew(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = within(&app, &form, &person_id).await?;
    let renewed = match day_end(form.fields.get("until")) {
        Some(until) => {
            externals::renew_as_administrator(&app, &form.officer.session().actor(), person.as_str(), until).await?
        }
        None => false,
    };
    Ok(back(person.as_str(), if renewed { "renewed" } else { "bad-day" }))
}

pub(super) async fn sponsor(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = within(&app, &form, &person_id).await?;
    let Ok(email) = form.fields.get("email").parse::<EmailAddress>() else {
        return Ok(back(person.as_str(), "no-sponsor"));
    };
    let actor = form.officer.session().actor();
    let done = match externals::answer_for(&app, &actor, person.as_str(), &email).await? {
        NewSponsor::Done => "sponsor",
        NewSponsor::NobodyInside => "no-sponsor",
        NewSponsor::NoTerm => "nothing",
    };
    Ok(back(person.as_str(), done))
}

pub(super) async fn end(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = within(&app, &form, &person_id).await?;
    let ended = externals::end_as_administrator(&app, &form.officer.session().actor(), person.as_str()).await?;
    Ok(back(person.as_str(), if ended { "ended" } else { "nothing" }))
}

/// The person, if they are the officer's matter.
async fn within(app: &App, form: &SignedForm<AdminActor>, person_id: &str) -> Result<PersonId, Problem> {
    let person = parse(person_id)?;
    let found = externals::term_of(app, person.as_str()).await?;
    let found = found.filter(|line| form.officer.scope().covers(&line.term.organisation));
    found.map(|_| person).ok_or_else(|| Problem::not_found("There is no such person."))
}

fn parse(person_id: &str) -> Result<PersonId, Problem> {
    person_id.parse().map_err(|_| Problem::not_found("There is no such person."))
}

fn back(person_id: &str, done: &str) -> Redirect {
    Redirect::to(&format!("/externals/{person_id}?done={done}"))
}
