//! `GET /offboardings/{id}`: the receipt of one departure, made to be printed.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use super::person_name;
use super::steps::Step;
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::offboarding::{self, Receipt};
use crate::saga::StepLine;

/// Notices after an act, as they may stand in the address.
const DONE: [&str; 3] = ["started", "cancelled", "too-late"];

#[derive(Template)]
#[template(path = "admin/receipt.html")]
struct ReceiptPage {
    page: Page,
    notice: Option<String>,
    receipt: Receipt,
    state_word: String,
    cause: String,
    started: When,
    closes: When,
    ended: Option<When>,
    steps: Vec<Step>,
    rooms: Vec<Room>,
}

struct Room {
    room_id: String,
    membership: String,
    handover: String,
    successors: String,
    outcome: String,
    outcome_word: String,
    detail: String,
    at: When,
    servers: Vec<Server>,
}

struct Server {
    name: String,
    outcome: String,
    outcome_word: String,
    at: When,
}

pub(super) async fn show(
    admin: AdminActor,
    context: Context,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = offboarding::receipt(&app, admin.session().actor(), admin.scope(), id).await?;
    let receipt = found.ok_or_else(|| Problem::not_found("There is no such departure."))?;
    let mut page = Page::new(&context, "offboardings-title", "/offboardings", Some(admin.session()));
    let line = &receipt.line;
    page.title = page.with("receipt-title", &person_name(&line.given_name, &line.family_name, &line.person_id));
    let asked = Fields::parse(context.query.as_bytes());
    let done = asked.one_of("done", &DONE);
    let step =
        |line: &StepLine| Step::new(&page, "offboarding-step", line, page.word("offboarding-detail", &line.detail));
    let shown = ReceiptPage {
        notice: done.map(|word| page.word("offboarding-done", word)),
        state_word: page.word("offboarding-state", &receipt.line.state),
        cause: page.word("offboarding-cause", &receipt.line.cause),
        started: when(receipt.line.started_at_ms),
        closes: when(receipt.close_from_ms),
        ended: receipt.ended.as_ref().map(|(at_ms, _)| when(*at_ms)),
        steps: receipt.steps.iter().map(step).collect(),
        rooms: receipt.rooms.iter().map(|line| room(&page, line)).collect(),
        receipt,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

fn room(page: &Page, line: &offboarding::RoomLine) -> Room {
    Room {
        room_id: line.room_id.clone(),
        membership: page.word("membership", &line.membership),
        handover: page.word("handover", &line.handover),
        successors: line.successors.join(", "),
        outcome: line.departure.clone(),
        outcome_word: page.word("outcome", &line.departure),
        detail: line.detail.clone(),
        at: when(line.at_ms),
        servers: line.servers.iter().map(|line| server(page, line)).collect(),
    }
}

fn server(page: &Page, line: &offboarding::ServerLine) -> Server {
    Server {
        name: line.server_name.clone(),
        outcome: line.outcome.clone(),
        outcome_word: page.word("outcome", &line.outcome),
        at: when(line.at_ms),
    }
}
