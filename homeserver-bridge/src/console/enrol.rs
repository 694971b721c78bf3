//! `GET` and `POST /welcome/{token}`: a new officer's password. `GET` and `POST /login/enrol`: their second factor, before
//! anything else opens. Also for officers who set up another one (`/account/totp`).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use qrcodegen::{QrCode, QrCodeEcc};
use secrecy::SecretString;

use super::form::{Fields, FreshForm, SignedForm};
use super::login::{browser, enter, form_secret, has_form_secret};
use super::page::{Context, Page, html};
use super::pages::Pages;
use crate::actor::{EnteringActor, Officer, OfficerActor};
use crate::app::App;
use crate::error::Problem;
use crate::officers::{self, Enrolled, OfficerError, OfficerRole, Session, Stage, session_cookie};

/// The routes.
pub(super) fn routes(pages: Pages, roles: &'static [OfficerRole]) -> Pages {
    pages
        .route(&[], "/welcome/{token}", get(welcome).post(set_password))
        .route(&[], "/login/enrol", get(show).post(confirm))
        .route(roles, "/account/totp", get(show_another).post(confirm_another))
}

#[derive(Template)]
#[template(path = "console/welcome.html")]
struct WelcomePage {
    page: Page,
    csrf: String,
    /// Whose link it is; nobody's if it is not good.
    name: Option<String>,
    token: String,
    alert: Option<String>,
}

async fn welcome(context: Context, State(app): State<App>, Path(token): Path<String>) -> Result<Response, Problem> {
    welcome_page(&context, &app, &token, StatusCode::OK, None).await
}

async fn welcome_page(
    context: &Context,
    app: &App,
    token: &str,
    status: StatusCode,
    alert: Option<&str>,
) -> Result<Response, Problem> {
    let name = officers::linked(app, context.console, token).await?;
    let page = Page::new(context, "welcome-title", "", None);
    let (csrf, cookie) = form_secret(context);
    let status = if name.is_some() { status } else { StatusCode::NOT_FOUND };
    let alert = alert.map(|key| page.m(key));
    let shown = WelcomePage { page, csrf, name, token: token.to_owned(), alert };
    Ok(([(SET_COOKIE, cookie)], html(status, &shown)).into_response())
}

async fn set_password(
    context: Context,
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let again = |status, alert| welcome_page(&context, &app, &token, status, Some(alert));
    if !has_form_secret(&context, &headers, &fields) {
        return again(StatusCode::FORBIDDEN, "login-form-old").await;
    }
    if fields.exact("password") != fields.exact("again") {
        return again(StatusCode::UNPROCESSABLE_ENTITY, "welcome-differ").await;
    }
    let password = SecretString::from(fields.exact("password"));
    match officers::set_first_password(&app, context.console, &token, password, &browser(&headers)).await {
        Ok(Some(signed_in)) => Ok(enter(&context, &signed_in, "/login/enrol")),
        Ok(None) => again(StatusCode::NOT_FOUND, "welcome-used").await,
        Err(OfficerError::Password) => again(StatusCode::UNPROCESSABLE_ENTITY, "welcome-short").await,
        Err(other) => Err(Problem::internal(other)),
    }
}

#[derive(Template)]
#[template(path = "console/enrol.html")]
struct EnrolPage {
    page: Page,
    /// Where the form goes.
    action: &'static str,
    csrf: String,
    /// Whether it is the first factor, without which nothing opens.
    first: bool,
    /// The secret in groups of four, to be typed in.
    secret: String,
    /// The picture's size and its dark squares as a path.
    size: i32,
    squares: String,
    alert: Option<String>,
}

async fn show(officer: EnteringActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    match officer.session().proof.stage {
        Stage::Enrol => enrol_page(&context, &app, &officer, None).await,
        Stage::Factor => Ok(Redirect::to("/login/factor").into_response()),
        Stage::Open => Ok(Redirect::to("/").into_response()),
    }
}

async fn show_another(officer: OfficerActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    enrol_page(&context, &app, &officer, None).await
}

