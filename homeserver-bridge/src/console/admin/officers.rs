//! `GET /officers`: who may do what. `POST /officers`: proposes that somebody becomes an officer; `POST
//! …/{role}/{name}/take` that somebody is none any more; `…/link` makes a new officer's link; `…/reset` takes lost
//! factors away.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bridge_api::OrganisationId;

use super::super::form::{Fields, FreshForm};
use super::super::page::{Context, Page, html};
use super::super::show::{Choice, When, when};
use super::approvals::propose_act;
use super::{organisation_name, organisations};
use crate::actor::{DecidingActor, Officer};
use crate::app::App;
use crate::approvals::Act;
use crate::error::Problem;
use crate::officers::{self, Granted, OfficerLine, OfficerRole, Scope, Session};

/// Notices after an act, as they may stand in the address.
const DONE: [&str; 9] =
    ["reset", "nothing", "bad-name", "other-role", "already", "nobody", "too-few", "no-link", "no-role"];

#[derive(Template)]
#[template(path = "admin/officers.html")]
struct OfficersPage {
    page: Page,
    notice: Option<(bool, String)>,
    lines: Vec<Line>,
    roles: Vec<Choice>,
    organisations: Vec<Choice>,
}

struct Line {
    name: String,
    role: &'static str,
    role_word: String,
    scope: String,
    since: When,
    has_password: bool,
    factors: i64,
    sessions: i64,
    own: bool,
}

/// Those who look after some organisations decide nothing about officers.
fn everybodys(officer: &DecidingActor) -> Result<&Session, Problem> {
    let all = officer.scope().is_all();
    if all { Ok(officer.session()) } else { Err(Problem::not_found("There is no such page.")) }
}

pub(super) async fn show(
    officer: DecidingActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let session = everybodys(&officer)?;
    let found = officers::list(&app, session).await?;
    let page = Page::new(&context, "officers-title", "/officers", Some(session));
    let asked = Fields::parse(context.query.as_bytes());
    let done = asked.one_of("done", &DONE);
    let lines = found.into_iter().map(|officer| line(&app, &page, session, officer)).collect();
    let role =
        |role: OfficerRole| Choice { id: role.word().to_owned(), name: page.word("role", role.word()), chosen: false };
    let shown = OfficersPage {
        notice: done.map(|word| (word == "reset", page.word("officers-done", word))),
        lines,
        roles: OfficerRole::ALL.into_iter().map(role).collect(),
        organisations: organisations(&app, &Scope::All, ""),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

fn line(app: &App, page: &Page, by: &Session, officer: OfficerLine) -> Line {
    let scope = match (&officer.scope, officer.role) {
        (Scope::Only(some), _) => {
            some.iter().map(|one| organisation_name(app, one.as_str())).collect::<Vec<_>>().join(", ")
        }
        (Scope::All, OfficerRole::Administrator) => page.m("officers-everybody"),
        (Scope::All, _) => String::new(),
    };
    Line {
        own: by.name == officer.name && by.role == officer.role,
        role_word: page.word("role", officer.role.word()),
        role: officer.role.word(),
        scope,
        since: when(officer.since_ms),
        has_password: officer.has_password,
        factors: officer.factors,
        sessions: officer.sessions,
        name: officer.name,
    }
}

pub(super) async fn propose(State(app): State<App>, form: FreshForm<DecidingActor>) -> Result<Redirect, Problem> {
    let session = everybodys(&form.officer)?;
    let (name, fields) = (form.fields.get("name").to_owned(), &form.fields);
    let Ok(role) = fields.get("role").parse::<OfficerRole>() else { return Ok(back("no-role")) };
    let chosen =
        |o: &&crate::config::OrganisationConfig| fields.all("organisation").iter().any(|id| id == o.id.as_str());
    let some: Vec<OrganisationId> = match role {
        OfficerRole::Administrator => app.config.organisations.iter().filter(chosen).map(|o| o.id.clone()).collect(),
        _ => Vec::new(),
    };
    let may = {
        let name = name.clone();
        app.db.read(move |tx| officers::may_be_granted(tx, &name, role)).await?
    };
    proposed(&app, session, may, Act::GrantRole { name, role, organisations: some }).await
}

pub(super) async fn take(
    State(app): State<App>,
    Path((role, name)): Path<(String, String)>,
    form: FreshForm<DecidingActor>,
) -> Result<Redirect, Problem> {
    let session = everybodys(&form.officer)?;
    let role = role_in(&role)?;
    let may = {
        let name = name.clone();
        app.db.read(move |tx| officers::may_be_taken(tx, &name, role)).await?
    };
    proposed(&app, session, may, Act::TakeRole { name, role }).await
}

/// What cannot be done anyway is not proposed.
async fn proposed(app: &App, officer: &Session, may: Granted, act: Act) -> Result<Redirect, Problem> {
    if may != Granted::Done {
        return Ok(back(may.word()));
    }
    propose_act(app, officer, act).await
}

pub(super) async fn reset(
    State(app): State<App>,
    Path((role, name)): Path<(String, String)>,
    form: FreshForm<DecidingActor>,
) -> Result<Redirect, Problem> {
    let session = everybodys(&form.officer)?;
    let gone = officers::reset_factors(&app, session, name, role_in(&role)?).await?;
    Ok(back(if gone { "reset" } else { "nothing" }))
}

#[derive(Template)]
#[template(path = "admin/officer_link.html")]
struct LinkPage {
    page: Page,
    name: String,
    /// The console that the link opens: its path follows the console's own address.
    console: String,
    path: String,
}

pub(super) async fn link(
    context: Context,
    State(app): State<App>,
    Path((role, name)): Path<(String, String)>,
    form: FreshForm<DecidingActor>,
) -> Result<Response, Problem> {
    let session = everybodys(&form.officer)?;
    let role = role_in(&role)?;
    let Some(token) = officers::make_link(&app, session, name.clone(), role).await? else {
        return Ok(back("no-link").into_response());
    };
    let page = Page::new(&context, "link-title", "/officers", Some(session));
    let shown = LinkPage {
        console: page.m(&format!("console-{}", role.console().word())),
        path: format!("/welcome/{token}"),
        name,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

fn role_in(word: &str) -> Result<OfficerRole, Problem> {
    word.parse().map_err(|()| Problem::not_found("There is no such role."))
}

fn back(done: &str) -> Redirect {
    Redirect::to(&format!("/officers?done={done}"))
}
