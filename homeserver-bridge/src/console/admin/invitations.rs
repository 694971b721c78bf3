//! `GET /invitations`: who was invited and what became of it; sent again and revoked from here.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use super::super::confirm::{Asked, Subject, ask};
use super::super::form::{Fields, SignedForm};
use super::super::page::{Context, Page, html};
use super::super::show::{Steps, When, when};
use super::{Choice, known_organisation, organisation_name, organisations, person_name, person_within};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::clock::day_text;
use crate::dossiers;
use crate::error::Problem;
use crate::invitations::{self, Ended, Query, STATES};

#[derive(Template)]
#[template(path = "admin/invitations.html")]
struct InvitationsPage {
    page: Page,
    notice: Option<String>,
    term: String,
    organisations: Vec<Choice>,
    states: Vec<Choice>,
    filtered: bool,
    lines: Vec<Shown>,
    steps: Steps,
}

struct Shown {
    person_id: String,
    name: String,
    email: String,
    organisation: String,
    by: String,
    sent: When,
    ends: Option<When>,
    /// The last day of the account.
    until: Option<String>,
    state: &'static str,
    state_word: String,
}

const DONE: [&str; 4] = ["resent", "revoked", "invitation-late", "invitation-over"];

const REVOKE: Asked<'static> = Asked {
    title: "revoke-title",
    happens: &["revoke-code", "revoke-again"],
    n: 0,
    undo: "revoke-undo",
    for_good: false,
    button: "revoke-confirm",
    section: "/invitations",
};

pub(super) async fn show(admin: AdminActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let asked = Fields::parse(context.query.as_bytes());
    let after = asked.get("after").split_once('_').and_then(|(at, person)| Some((at.parse().ok()?, person.to_owned())));
    let query = Query {
        term: asked.get("q").chars().take(200).collect(),
        state: asked.one_of("state", &STATES).unwrap_or_default().to_owned(),
        organisation: known_organisation(&app, asked.get("organisation")),
        after,
    };
    let found = invitations::list(&app, admin.session(), &query).await?;
    let page = Page::new(&context, "invitations-title", "/invitations", Some(admin.session()));
    let parts = [("q", query.term.as_str()), ("organisation", &query.organisation), ("state", &query.state)];
    let last = found.invitations.last().filter(|_| found.more);
    let mark = last.map(|one| format!("{}_{}", one.created_at_ms, one.person_id));
    let line = |one: invitations::Invitation| Shown {
        name: person_name(&one.given_name, &one.family_name, &one.person_id),
        organisation: organisation_name(&app, &one.organisation),
        by: one.invited_by,
        sent: when(one.sent_at_ms),
        ends: one.expires_at_ms.filter(|_| one.state == "open").map(when),
        until: one.until_ms.filter(|_| one.state == "open" || one.state == "used").map(day_text),
        state_word: page.word("invitation", one.state),
        state: one.state,
        email: one.email,
        person_id: one.person_id,
    };
    let state = |word: &'static str| Choice {
        id: word.to_owned(),
        name: page.word("invitation", word),
        chosen: query.state == word,
    };
    let shown = InvitationsPage {
        notice: asked.one_of("done", &DONE).map(|word| page.word("done", word)),
        organisations: organisations(&app, admin.scope(), &query.organisation),
        states: STATES.into_iter().map(state).collect(),
        filtered: parts.iter().any(|(_, value)| !value.is_empty()),
        steps: Steps::new(&parts, query.after.is_some(), None, mark.as_deref()),
        lines: found.invitations.into_iter().map(line).collect(),
        term: query.term.clone(),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

pub(super) async fn resend(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    back(invitations::resend(&app, form.officer.session(), &person).await?, "resent")
}

pub(super) async fn ask_to_revoke(
    admin: AdminActor,
    context: Context,
    State(app): State<App>,
    Path(person_id): Path<String>,
) -> Result<Response, Problem> {
    let found = dossiers::several(&app, admin.session(), vec![person_id]).await?;
    let person = found.into_iter().next().ok_or_else(|| Problem::not_found("There is no such invitation."))?;
    let subject = Subject {
        who: person_name(&person.given_name, &person.family_name, &person.person_id),
        account: person.email,
        action: format!("/invitations/{}/revoke", person.person_id),
        hidden: Vec::new(),
        back: "/invitations".to_owned(),
    };
    Ok(ask(&context, admin.session(), &REVOKE, subject))
}

pub(super) async fn revoke(
    State(app): State<App>,
    Path(person_id): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    let person = person_within(&app, &form.officer, &person_id).await?;
    back(invitations::revoke(&app, form.officer.session(), &person).await?, "revoked")
}

fn back(ended: Ended, done: &str) -> Result<Redirect, Problem> {
    let done = match ended {
        Ended::Done => done,
        Ended::TooLate => "invitation-late",
        Ended::Over => "invitation-over",
        Ended::Unknown => return Err(Problem::not_found("There is no such invitation.")),
    };
    Ok(Redirect::to(&format!("/invitations?done={done}")))
}
