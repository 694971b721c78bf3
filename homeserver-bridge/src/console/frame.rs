//! What holds for every answer of a console: the language, the headers that keep a page to itself, and errors as pages.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use url::form_urlencoded;

use super::language::Language;
use super::page::{self, Context};
use crate::actor::Reason;
use crate::app::App;
use crate::officers::{Console, find_cookie};
use crate::{approvals, plans, scan_cases};

const LANGUAGE_COOKIE: &str = "depesha_lang";
const YEAR_SECONDS: u32 = 365 * 24 * 3600;

const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; \
                   base-uri 'none'";

/// The same for a page that speaks to a security key: with the one script of ours.
const CSP_WITH_SCRIPT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                               form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Marks an answer whose page may run our script.
#[derive(Debug, Clone, Copy)]
pub(super) struct WithScript;

/// What a console is made with.
#[derive(Clone)]
pub(super) struct Frame {
    console: Console,
    secure: bool,
    app: App,
}

impl Frame {
    pub(super) fn new(app: &App, console: Console) -> Self {
        Self { console, secure: app.config.public_base_url.scheme() == "https", app: app.clone() }
    }
}

impl Frame {
    /// Behind which section how many decisions wait for officers. A page is not kept back because that cannot be told.
    async fn waiting(&self, path: &str) -> Vec<(&'static str, i64)> {
        if matches!(path, "/style.css" | "/icon.svg" | "/keys.js") || path.starts_with("/login") {
            return Vec::new();
        }
        let counted = match self.console {
            Console::Admin => {
                vec![("/plans", plans::waiting(&self.app).await), ("/approvals", approvals::waiting(&self.app).await)]
            }
            Console::Security => vec![("/requests", scan_cases::waiting(&self.app).await)],
        };
        let or_none = |waiting: Result<i64, _>| {
            waiting.unwrap_or_else(|cause| {
                tracing::error!(%cause, "decisions that wait cannot be counted");
                0
            })
        };
        counted.into_iter().map(|(section, waiting)| (section, or_none(waiting))).collect()
    }
}

/// Wraps every request.
pub(super) async fn frame(State(frame): State<Frame>, mut request: Request, next: Next) -> Response {
    if let Some(mut answer) = chosen_language(&request) {
        dress(&mut answer, frame.secure);
        return answer;
    }
    let path = request.uri().path().to_owned();
    let context = Context {
        language: language(&request),
        console: frame.console,
        secure: frame.secure,
        query: request.uri().query().unwrap_or_default().to_owned(),
        waiting: frame.waiting(&path).await,
        mode: frame.app.modes.current().mode,
    };
    request.extensions_mut().insert(context.clone());
    request.extensions_mut().insert(frame.console);
    let mut answer = next.run(request).await;
    if !is_page(&answer) && (answer.status().is_client_error() || answer.status().is_server_error()) {
        let reason = answer.extensions().get::<Reason>().map(|reason| reason.0);
        answer = page::error(&context, answer.status(), reason);
    }
    dress(&mut answer, frame.secure);
    answer
}

fn is_page(answer: &Response) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// `?lang=` keeps the choice in a cookie and leads to the same page without it.
fn chosen_language(request: &Request) -> Option<Response> {
    let query = request.uri().query().filter(|_| request.method() == Method::GET)?;
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let language = pairs.iter().find(|(key, _)| key == "lang").and_then(|(_, code)| Language::from_code(code))?;
    let rest = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs.iter().filter(|(key, _)| key != "lang"))
        .finish();
    // A path that starts with two slashes would be another host.
    let path = format!("/{}", request.uri().path().trim_start_matches(['/', '\\']));
    let place = if rest.is_empty() { path } else { format!("{path}?{rest}") };
    let code = language.code();
    let cookie = format!("{LANGUAGE_COOKIE}={code}; Path=/; HttpOnly; SameSite=Strict; Max-Age={YEAR_SECONDS}");
    Some(([(header::SET_COOKIE, cookie)], Redirect::to(&place)).into_response())
}

fn language(request: &Request) -> Language {
    let headers = request.headers();
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    if let Some(language) = find_cookie(cookies, LANGUAGE_COOKIE).and_then(Language::from_code) {
        return language;
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::from_accept(accepted.unwrap_or_default())
}

fn dress(answer: &mut Response, secure: bool) {
    let scripted = answer.extensions().get::<WithScript>().is_some();
    let mut set = |name: HeaderName, value: &'static str| {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, if scripted { CSP_WITH_SCRIPT } else { CSP });
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CACHE_CONTROL, "no-store");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// Statuses that a page of its own explains; the others are explained in general.
pub(super) fn explained(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "error-not-found",
        StatusCode::FORBIDDEN => "error-form",
        StatusCode::TOO_MANY_REQUESTS => "error-wait",
        status if status.is_client_error() => "error-request",
        _ => "error-ours",
    }
}
