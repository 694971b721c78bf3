//! `GET /engine`: whether the antivirus works, and how old its signatures are.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::page::{Context, Page, html};
use super::{EngineLine, engine_line};
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_reports;

#[derive(Template)]
#[template(path = "security/engine.html")]
struct EnginePage {
    page: Page,
    engines: Vec<EngineLine>,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let states = scan_reports::engines(&app).await?;
    scan_reports::engine_seen(&app, officer.session().actor()).await?;
    let page = Page::new(&context, "engine-title", "/engine", Some(officer.session()));
    let now = app.clock.now_ms();
    let engines = states.iter().map(|state| engine_line(&page, page.language, now, state)).collect();
    Ok(html(StatusCode::OK, &EnginePage { page, engines }))
}
