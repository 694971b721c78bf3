//! `GET /moves`: everybody who moves to another homeserver, and how far that is.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{Pager, When, page_number, when};
use super::{Choice, organisation_name, person_name};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::moves::{self, Line, STATES, State as Standing};

#[derive(Template)]
#[template(path = "admin/moves.html")]
struct MovesPage {
    page: Page,
    states: Vec<Choice>,
    filtered: bool,
    total: i64,
    lines: Vec<Shown>,
    pager: Pager,
}

struct Shown {
    id: String,
    name: String,
    user_id: String,
    organisation: String,
    started: When,
    state: String,
    state_word: String,
    stuck: bool,
    rooms_moved: i64,
    rooms: i64,
}

pub(super) async fn show(admin: AdminActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let asked = Fields::parse(context.query.as_bytes());
    let state: Option<Standing> = asked.get("state").parse().ok();
    let number = page_number(asked.get("page"));
    let found = moves::list(&app, admin.session().actor(), admin.scope(), state, number).await?;
    let page = Page::new(&context, "moves-title", "/moves", Some(admin.session()));
    let line = |line: Line| Shown {
        name: person_name(&line.given_name, &line.family_name, &line.person_id),
        organisation: organisation_name(&app, &line.organisation),
        state_word: page.word("move-state", &line.state),
        started: when(line.started_at_ms),
        id: line.id,
        user_id: line.user_id,
        state: line.state,
        stuck: line.stuck,
        rooms_moved: line.rooms_moved,
        rooms: line.rooms,
    };
    let lines = found.lines.into_iter().map(line).collect();
    let choice = |one: Standing| Choice {
        id: one.word().to_owned(),
        name: page.word("move-state", one.word()),
        chosen: state == Some(one),
    };
    let shown = MovesPage {
        states: STATES.into_iter().map(choice).collect(),
        filtered: state.is_some(),
        total: found.total,
        lines,
        pager: Pager::new(number, found.total, moves::PAGE, &[("state", state.map_or("", Standing::word))]),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}
