//! `GET` and `POST /invite/list`: many people, from a pasted list or a CSV file. Each line is answered, and what could not be
//! done comes back in the form.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::SignedForm;
use super::super::page::{Context, Page, html};
use super::invite::{Days, end_of_form};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::invitations::{self, Answer, LINES, ListError};
use crate::officers::Session;

#[derive(Template)]
#[template(path = "admin/invite_list.html")]
struct InviteListPage {
    page: Page,
    explained: String,
    text: String,
    until: String,
    days: Days,
    /// Which field the alert is about, and what it says.
    alert: Option<(&'static str, String)>,
    /// How many of how many were invited, and what is left to do.
    summary: Option<String>,
    left: Option<String>,
    answers: Vec<Shown>,
}

struct Shown {
    number: usize,
    email: String,
    name: String,
    person_id: String,
    outcome: &'static str,
    outcome_word: String,
    explained: String,
}

pub(super) async fn show(admin: AdminActor, context: Context, State(app): State<App>) -> Response {
    page(&app, &context, admin.session(), Typed::default(), None, Vec::new())
}

/// What stands in the form when it comes back.
#[derive(Default)]
struct Typed {
    text: String,
    until: String,
}

pub(super) async fn send(context: Context, State(app): State<App>, form: SignedForm<AdminActor>) -> Response {
    let session = form.officer.session();
    let (typed, file) = (form.fields.exact("list"), form.fields.exact("file"));
    let text = if file.trim().is_empty() { typed } else { file };
    let refused = |text: &str, field, key| {
        let typed = Typed { text: text.to_owned(), until: form.fields.get("until").to_owned() };
        page(&app, &context, session, typed, Some((field, key)), Vec::new())
    };
    if text.contains('\u{fffd}') {
        return refused(typed, "list", "invite-list-encoding");
    }
    let Ok(until) = end_of_form(&app, &form.fields) else { return refused(text, "until", "invite-bad-end") };
    let list = match invitations::parse(text) {
        Ok(list) => list,
        Err(ListError::Empty) => return refused("", "list", "invite-list-empty"),
        Err(ListError::TooMany) => return refused(text, "list", "invite-list-long"),
    };
    let answers = invitations::invite_many(&app, session, &list, until).await;
    let again = answers.iter().filter(|answer| answer.outcome.comes_back()).map(|answer| answer.raw.as_str());
    let again: Vec<_> = again.collect();
    let text = match &list.head {
        Some(head) if !again.is_empty() => format!("{head}\n{}", again.join("\n")),
        _ => again.join("\n"),
    };
    let until = if text.is_empty() { String::new() } else { form.fields.get("until").to_owned() };
    page(&app, &context, session, Typed { text, until }, None, answers)
}

fn page(
    app: &App,
    context: &Context,
    session: &Session,
    typed: Typed,
    alert: Option<(&'static str, &str)>,
    answers: Vec<Answer>,
) -> Response {
    let page = Page::new(context, "invite-list-title", "/invite", Some(session));
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let invited = answers.iter().filter(|answer| answer.person_id.is_some()).count();
    let left = answers.iter().filter(|answer| answer.outcome.comes_back()).count();
    let shown = InviteListPage {
        explained: page.n("invite-list-explained", &i64::try_from(LINES).unwrap_or(i64::MAX)),
        alert: alert.map(|(field, key)| (field, page.n(key, &i64::try_from(LINES).unwrap_or(i64::MAX)))),
        summary: (!answers.is_empty())
            .then(|| page.counted("invite-list-summary", number(invited), &answers.len().to_string())),
        left: (left > 0).then(|| page.counted("invite-list-left", number(left), &left.to_string())),
        answers: answers.into_iter().map(|answer| line(&page, answer)).collect(),
        text: typed.text,
        until: typed.until,
        days: Days::new(app, &page),
        page,
    };
    let status = if alert.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    html(status, &shown)
}

impl InviteListPage {
    /// The alert of a field.
    fn about(&self, field: &str) -> Option<&str> {
        self.alert.as_ref().filter(|(name, _)| *name == field).map(|(_, text)| text.as_str())
    }
}

fn line(page: &Page, answer: Answer) -> Shown {
    let word = answer.outcome.word();
    Shown {
        outcome: if answer.person_id.is_some() {
            "done"
        } else if answer.outcome.comes_back() {
            "failed"
        } else {
            "pending"
        },
        outcome_word: page.word("invite-outcome", word),
        explained: page.word("invite-because", word),
        number: answer.number,
        email: answer.email.chars().take(254).collect(),
        name: answer.name,
        person_id: answer.person_id.map(String::from).unwrap_or_default(),
    }
}
