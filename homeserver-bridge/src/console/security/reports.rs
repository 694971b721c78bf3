//! `GET /reports`: what the scanner found, newest first.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{Pager, When, page_number, size, when};
use super::{EngineLine, engine_line, organisation};
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_reports::{self, Filter};

/// What can be asked for; the first is what is shown at first.
const VERDICTS: [&str; 13] = [
    "blocked",
    "unchecked",
    "all",
    "infected",
    "type_forbidden",
    "clean",
    "too_large",
    "unscannable_encrypted",
    "unscannable_limits",
    "unscannable_malformed",
    "engine_error",
    "timeout",
    "hash_mismatch",
];

#[derive(Template)]
#[template(path = "security/reports.html")]
struct ReportsPage {
    page: Page,
    engines: Vec<EngineLine>,
    verdicts: Vec<Choice>,
    homeservers: Vec<Choice>,
    at_first: bool,
    total: i64,
    reports: Vec<Line>,
    pager: Pager,
}

struct Choice {
    id: String,
    name: String,
    chosen: bool,
}

struct Line {
    id: String,
    at: When,
    verdict: String,
    verdict_word: String,
    signature: String,
    type_found: String,
    size: String,
    media_server: String,
    organisation: String,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let asked = Fields::parse(context.query.as_bytes());
    let servers = app.config.homeservers.iter().map(|h| h.server_name.as_str());
    let filter = Filter {
        verdict: VERDICTS.into_iter().find(|v| *v == asked.get("verdict")).unwrap_or(VERDICTS[0]).to_owned(),
        media_server: servers.clone().find(|name| *name == asked.get("homeserver")).unwrap_or_default().to_owned(),
        page: page_number(asked.get("page")),
    };
    let found = scan_reports::list(&app, filter.clone(), officer.session().actor()).await?;
    let engines = scan_reports::engines(&app).await?;
    let page = Page::new(&context, "reports-title", "/reports", Some(officer.session()));
    let line = |r: scan_reports::Report| Line {
        at: when(r.scanned_at_ms),
        verdict_word: page.word("verdict", &r.verdict),
        size: size(page.language, r.size),
        organisation: organisation(&app, &page, &r.media_server),
        id: r.id,
        verdict: r.verdict,
        signature: r.signature,
        type_found: r.type_found,
        media_server: r.media_server,
    };
    let now = app.clock.now_ms();
    let verdict =
        |v: &str| Choice { id: v.to_owned(), name: page.word("verdict", v), chosen: v == filter.verdict.as_str() };
    let server = |s: &str| Choice { id: s.to_owned(), name: s.to_owned(), chosen: s == filter.media_server.as_str() };
    let parts = [("verdict", filter.verdict.as_str()), ("homeserver", filter.media_server.as_str())];
    let shown = ReportsPage {
        engines: engines.iter().map(|state| engine_line(&page, page.language, now, state)).collect(),
        verdicts: VERDICTS.into_iter().map(verdict).collect(),
        homeservers: servers.map(server).collect(),
        at_first: filter.verdict == VERDICTS[0] && filter.media_server.is_empty(),
        total: found.total,
        reports: found.reports.into_iter().map(line).collect(),
        pager: Pager::new(filter.page, found.total, scan_reports::PAGE, &parts),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}
