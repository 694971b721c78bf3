//! `GET /moves/{id}`: the record of one move, step by step and room by room, made to be printed.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use super::steps::Step;
use super::{organisation_name, person_name};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::moves::{self, Record};

#[derive(Template)]
#[template(path = "admin/move.html")]
struct MovePage {
    page: Page,
    record: Record,
    organisation: String,
    state_word: String,
    explained: String,
    started: When,
    closes: Option<When>,
    ended: Option<When>,
    steps: Vec<Step>,
    rooms: Vec<Room>,
}

struct Room {
    room_id: String,
    membership: String,
    outcome: String,
    outcome_word: String,
    rights: String,
    detail: String,
    at: When,
}

pub(super) async fn show(
    admin: AdminActor,
    context: Context,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = moves::record(&app, admin.session().actor(), admin.scope(), id).await?;
    let record = found.ok_or_else(|| Problem::not_found("There is no such move."))?;
    let mut page = Page::new(&context, "moves-title", "/moves", Some(admin.session()));
    let line = &record.line;
    page.title = page.with("move-title", &person_name(&line.given_name, &line.family_name, &line.person_id));
    let shown = MovePage {
        organisation: organisation_name(&app, &record.line.organisation),
        state_word: page.word("move-state", &record.line.state),
        explained: page.word("move-explained", &record.line.state),
        started: when(record.line.started_at_ms),
        closes: record.close_from_ms.filter(|_| record.ended_at_ms.is_none()).map(when),
        ended: record.ended_at_ms.map(when),
        steps: record.steps.iter().map(|line| Step::new(&page, "move-step", line, line.detail.clone())).collect(),
        rooms: record.rooms.iter().map(|line| room(&page, line)).collect(),
        record,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

fn room(page: &Page, line: &moves::RoomLine) -> Room {
    // Only who was invited can have rights.
    let there = matches!(line.outcome.as_str(), "invited" | "joined");
    Room {
        room_id: line.room_id.clone(),
        membership: page.word("membership", &line.membership),
        outcome: line.outcome.clone(),
        outcome_word: page.word("move-outcome", &line.outcome),
        rights: if there { page.word("move-rights", &line.rights) } else { String::new() },
        detail: page.word("move-detail", &line.detail),
        at: when(line.at_ms),
    }
}