async fn enrol_page(
    context: &Context,
    app: &App,
    officer: &impl Officer,
    alert: Option<&str>,
) -> Result<Response, Problem> {
    let session = officer.session();
    let secret = officers::begin_totp(app, session, officer.token()).await?;
    let first = session.proof.stage == Stage::Enrol;
    let page = Page::new(context, "enrol-title", "/account", (!first).then_some(session));
    let (size, squares) = picture(&address(session, &secret)).map_err(Problem::internal)?;
    let shown = EnrolPage {
        action: if first { "/login/enrol" } else { "/account/totp" },
        csrf: session.csrf.clone(),
        first,
        secret: groups(&secret),
        size,
        squares,
        alert: alert.map(|key| page.m(key)),
        page,
    };
    let status = if alert.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    Ok(html(status, &shown))
}

/// What authenticators read. A name holds nothing that would mean something in an address.
fn address(session: &Session, secret: &str) -> String {
    let issuer = format!("Depesha%20{}", session.role.console().word());
    format!("otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}", session.name)
}

fn groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().join(" ")
}

/// A text as a picture of squares, with the margin that readers need.
fn picture(text: &str) -> Result<(i32, String), qrcodegen::DataTooLong> {
    const MARGIN: i32 = 4;
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)?;
    let mut squares = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            squares += &format!("M{},{}h1v1h-1z", x + MARGIN, y + MARGIN);
        }
    }
    Ok((code.size() + 2 * MARGIN, squares))
}

async fn confirm(
    context: Context,
    State(app): State<App>,
    form: SignedForm<EnteringActor>,
) -> Result<Response, Problem> {
    if form.officer.session().proof.stage != Stage::Enrol {
        return Ok(Redirect::to("/login/factor").into_response());
    }
    answer(&context, &app, &form.officer, &form.fields).await
}

async fn confirm_another(
    context: Context,
    State(app): State<App>,
    form: FreshForm<OfficerActor>,
) -> Result<Response, Problem> {
    answer(&context, &app, &form.officer, &form.fields).await
}

async fn answer(context: &Context, app: &App, officer: &impl Officer, fields: &Fields) -> Result<Response, Problem> {
    match officers::confirm_totp(app, officer.session(), officer.token(), fields.get("code")).await? {
        Some(enrolled) => Ok(enrolled_page(context, enrolled)),
        None => enrol_page(context, app, officer, Some("factor-wrong")).await,
    }
}

/// After a factor was set up: the codes for when it is lost, once; else back to where one came from.
pub(super) fn enrolled_page(context: &Context, enrolled: Enrolled) -> Response {
    let Enrolled { signed_in, recovery } = enrolled;
    if recovery.is_empty() {
        return enter(context, &signed_in, "/account?done=factor");
    }
    let cookie = session_cookie(context.console, context.secure, &signed_in.token);
    ([(SET_COOKIE, cookie)], codes_page(context, &signed_in.session, recovery)).into_response()
}

#[derive(Template)]
#[template(path = "console/codes.html")]
struct CodesPage {
    page: Page,
    codes: Vec<String>,
}

/// The codes for when a factor is lost, which are shown here alone.
pub(super) fn codes_page(context: &Context, session: &Session, codes: Vec<String>) -> Response {
    let page = Page::new(context, "codes-title", "/account", Some(session));
    html(StatusCode::OK, &CodesPage { page, codes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_three_corners_and_a_margin() {
        let (size, squares) = picture("otpauth://totp/Depesha:olena?secret=GEZDGNBVGY3TQOJQ").unwrap();
        for corner in [(4, 4), (size - 5, 4), (4, size - 5)] {
            assert!(squares.contains(&format!("M{},{}h1", corner.0, corner.1)), "{corner:?}");
        }
        assert!(!squares.contains("M3,") && !squares.contains(&format!("M{},", size - 4)));
        assert_eq!(groups("ABCDEFGH"), "ABCD EFGH");
    }
}
