//! A page of its own for an act that has consequences: what happens, what cannot be undone, and one button. Works without
//! script.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::page::{Context, Page, html};
use crate::officers::Session;

/// An act, in keys of messages.
pub(super) struct Asked<'a> {
    /// The heading.
    pub(super) title: &'a str,
    /// What will happen, point by point; messages that count days or hours are given `n`.
    pub(super) happens: &'a [&'a str],
    /// The number in these messages.
    pub(super) n: i64,
    /// What cannot be undone, or how it is.
    pub(super) undo: &'a str,
    /// Whether it cannot be undone.
    pub(super) for_good: bool,
    /// The button.
    pub(super) button: &'a str,
    /// The entry of the navigation that it belongs to.
    pub(super) section: &'a str,
}

#[derive(Template)]
#[template(path = "console/confirm.html")]
struct ConfirmPage {
    page: Page,
    who: String,
    account: String,
    happens: Vec<String>,
    undo: String,
    for_good: bool,
    button: String,
    action: String,
    hidden: Vec<(&'static str, String)>,
    back: String,
}

/// On whom or what.
pub(super) struct Subject {
    /// A name.
    pub(super) who: String,
    /// An id; may be empty.
    pub(super) account: String,
    /// Where the form goes.
    pub(super) action: String,
    /// Fields of the form.
    pub(super) hidden: Vec<(&'static str, String)>,
    /// Where whoever thinks again goes.
    pub(super) back: String,
}

/// The page.
pub(super) fn ask(context: &Context, session: &Session, asked: &Asked<'_>, subject: Subject) -> Response {
    let page = Page::new(context, asked.title, asked.section, Some(session));
    let shown = ConfirmPage {
        happens: asked.happens.iter().map(|key| page.n(key, &asked.n)).collect(),
        undo: page.m(asked.undo),
        for_good: asked.for_good,
        button: page.m(asked.button),
        who: subject.who,
        account: subject.account,
        action: subject.action,
        hidden: subject.hidden,
        back: subject.back,
        page,
    };
    html(StatusCode::OK, &shown)
}
