//! `GET` and `POST /invite/list`: many people, from a pasted list or a CSV file. Each line is answered, and what could not be
//! done comes back in the form.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::SignedForm;
use super::super::page::{Context, Page, html};
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
    alert: Option<String>,
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

pub(super) async fn show(admin: AdminActor, context: Context) -> Response {
    page(&context, admin.session(), String::new(), None, Vec::new())
}

pub(super) async fn send(context: Context, State(app): State<App>, form: SignedForm<AdminActor>) -> Response {
    let session = form.officer.session();
    let (typed, file) = (form.fields.exact("list"), form.fields.exact("file"));
    let text = if file.trim().is_empty() { typed } else { file };
    if text.contains('\u{fffd}') {
        return page(&context, session, typed.to_owned(), Some("invite-list-encoding"), Vec::new());
    }
    let list = match invitations::parse(text) {
        Ok(list) => list,
        Err(ListError::Empty) => return page(&context, session, String::new(), Some("invite-list-empty"), Vec::new()),
        Err(ListError::TooMany) => {
            return page(&context, session, text.to_owned(), Some("invite-list-long"), Vec::new());
        }
    };
    let answers = invitations::invite_many(&app, session, &list).await;
    let again = answers.iter().filter(|answer| answer.outcome.comes_back()).map(|answer| answer.raw.as_str());
    let again: Vec<_> = again.collect();
    let text = match &list.head {
        Some(head) if !again.is_empty() => format!("{head}\n{}", again.join("\n")),
        _ => again.join("\n"),
    };
    page(&context, session, text, None, answers)
}

fn page(context: &Context, session: &Session, text: String, alert: Option<&str>, answers: Vec<Answer>) -> Response {
    let page = Page::new(context, "invite-list-title", "/invite", Some(session));
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let invited = answers.iter().filter(|answer| answer.person_id.is_some()).count();
    let left = answers.iter().filter(|answer| answer.outcome.comes_back()).count();
    let shown = InviteListPage {
        explained: page.n("invite-list-explained", &i64::try_from(LINES).unwrap_or(i64::MAX)),
        alert: alert.map(|key| page.n(key, &i64::try_from(LINES).unwrap_or(i64::MAX))),
        summary: (!answers.is_empty())
            .then(|| page.counted("invite-list-summary", number(invited), &answers.len().to_string())),
        left: (left > 0).then(|| page.counted("invite-list-left", number(left), &left.to_string())),
        answers: answers.into_iter().map(|answer| line(&page, answer)).collect(),
        text,
        page,
    };
    let status = if alert.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    html(status, &shown)
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
