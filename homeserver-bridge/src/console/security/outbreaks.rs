//! `GET /outbreaks`: one find in many places, those that last first.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_outbreaks::{self, OutbreakLine};

#[derive(Template)]
#[template(path = "security/outbreaks.html")]
struct OutbreaksPage {
    page: Page,
    explained: String,
    outbreaks: Vec<Line>,
}

/// An outbreak for a page.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) signature: String,
    pub(super) started: When,
    pub(super) last: When,
    pub(super) files: i64,
    pub(super) rooms: i64,
    pub(super) senders: i64,
    pub(super) closed: Option<(String, When)>,
}

pub(super) fn line(outbreak: OutbreakLine) -> Line {
    Line {
        id: outbreak.id,
        signature: outbreak.signature,
        started: when(outbreak.started_at_ms),
        last: when(outbreak.last_at_ms),
        files: outbreak.files,
        rooms: outbreak.rooms,
        senders: outbreak.senders,
        closed: outbreak.closed.map(|(by, at)| (by, when(at))),
    }
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let outbreaks = scan_outbreaks::list(&app, officer.session().actor()).await?;
    let page = Page::new(&context, "outbreaks-title", "/outbreaks", Some(officer.session()));
    let shown = OutbreaksPage {
        explained: page.n("outbreaks-explained", &i64::from(app.config.cases.outbreak_window_minutes)),
        outbreaks: outbreaks.into_iter().map(line).collect(),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}
