//! `GET /reports/{id}`: all that may be known of one report.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::page::{Context, Page, html};
use super::super::show::{When, size, when};
use super::organisation;
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_reports::{self, Report};

#[derive(Template)]
#[template(path = "security/report.html")]
struct ReportPage {
    page: Page,
    report: Report,
    at: When,
    verdict_word: String,
    explanation: String,
    size: String,
    sender: String,
    receiver: String,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = scan_reports::report(&app, id, officer.session().actor()).await?;
    let report = found.ok_or_else(|| Problem::not_found("There is no such report."))?;
    let page = Page::new(&context, "report-title", "/reports", Some(officer.session()));
    let effect = match report.verdict.as_str() {
        "clean" => "effect-clean",
        "infected" | "type_forbidden" => "effect-blocked",
        _ => "effect-unchecked",
    };
    let shown = ReportPage {
        at: when(report.scanned_at_ms),
        verdict_word: page.word("verdict", &report.verdict),
        explanation: page.m(effect),
        size: size(page.language, report.size),
        sender: organisation(&app, &page, &report.media_server),
        receiver: organisation(&app, &page, &report.homeserver),
        report,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}
