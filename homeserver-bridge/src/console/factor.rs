//! `GET` and `POST /login/factor`: the second factor after the password. `GET` and `POST /verify`: once more, before an
//! act that cannot be undone.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::form::{Fields, SignedForm, own_path};
use super::login::enter;
use super::page::{Context, Page, html};
use super::pages::Pages;
use crate::actor::{EnteringActor, Officer, OfficerActor};
use crate::app::App;
use crate::error::Problem;
use crate::officers::{self, Entered, OfficerRole, Session, Stage};

/// The routes.
pub(super) fn routes(pages: Pages, roles: &'static [OfficerRole]) -> Pages {
    pages.route(&[], "/login/factor", get(show).post(take)).route(roles, "/verify", get(show_again).post(take_again))
}

#[derive(Template)]
#[template(path = "console/factor.html")]
struct FactorPage {
    page: Page,
    /// Where the form goes.
    action: &'static str,
    /// Where to go afterwards.
    next: String,
    explained: String,
    csrf: String,
    alert: Option<String>,
}

fn form(context: &Context, session: &Session, next: &str, status: StatusCode, alert: Option<&str>) -> Response {
    let again = session.proof.stage == Stage::Open;
    let page = Page::new(context, "factor-title", "", again.then_some(session));
    let shown = FactorPage {
        action: if again { "/verify" } else { "/login/factor" },
        next: next.to_owned(),
        explained: page.m(if again { "factor-again" } else { "factor-explained" }),
        csrf: session.csrf.clone(),
        alert: alert.map(|key| page.m(key)),
        page,
    };
    html(status, &shown)
}

async fn show(officer: EnteringActor, context: Context) -> Response {
    match officer.session().proof.stage {
        Stage::Factor => form(&context, officer.session(), "/", StatusCode::OK, None),
        Stage::Enrol => Redirect::to("/login/enrol").into_response(),
        Stage::Open => Redirect::to("/").into_response(),
    }
}

async fn take(context: Context, State(app): State<App>, form: SignedForm<EnteringActor>) -> Result<Response, Problem> {
    answer(&context, &app, &form.officer, &form.fields).await
}

async fn show_again(officer: OfficerActor, context: Context) -> Response {
    let asked = Fields::parse(context.query.as_bytes());
    let next = own_path(asked.get("next")).unwrap_or("/");
    form(&context, officer.session(), next, StatusCode::OK, None)
}

async fn take_again(
    context: Context,
    State(app): State<App>,
    form: SignedForm<OfficerActor>,
) -> Result<Response, Problem> {
    answer(&context, &app, &form.officer, &form.fields).await
}

async fn answer(context: &Context, app: &App, officer: &impl Officer, fields: &Fields) -> Result<Response, Problem> {
    let (session, next) = (officer.session(), own_path(fields.get("next")).unwrap_or("/"));
    Ok(match officers::show_code(app, session, officer.token(), fields.get("code")).await? {
        Entered::Yes(signed_in) => enter(context, &signed_in, next),
        Entered::No => form(context, session, next, StatusCode::FORBIDDEN, Some("factor-wrong")),
        Entered::Wait => form(context, session, next, StatusCode::TOO_MANY_REQUESTS, Some("login-wait")),
    })
}
