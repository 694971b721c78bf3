//! `GET` and `POST /login/factor`: the second factor after the password. `GET` and `POST /verify`: once more, before an
//! act that cannot be undone.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::form::{Fields, SignedForm, own_path};
use super::keys::with_script;
use super::login::enter;
use super::page::{Context, Page, html};
use super::pages::Pages;
use crate::actor::{EnteringActor, Officer, OfficerActor};
use crate::app::App;
use crate::error::Problem;
use crate::officers::{self, Entered, KeyQuestion, OfficerRole, Stage};

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
    /// What the script gives to the browser, if the officer has a security key.
    key: Option<KeyQuestion>,
    alert: Option<String>,
}

async fn form(
    context: &Context,
    app: &App,
    officer: &impl Officer,
    next: &str,
    alert: Option<(StatusCode, &str)>,
) -> Result<Response, Problem> {
    let session = officer.session();
    let again = session.proof.stage == Stage::Open;
    let page = Page::new(context, "factor-title", "", again.then_some(session));
    let shown = FactorPage {
        action: if again { "/verify" } else { "/login/factor" },
        next: next.to_owned(),
        explained: page.m(if again { "factor-again" } else { "factor-explained" }),
        csrf: session.csrf.clone(),
        key: officers::ask_for_key(app, session, officer.token()).await?,
        alert: alert.map(|(_, key)| page.m(key)),
        page,
    };
    let answer = html(alert.map_or(StatusCode::OK, |(status, _)| status), &shown);
    Ok(if shown.key.is_some() { with_script(answer) } else { answer })
}

async fn show(officer: EnteringActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    match officer.session().proof.stage {
        Stage::Factor => form(&context, &app, &officer, "/", None).await,
        Stage::Enrol => Ok(Redirect::to("/login/enrol").into_response()),
        Stage::Open => Ok(Redirect::to("/").into_response()),
    }
}

async fn take(context: Context, State(app): State<App>, form: SignedForm<EnteringActor>) -> Result<Response, Problem> {
    answer(&context, &app, &form.officer, &form.fields).await
}

async fn show_again(officer: OfficerActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let asked = Fields::parse(context.query.as_bytes());
    form(&context, &app, &officer, own_path(asked.get("next")).unwrap_or("/"), None).await
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
    let (entered, wrong) = match fields.get("answer") {
        "" => (officers::show_code(app, session, officer.token(), fields.get("code")).await?, "factor-wrong"),
        answer => (officers::show_key(app, session, officer.token(), answer).await?, "key-wrong"),
    };
    match entered {
        Entered::Yes(signed_in) => Ok(enter(context, &signed_in, next)),
        Entered::No => form(context, app, officer, next, Some((StatusCode::FORBIDDEN, wrong))).await,
        Entered::Wait => form(context, app, officer, next, Some((StatusCode::TOO_MANY_REQUESTS, "login-wait"))).await,
    }
}
