//! `GET /audit`: who did what to people and accounts.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{Pager, When, page_number, when};
use crate::actor::{AdminConsoleActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::officers::trail;

const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct AuditPage {
    page: Page,
    lines: Vec<Line>,
    pager: Pager,
}

struct Line {
    seq: i64,
    at: When,
    actor: String,
    action: String,
    subject: String,
    detail: String,
}

pub(super) async fn show(
    admin: AdminConsoleActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let number = page_number(Fields::parse(context.query.as_bytes()).get("page"));
    let (entries, total) = trail(&app, admin.session().actor(), number, PAGE).await?;
    let page = Page::new(&context, "audit-title", "/audit", Some(admin.session()));
    let lines = entries.into_iter().map(|e| Line {
        seq: e.seq,
        at: when(e.at_ms),
        actor: e.actor,
        action: page.word("action", &e.action),
        subject: e.subject,
        detail: e.detail,
    });
    let shown = AuditPage { lines: lines.collect(), pager: Pager::new(number, total, PAGE, &[]), page };
    Ok(html(StatusCode::OK, &shown))
}
