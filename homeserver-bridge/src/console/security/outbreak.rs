//! `GET /outbreaks/{id}`: where a find was made, and how many are exposed; `POST …/close` says that it is over.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use super::super::form::SignedForm;
use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use super::notice::{Notice, back, bad_text, notice};
use super::outbreaks::{Line, line};
use super::sender_organisation;
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_cases::remark;
use crate::scan_outbreaks::{self, OutbreakFile};

#[derive(Template)]
#[template(path = "security/outbreak.html")]
struct OutbreakPage {
    page: Page,
    notice: Option<Notice>,
    line: Line,
    noticed: When,
    remark: String,
    exposed: i64,
    files: Vec<FileLine>,
    rooms: Vec<(String, i64)>,
}

struct FileLine {
    report: String,
    at: When,
    organisation: String,
    media_server: String,
    rooms: i64,
    case_state: String,
    case_word: String,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = scan_outbreaks::one(&app, officer.session().actor(), id).await?;
    let found = found.ok_or_else(|| Problem::not_found("There is no such outbreak."))?;
    let mut page = Page::new(&context, "outbreaks-title", "/outbreaks", Some(officer.session()));
    page.title = page.with("outbreak-title", &found.line.signature);
    let file = |file: OutbreakFile| FileLine {
        organisation: sender_organisation(&app, &page, &file.organisation, &file.media_server),
        at: when(file.at_ms),
        case_word: page.word("case", &file.case_state),
        report: file.report,
        media_server: file.media_server,
        rooms: file.rooms,
        case_state: file.case_state,
    };
    let shown = OutbreakPage {
        notice: notice(&context, &page),
        noticed: when(found.noticed_at_ms),
        remark: found.remark,
        exposed: found.exposed,
        files: found.found_in.into_iter().map(file).collect(),
        rooms: found.rooms,
        line: line(found.line),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

pub(super) async fn close(
    State(app): State<App>,
    Path(id): Path<String>,
    form: SignedForm<SecurityActor>,
) -> Result<Redirect, Problem> {
    if !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(Problem::not_found("There is no such outbreak."));
    }
    let place = format!("/outbreaks/{id}");
    let Some(text) = remark(form.fields.get("text")) else { return Ok(bad_text(&place, "outbreak-close")) };
    back(&place, "outbreak-close", scan_outbreaks::close(&app, form.officer.session(), id, text).await?)
}
