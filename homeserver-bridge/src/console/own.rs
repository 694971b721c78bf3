//! `GET /account`: an officer's own factors and sessions; `POST /account/sessions/{id}/end` and `/account/codes`;
//! `GET` and `POST /account/factors/{id}/remove`.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::confirm::{Asked, Subject, ask};
use super::enrol::codes_page;
use super::form::{Fields, FreshForm, SignedForm};
use super::page::{Context, Page, html};
use super::pages::Pages;
use super::show::{When, when};
use crate::actor::{Officer, OfficerActor};
use crate::app::App;
use crate::error::Problem;
use crate::officers::{self, FactorLine, OfficerRole, SessionLine};

/// The routes.
pub(super) fn routes(pages: Pages, roles: &'static [OfficerRole]) -> Pages {
    let pages = pages.route(roles, "/account", get(show)).route(roles, "/account/codes", post(new_codes));
    pages.route(roles, "/account/sessions/{id}/end", post(end)).route(
        roles,
        "/account/factors/{id}/remove",
        get(ask_removal).post(remove),
    )
}

/// Notices after an act, as they may stand in the address.
const DONE: [&str; 5] = ["factor", "removed", "stays", "ended", "nothing"];
/// Fewer codes than this are marked.
const FEW: i64 = 3;

#[derive(Template)]
#[template(path = "console/account.html")]
struct AccountPage {
    page: Page,
    notice: Option<String>,
    /// Whether security keys can be used at this address.
    keys_usable: bool,
    factors: Vec<Factor>,
    codes_left: i64,
    few: bool,
    sessions: Vec<Line>,
}

struct Factor {
    id: String,
    /// Its kind, and what its owner calls it.
    name: String,
    /// Whether another one stays without it.
    removable: bool,
    added: When,
    used: Option<When>,
}

struct Line {
    id: String,
    browser: String,
    started: When,
    expires: When,
    current: bool,
}

async fn show(officer: OfficerActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let session = officer.session();
    let (factors, sessions) = officers::own(&app, session).await?;
    let codes_left = officers::codes_left(&app, session).await?;
    let page = Page::new(&context, "account-title", "/account", Some(session));
    let asked = Fields::parse(context.query.as_bytes());
    let done = asked.one_of("done", &DONE);
    let keys_usable = officers::keys_usable(&app, context.console);
    let factor = |line: &FactorLine| Factor {
        name: factor_name(&page, line),
        removable: officers::may_remove(&factors, &line.id, keys_usable),
        id: line.id.clone(),
        added: when(line.added_at_ms),
        used: line.used_at_ms.map(when),
    };
    let line = |line: SessionLine| Line {
        id: line.id,
        browser: line.browser,
        started: when(line.started_at_ms),
        expires: when(line.expires_at_ms),
        current: line.current,
    };
    let shown = AccountPage {
        notice: done.map(|word| page.word("account-done", word)),
        keys_usable,
        factors: factors.iter().map(factor).collect(),
        few: codes_left < FEW,
        codes_left,
        sessions: sessions.into_iter().map(line).collect(),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

fn factor_name(page: &Page, line: &FactorLine) -> String {
    let kind = page.word("factor-kind", &line.kind);
    if line.label.is_empty() { kind } else { format!("{kind}: {}", line.label) }
}

/// What removing a factor means.
const REMOVAL: Asked<'static> = Asked {
    title: "factor-remove-title",
    happens: &["factor-remove-opens-nothing", "factor-remove-sessions-stay"],
    n: 0,
    undo: "factor-remove-undo",
    for_good: true,
    button: "factor-remove-confirm",
    section: "/account",
};

async fn ask_removal(
    officer: OfficerActor,
    context: Context,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (factors, _) = officers::own(&app, officer.session()).await?;
    let usable = officers::keys_usable(&app, context.console);
    let removable = factors.iter().find(|factor| factor.id == id && officers::may_remove(&factors, &id, usable));
    let Some(factor) = removable else { return Ok(Redirect::to("/account?done=stays").into_response()) };
    let subject = Subject {
        who: factor_name(&Page::new(&context, "account-title", "/account", None), factor),
        account: String::new(),
        action: format!("/account/factors/{id}/remove"),
        hidden: vec![("next", format!("/account/factors/{id}/remove"))],
        back: "/account".to_owned(),
    };
    Ok(ask(&context, officer.session(), &REMOVAL, subject))
}

async fn remove(
    State(app): State<App>,
    Path(id): Path<String>,
    form: FreshForm<OfficerActor>,
) -> Result<Redirect, Problem> {
    let removed = officers::remove_factor(&app, form.officer.session(), id).await?;
    Ok(Redirect::to(if removed { "/account?done=removed" } else { "/account?done=stays" }))
}

async fn new_codes(
    context: Context,
    State(app): State<App>,
    form: FreshForm<OfficerActor>,
) -> Result<Response, Problem> {
    let session = form.officer.session();
    let codes = officers::new_codes(&app, session).await?;
    Ok(codes_page(&context, session, codes))
}

async fn end(
    State(app): State<App>,
    Path(id): Path<String>,
    form: SignedForm<OfficerActor>,
) -> Result<Redirect, Problem> {
    let ended = officers::end_own(&app, form.officer.session(), id).await?;
    Ok(Redirect::to(if ended { "/account?done=ended" } else { "/account?done=nothing" }))
}
