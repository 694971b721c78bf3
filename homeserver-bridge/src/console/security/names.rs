//! `GET /names/{id}`: the names of an approved request, for the two officers of it. Each look is recorded.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use super::sender_organisation;
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_cases::{self, About};

#[derive(Template)]
#[template(path = "security/names.html")]
struct NamesPage {
    page: Page,
    report: String,
    explanation: String,
    reason: String,
    until: When,
    exposed: bool,
    people: Vec<PersonLine>,
}

struct PersonLine {
    name: String,
    user_id: String,
    email: String,
    organisation: String,
    at: Option<When>,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = scan_cases::names(&app, officer.session(), id).await?;
    let found = found.ok_or_else(|| Problem::not_found("There are no names to be shown."))?;
    let about = found.inquiry.about;
    let title = match about {
        About::Sender => "names-sender-title",
        About::Exposed => "names-exposed-title",
    };
    let page = Page::new(&context, title, "/requests", Some(officer.session()));
    let people = found.people.into_iter().map(|person| {
        let server = person.user_id.split_once(':').map_or("", |(_, server)| server);
        PersonLine {
            organisation: sender_organisation(&app, &page, &person.organisation, server),
            at: person.at_ms.map(when),
            name: if person.name.is_empty() { page.m("names-unknown") } else { person.name },
            user_id: person.user_id,
            email: person.email,
        }
    });
    let people = people.collect();
    let explanation = match (about, found.uploader_known) {
        (About::Exposed, _) => "names-exposed-explained",
        (About::Sender, true) => "names-sender-explained",
        (About::Sender, false) => "names-sender-guessed",
    };
    let shown = NamesPage {
        explanation: page.m(explanation),
        report: found.inquiry.report,
        reason: found.inquiry.reason,
        until: when(found.inquiry.expires_at_ms),
        exposed: about == About::Exposed,
        people,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}
