//! `GET /people`: everybody whom the register or an invitation names, with a search.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{Pager, page_number};
use super::{Choice, organisation_name, organisations};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::dossiers::{self, Query};
use crate::error::Problem;
use crate::provisioning::full_name;

/// The states that can be asked for.
const STATES: [&str; 8] = ["known", "invited", "waiting", "active", "suspended", "leaving", "closed", "left"];

#[derive(Template)]
#[template(path = "admin/people.html")]
struct PeoplePage {
    page: Page,
    term: String,
    organisations: Vec<Choice>,
    states: Vec<Choice>,
    filtered: bool,
    total: i64,
    people: Vec<Line>,
    pager: Pager,
}

struct Line {
    person_id: String,
    name: String,
    organisation: String,
    unit: String,
    title: String,
    state: String,
    state_word: String,
    user_id: String,
}

pub(super) async fn show(admin: AdminActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let asked = Fields::parse(context.query.as_bytes());
    let known = |id: &&str| app.config.organisations.iter().any(|o| o.id.as_str() == *id);
    let query = Query {
        term: asked.get("q").chars().take(200).collect(),
        organisation: Some(asked.get("organisation")).filter(known).unwrap_or_default().to_owned(),
        state: STATES.into_iter().find(|state| *state == asked.get("state")).unwrap_or_default().to_owned(),
        page: page_number(asked.get("page")),
    };
    let found = dossiers::search(&app, admin.session().actor(), admin.scope(), query.clone()).await?;
    let page = Page::new(&context, "people-title", "/people", Some(admin.session()));
    let line = |d: dossiers::Dossier| Line {
        name: full_name(&d.given_name, &d.family_name),
        organisation: organisation_name(&app, &d.organisation),
        unit: d.unit.join(" / "),
        state_word: page.word("state", &d.state),
        state: d.state,
        title: d.title,
        user_id: d.user_id.unwrap_or_default(),
        person_id: d.person_id,
    };
    let people = found.people.into_iter().map(line).collect();
    let state = |word: &'static str| Choice {
        id: word.to_owned(),
        name: page.word("state", word),
        chosen: query.state == word,
    };
    let states = STATES.into_iter().map(state).collect();
    let parts = [("q", query.term.as_str()), ("organisation", &query.organisation), ("state", &query.state)];
    let shown = PeoplePage {
        organisations: organisations(&app, admin.scope(), &query.organisation),
        states,
        filtered: parts.iter().any(|(_, value)| !value.is_empty()),
        total: found.total,
        people,
        pager: Pager::new(query.page, found.total, dossiers::PAGE, &parts),
        term: query.term,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}
