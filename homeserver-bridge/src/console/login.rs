//! Signing in to a console and out of it.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use secrecy::SecretString;

use super::form::{Fields, SignedForm, same};
use super::page::{Context, Page, html};
use super::pages::Pages;
use crate::actor::Officer;
use crate::app::App;
use crate::clock::random_token;
use crate::error::Problem;
use crate::officers::{self, OfficerRole, Throttle, cookie_name, find_cookie, session_cookie};

/// The routes; `O` is who may sign out.
pub(super) fn routes<O>(pages: Pages, roles: &'static [OfficerRole]) -> Pages
where
    O: Officer + 'static,
    O::Rejection: IntoResponse,
{
    pages.route(&[], "/login", get(show).post(sign_in)).route(roles, "/logout", post(sign_out::<O>))
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

/// Nobody is signed in yet, so the form's secret stands in a cookie of its own.
fn form(context: &Context, status: StatusCode, name: &str, alert: Option<&str>) -> Response {
    let page = Page::new(context, "login-title", "", None);
    let csrf = random_token();
    let cookie = format!("{}={csrf}; Path=/; HttpOnly; SameSite=Strict{}", form_cookie(context), secure(context));
    let alert = alert.map(|key| page.m(key));
    let page = LoginPage { page, csrf, name: name.to_owned(), alert };
    ([(SET_COOKIE, cookie)], html(status, &page)).into_response()
}

fn form_cookie(context: &Context) -> String {
    format!("{}_form", cookie_name(context.console, context.secure))
}

fn secure(context: &Context) -> &'static str {
    if context.secure { "; Secure" } else { "" }
}

async fn sign_in(
    context: Context,
    State(app): State<App>,
    Extension(throttle): Extension<Arc<Throttle>>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let expected = find_cookie(cookies, &form_cookie(&context)).unwrap_or_default();
    let name = fields.get("name");
    if !same(fields.exact("csrf"), expected) {
        return Ok(form(&context, StatusCode::FORBIDDEN, name, Some("login-form-old")));
    }
    if !throttle.take(name, app.clock.now_ms()) {
        return Ok(form(&context, StatusCode::TOO_MANY_REQUESTS, name, Some("login-wait")));
    }
    let password = SecretString::from(fields.exact("password"));
    match officers::sign_in(&app, context.console, name, password).await? {
        None => Ok(form(&context, StatusCode::FORBIDDEN, name, Some("login-wrong"))),
        Some(signed_in) => {
            throttle.forgive(name);
            let cookie = session_cookie(context.console, context.secure, &signed_in.token);
            Ok(([(SET_COOKIE, cookie)], Redirect::to("/")).into_response())
        }
    }
}

async fn sign_out<O: Officer>(
    context: Context,
    State(app): State<App>,
    form: SignedForm<O>,
) -> Result<Response, Problem>
where
    O::Rejection: IntoResponse,
{
    officers::sign_out(&app, form.officer.session(), form.officer.token()).await?;
    let cookie = session_cookie(context.console, context.secure, "");
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/login")).into_response())
}
