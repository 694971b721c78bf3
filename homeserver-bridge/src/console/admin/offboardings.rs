//! `GET /offboardings`: every departure and how far it is.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{Pager, When, page_number, when};
use super::{Choice, person_name};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::offboarding::{self, State as Standing};

const STATES: [Standing; 4] = [Standing::Running, Standing::Waiting, Standing::Closed, Standing::Cancelled];

#[derive(Template)]
#[template(path = "admin/offboardings.html")]
struct OffboardingsPage {
    page: Page,
    notice: Option<String>,
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
    cause: String,
    started: When,
    state: String,
    state_word: String,
    stuck: bool,
    rooms_left: i64,
    rooms: i64,
}

pub(super) async fn show(admin: AdminActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let asked = Fields::parse(context.query.as_bytes());
    let state: Option<Standing> = asked.get("state").parse().ok();
    let number = page_number(asked.get("page"));
    let found = offboarding::list(&app, admin.session().actor(), admin.scope(), state, number).await?;
    let page = Page::new(&context, "offboardings-title", "/offboardings", Some(admin.session()));
    let line = |line: offboarding::Line| Shown {
        name: person_name(&line.given_name, &line.family_name, &line.person_id),
        cause: page.word("offboarding-cause", &line.cause),
        state_word: page.word("offboarding-state", &line.state),
        started: when(line.started_at_ms),
        id: line.id,
        user_id: line.user_id,
        state: line.state,
        stuck: line.stuck,
        rooms_left: line.rooms_left,
        rooms: line.rooms,
    };
    let lines = found.lines.into_iter().map(line).collect();
    let choice = |one: Standing| Choice {
        id: one.word().to_owned(),
        name: page.word("offboarding-state", one.word()),
        chosen: state == Some(one),
    };
    let states = STATES.into_iter().map(choice).collect();
    let shown = OffboardingsPage {
        notice: (asked.get("done") == "many").then(|| page.m("offboarding-done-many")),
        states,
        filtered: state.is_some(),
        total: found.total,
        lines,
        pager: Pager::new(number, found.total, offboarding::PAGE, &[("state", state.map_or("", Standing::word))]),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}
