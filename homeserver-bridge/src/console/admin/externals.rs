//! `GET /externals`: everybody for whom HR does not vouch, people from outside and those whom administrators invited: until
//! when they have an account, and who answers for them.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{Pager, When, page_number, when};
use super::Choice;
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::externals::{self, Standing, Term};

#[derive(Template)]
#[template(path = "admin/externals.html")]
struct ExternalsPage {
    page: Page,
    term: String,
    states: Vec<Choice>,
    filtered: bool,
    total: i64,
    lines: Vec<Shown>,
    pager: Pager,
}

struct Shown {
    person_id: String,
    email: String,
    name: String,
    kind: String,
    state: &'static str,
    state_word: String,
    sponsor: String,
    until: When,
    rooms: usize,
}

/// How somebody stands; the message key of its name ends with it.
pub(super) fn state_of(term: &Term) -> &'static str {
    match term.account_state.as_deref() {
        _ if term.ended_at_ms.is_some() => "ended",
        Some("suspended" | "leaving") => "suspended",
        Some("active") => "active",
        _ => "invited",
    }
}

/// Where they come from; the message key of its name ends with it.
pub(super) fn kind_of(term: &Term) -> &'static str {
    if term.external { "outside" } else { "invited" }
}

pub(super) async fn show(admin: AdminActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let asked = Fields::parse(context.query.as_bytes());
    let standing = Standing::from_word(asked.get("state"));
    let number = page_number(asked.get("page"));
    let text: String = asked.get("q").chars().take(200).collect();
    let found = externals::list(&app, admin.session().actor(), admin.scope(), standing, &text, number).await?;
    let page = Page::new(&context, "externals-title", "/externals", Some(admin.session()));
    let line = |line: externals::Line| Shown {
        kind: page.word("external-kind", kind_of(&line.term)),
        state: state_of(&line.term),
        state_word: page.word("external-state", state_of(&line.term)),
        until: when(line.term.until_ms),
        sponsor: line.sponsor,
        rooms: line.rooms,
        email: line.term.email.as_str().to_owned(),
        name: line.term.name,
        person_id: line.term.person_id,
    };
    let lines = found.lines.into_iter().map(line).collect();
    let choice = |one: Standing| Choice {
        id: one.word().to_owned(),
        name: page.word("external-standing", one.word()),
        chosen: standing == Some(one),
    };
    let query = [("q", text.as_str()), ("state", standing.map_or("", Standing::word))];
    let shown = ExternalsPage {
        states: Standing::ALL.into_iter().map(choice).collect(),
        filtered: standing.is_some() || !text.is_empty(),
        total: found.total,
        lines,
        pager: Pager::new(number, found.total, externals::PAGE, &query),
        term: text,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}
