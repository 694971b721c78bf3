//! What every page has: title, language, navigation, and who is signed in.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use bridge_api::mode::Mode;
use fluent_bundle::FluentValue;

use super::frame::explained;
use super::language::{LANGUAGES, Language};
use crate::error::Problem;
use crate::officers::{Console, OfficerRole, Session};

/// What the frame knows of a request.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub(super) language: Language,
    pub(super) console: Console,
    pub(super) secure: bool,
    /// The query of the address, as it came.
    pub(super) query: String,
    /// Behind which section how many decisions wait for officers of this console.
    pub(super) waiting: Vec<(&'static str, i64)>,
    /// The operating mode.
    pub(super) mode: Mode,
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
    /// What the role is called.
    pub(super) role: String,
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
    /// The operating mode: its word and its name, for whoever is signed in.
    pub(super) mode: Option<(&'static str, String)>,
}

/// An entry of the navigation: where to, what it is called, and for whom.
type Entry = (&'static str, &'static str, &'static [OfficerRole]);

const ADMIN_NAV: &[Entry] = {
    use OfficerRole::{Administrator, Auditor, Operator};
    &[
        ("/people", "nav-people", &[Administrator]),
        ("/plans", "nav-plans", &[Administrator]),
        ("/invite", "nav-invite", &[Administrator]),
        ("/invitations", "nav-invitations", &[Administrator]),
        ("/externals", "nav-externals", &[Administrator]),
        ("/moves", "nav-moves", &[Administrator]),
        ("/offboardings", "nav-offboardings", &[Administrator]),
        ("/approvals", "nav-approvals", &[Operator, Administrator]),
        ("/mode", "nav-mode", &[Operator, Administrator, Auditor]),
        ("/federation", "nav-federation", &[Operator]),
        ("/officers", "nav-officers", &[Operator, Administrator]),
        ("/audit", "nav-audit", &[Operator, Administrator, Auditor]),
    ]
};
const SECURITY_NAV: &[Entry] = {
    const ALL: &[OfficerRole] = &[OfficerRole::Security];
    &[
        ("/", "nav-overview", ALL),
        ("/reports", "nav-reports", ALL),
        ("/outbreaks", "nav-outbreaks", ALL),
        ("/requests", "nav-requests", ALL),
        ("/blocks", "nav-blocks", ALL),
        ("/alerts", "nav-alerts", ALL),
        ("/figures", "nav-figures", ALL),
        ("/engine", "nav-engine", ALL),
    ]
};

impl Page {
    /// A page with the message `title` as its heading; `section` is the entry of the navigation that it belongs to.
    pub(super) fn new(context: &Context, title: &str, section: &str, session: Option<&Session>) -> Self {
        let language = context.language;
        let (entries, console) = match context.console {
            Console::Admin => (ADMIN_NAV, "console-admin"),
            Console::Security => (SECURITY_NAV, "console-security"),
        };
        let waiting = |section| context.waiting.iter().find(|(one, n)| *one == section && *n > 0);
        let item = |(href, label, _): &Entry| NavItem {
            href,
            label: language.message(label, &[]),
            current: *href == section,
            waiting: waiting(*href)
                .map(|(_, n)| (*n, language.message("nav-plans-waiting", &[("n", FluentValue::from(*n))]))),
        };
        // Officers are nothing for those who look after some organisations.
        let theirs = |session: &Session| {
            let (role, all) = (session.role, session.scope.is_all());
            entries.iter().filter(move |(href, _, roles)| roles.contains(&role) && (all || *href != "/officers"))
        };
        let signed_in = |session: &Session| SignedIn {
            name: session.name.clone(),
            role: language.message(&format!("role-{}", session.role), &[]),
            csrf: session.csrf.clone(),
        };
        Self {
            language,
            title: language.message(title, &[]),
            console: language.message(console, &[]),
            signed_in: session.map(signed_in),
            mode: session.map(|_| (context.mode.word(), language.message(&format!("mode-{}", context.mode), &[]))),
            nav: session.map(|session| theirs(session).map(item).collect()).unwrap_or_default(),
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

/// The page for an answer that is an error; `reason` is the message's key, where the status alone would say too little.
pub(super) fn error(context: &Context, status: StatusCode, reason: Option<&str>) -> Response {
    let page = Page::new(context, "error-title", "", None);
    let explanation = page.m(reason.unwrap_or_else(|| explained(status)));
    html(status, &ErrorPage { page, explanation })
}
