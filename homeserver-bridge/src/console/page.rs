//! What every page has: title, language, navigation, and who is signed in.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use fluent_bundle::FluentValue;

use super::frame::explained;
use super::language::{LANGUAGES, Language};
use crate::error::Problem;
use crate::officers::{OfficerRole, Session};

/// What the frame knows of a request.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub(super) language: Language,
    pub(super) role: OfficerRole,
    pub(super) secure: bool,
    /// The query of the address, as it came.
    pub(super) query: String,
    /// How many decisions wait for officers of this console: plans, or requests.
    pub(super) waiting: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for Context {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| Problem::internal(anyhow::anyhow!("a page stands outside the console's frame")))
    }
}

/// An entry of the navigation.
pub(super) struct NavItem {
    pub(super) href: &'static str,
    pub(super) label: String,
    pub(super) current: bool,
    /// How many things wait behind it, and the words for that.
    pub(super) waiting: Option<(i64, String)>,
}

/// A language to choose.
pub(super) struct LanguageLink {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) href: String,
    pub(super) current: bool,
}

/// Who is signed in.
pub(super) struct SignedIn {
    pub(super) name: String,
    pub(super) csrf: String,
}

/// The part of a page that the layout needs, and the way to its texts.
pub(super) struct Page {
    pub(super) language: Language,
    pub(super) title: String,
    pub(super) console: String,
    pub(super) signed_in: Option<SignedIn>,
    pub(super) nav: Vec<NavItem>,
    pub(super) languages: Vec<LanguageLink>,
}

const ADMIN_NAV: &[(&str, &str)] = &[
    ("/people", "nav-people"),
    ("/plans", "nav-plans"),
    ("/invite", "nav-invite"),
    ("/moves", "nav-moves"),
    ("/offboardings", "nav-offboardings"),
    ("/audit", "nav-audit"),
];
const SECURITY_NAV: &[(&str, &str)] = &[
    ("/", "nav-overview"),
    ("/reports", "nav-reports"),
    ("/outbreaks", "nav-outbreaks"),
    ("/requests", "nav-requests"),
    ("/blocks", "nav-blocks"),
    ("/alerts", "nav-alerts"),
    ("/figures", "nav-figures"),
    ("/engine", "nav-engine"),
];

impl Page {
    /// A page with the message `title` as its heading; `section` is the entry of the navigation that it belongs to.
    pub(super) fn new(context: &Context, title: &str, section: &str, session: Option<&Session>) -> Self {
        let language = context.language;
        let (entries, console) = match context.role {
            OfficerRole::Administrator => (ADMIN_NAV, "console-admin"),
            OfficerRole::Security => (SECURITY_NAV, "console-security"),
        };
        let item = |(href, label): &(&'static str, &str)| NavItem {
            href,
            label: language.message(label, &[]),
            current: *href == section,
            waiting: (matches!(*href, "/plans" | "/requests") && context.waiting > 0).then(|| {
                let n = context.waiting;
                (n, language.message("nav-plans-waiting", &[("n", FluentValue::from(n))]))
            }),
        };
        Self {
            language,
            title: language.message(title, &[]),
            console: language.message(console, &[]),
            signed_in: session.map(|s| SignedIn { name: s.name.clone(), csrf: s.csrf.clone() }),
            nav: if session.is_some() { entries.iter().map(item).collect() } else { Vec::new() },
            languages: LANGUAGES.map(|other| link(other, language, &context.query)).into_iter().collect(),
        }
    }

    /// A message.
    pub(super) fn m(&self, key: &str) -> String {
        self.language.message(key, &[])
    }

    /// A message that counts.
    pub(super) fn n(&self, key: &str, n: &i64) -> String {
        self.language.message(key, &[("n", FluentValue::from(*n))])
    }

    /// A message that counts and shows the number as it is written in the language.
    pub(super) fn counted(&self, key: &str, n: u64, shown: &str) -> String {
        self.language.message(key, &[("n", FluentValue::from(n)), ("value", FluentValue::from(shown))])
    }

    /// A message with a text in it.
    pub(super) fn with(&self, key: &str, value: &str) -> String {
        self.language.message(key, &[("value", FluentValue::from(value))])
    }

    /// What a word of the database is called here, such as a state or a verdict; the word itself if it is a new one.
    pub(super) fn word(&self, kind: &str, word: &str) -> String {
        let key = format!("{kind}-{}", word.replace(['_', '.'], "-"));
        self.language.find(&key, &[]).unwrap_or_else(|| word.to_owned())
    }

    /// The csrf secret for a form; empty where nobody is signed in.
    pub(super) fn csrf(&self) -> &str {
        self.signed_in.as_ref().map_or("", |s| s.csrf.as_str())
    }
}

fn link(other: Language, current: Language, query: &str) -> LanguageLink {
    let code = other.code();
    let href = if query.is_empty() { format!("?lang={code}") } else { format!("?{query}&lang={code}") };
    LanguageLink { code, name: other.own_name(), href, current: other == current }
}

/// The answer with a page.
pub(super) fn html(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(cause) => Problem::internal(cause).into_response(),
    }
}

#[derive(Template)]
#[template(path = "console/error.html")]
struct ErrorPage {
    page: Page,
    explanation: String,
}

/// The page for an answer that is an error.
pub(super) fn error(context: &Context, status: StatusCode) -> Response {
    let page = Page::new(context, "error-title", "", None);
    let explanation = page.m(explained(status));
    html(status, &ErrorPage { page, explanation })
}
