//! Signing in to a console with name and password, and out of it.

use askama::Template;
use axum::extract::State;
use axum::http::header::{COOKIE, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use secrecy::SecretString;

use super::form::{Fields, SignedForm, same};
use super::page::{Context, Page, html};
use super::pages::Pages;
use crate::actor::{EnteringActor, Officer};
use crate::app::App;
use crate::clock::random_token;
use crate::error::Problem;
use crate::officers::{self, Entered, SignIn, Stage, cookie_name, find_cookie, session_cookie};

/// The routes: nobody needs an open session for them.
pub(super) fn routes(pages: Pages) -> Pages {
    pages.route(&[], "/login", get(show).post(sign_in)).route(&[], "/logout", post(sign_out))
}

#[derive(Template)]
#[template(path = "console/login.html")]
struct LoginPage {
    page: Page,
    csrf: String,
    name: String,
    alert: Option<String>,
}

async fn show(context: Context) -> Response {
    form(&context, StatusCode::OK, "", None)
}

fn form(context: &Context, status: StatusCode, name: &str, alert: Option<&str>) -> Response {
    let page = Page::new(context, "login-title", "", None);
    let (csrf, cookie) = form_secret(context);
    let alert = alert.map(|key| page.m(key));
    let page = LoginPage { page, csrf, name: name.to_owned(), alert };
    ([(SET_COOKIE, cookie)], html(status, &page)).into_response()
}

/// Where nobody is signed in yet, the form's secret stands in a cookie of its own.
pub(super) fn form_secret(context: &Context) -> (String, String) {
    let csrf = random_token();
    let secure = if context.secure { "; Secure" } else { "" };
    let cookie = format!("{}={csrf}; Path=/; HttpOnly; SameSite=Strict{secure}", form_cookie(context));
    (csrf, cookie)
}

/// Whether a form has the secret of its cookie.
pub(super) fn has_form_secret(context: &Context, headers: &HeaderMap, fields: &Fields) -> bool {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    same(fields.exact("csrf"), find_cookie(cookies, &form_cookie(context)).unwrap_or_default())
}

fn form_cookie(context: &Context) -> String {
    format!("{}_form", cookie_name(context.console, context.secure))
}

/// What a browser calls itself, as far as somebody needs it to know their sessions apart.
pub(super) fn browser(headers: &HeaderMap) -> String {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let find = |names: &[&'static str]| names.iter().find(|name| agent.contains(**name)).copied().unwrap_or("?");
    let program = match find(&["Firefox", "Edg", "OPR", "Chrome", "Safari"]) {
        "Edg" => "Edge",
        "OPR" => "Opera",
        name => name,
    };
    format!("{program}, {}", find(&["Windows", "Android", "iPhone", "iPad", "Mac", "Linux"]))
}

/// The answer that leads on with a new session, or one with a new secret.
pub(super) fn enter(context: &Context, signed_in: &SignIn, next: &str) -> Response {
    let cookie = session_cookie(context.console, context.secure, &signed_in.token);
    ([(SET_COOKIE, cookie)], Redirect::to(next)).into_response()
}

async fn sign_in(
    context: Context,
    State(app): State<App>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let name = fields.get("name");
    if !has_form_secret(&context, &headers, &fields) {
        return Ok(form(&context, StatusCode::FORBIDDEN, name, Some("login-form-old")));
    }
    let password = SecretString::from(fields.exact("password"));
    Ok(match officers::sign_in(&app, context.console, name, password, &browser(&headers)).await? {
        Entered::Wait => form(&context, StatusCode::TOO_MANY_REQUESTS, name, Some("login-wait")),
        Entered::No => form(&context, StatusCode::FORBIDDEN, name, Some("login-wrong")),
        Entered::Yes(signed_in) => {
            let enrols = signed_in.session.proof.stage == Stage::Enrol;
            enter(&context, &signed_in, if enrols { "/login/enrol" } else { "/login/factor" })
        }
    })
}

async fn sign_out(
    context: Context,
    State(app): State<App>,
    form: SignedForm<EnteringActor>,
) -> Result<Response, Problem> {
    officers::sign_out(&app, form.officer.session(), form.officer.token()).await?;
    let cookie = session_cookie(context.console, context.secure, "");
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/login")).into_response())
}
