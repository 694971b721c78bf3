//! `GET` and `POST /account/key`: setting a security key up. The one thing in the consoles that needs a script, since
//! only a script can speak to a key; whoever has none uses an authenticator's codes.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::enrol::enrolled_page;
use super::form::FreshForm;
use super::frame::WithScript;
use super::page::{Context, Page, html};
use super::pages::Pages;
use crate::actor::{Officer, OfficerActor};
use crate::app::App;
use crate::error::Problem;
use crate::officers::{self, KeyQuestion, OfficerRole};

/// The routes.
pub(super) fn routes(pages: Pages, roles: &'static [OfficerRole]) -> Pages {
    pages.route(roles, "/account/key", get(show).post(confirm)).route(&[], "/keys.js", get(script))
}

#[derive(Template)]
#[template(path = "console/key.html")]
struct KeyPage {
    page: Page,
    /// What the script gives to the browser; nothing if keys cannot be used at this address.
    key: Option<KeyQuestion>,
    alert: Option<String>,
}

async fn show(officer: OfficerActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    page(&context, &app, &officer, None).await
}

async fn page(context: &Context, app: &App, officer: &OfficerActor, alert: Option<&str>) -> Result<Response, Problem> {
    let key = officers::begin_key(app, officer.session(), officer.token()).await?;
    let page = Page::new(context, "key-title", "/account", Some(officer.session()));
    let alert = alert.map(|key| page.m(key));
    let status = if alert.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let shown = KeyPage { page, key, alert };
    let answer = html(status, &shown);
    Ok(if shown.key.is_some() { with_script(answer) } else { answer })
}

/// Lets a page run the script that speaks to keys.
pub(super) fn with_script(mut page: Response) -> Response {
    page.extensions_mut().insert(WithScript);
    page
}

async fn confirm(context: Context, State(app): State<App>, form: FreshForm<OfficerActor>) -> Result<Response, Problem> {
    let (officer, fields) = (&form.officer, &form.fields);
    let (label, answer) = (fields.get("label"), fields.get("answer"));
    match officers::confirm_key(&app, officer.session(), officer.token(), label, answer).await? {
        Some(enrolled) => Ok(enrolled_page(&context, enrolled)),
        None => page(&context, &app, officer, Some("key-wrong")).await,
    }
}

async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("../../templates/console/keys.js"))
}
