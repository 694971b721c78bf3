//! `GET` and `POST /invite`: one person whom HR does not know, by work email.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bridge_api::{EmailAddress, OrganisationId};

use super::super::form::{Fields, SignedForm};
use super::super::page::{Context, Page, html};
use super::{Choice, organisations};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::clock::{day_end, day_text};
use crate::error::Problem;
use crate::officers::Session;
use crate::provisioning::{self, InviteError, latest_end};

const DAY_MS: i64 = 24 * 3_600_000;

#[derive(Template)]
#[template(path = "admin/invite.html")]
struct InvitePage {
    page: Page,
    given: String,
    family: String,
    email: String,
    organisations: Vec<Choice>,
    /// The last day of the account as it was typed, what it may be, and what it is if none is chosen.
    until: String,
    days: Days,
    /// Which field the alert is about, and what it says.
    alert: Option<(&'static str, String)>,
}

/// The days that can be chosen for the end of an account, as a browser's date field takes them.
pub(super) struct Days {
    pub(super) first: String,
    pub(super) last: String,
    /// What happens if none is chosen.
    pub(super) hint: String,
}

impl Days {
    pub(super) fn new(app: &App, page: &Page) -> Self {
        let (config, now) = (&app.config.invitations, app.clock.now_ms());
        Self {
            first: day_text(now),
            last: day_text(now + i64::from(config.account_days) * DAY_MS),
            hint: page.n("invite-until-hint", &i64::from(config.account_days)),
        }
    }
}

/// The end that a form asks for, if any; an error if it is none.
pub(super) fn end_of_form(app: &App, fields: &Fields) -> Result<Option<i64>, ()> {
    let typed = fields.get("until");
    if typed.is_empty() {
        return Ok(None);
    }
    let now = app.clock.now_ms();
    let fits = |until: &i64| *until > now && *until <= latest_end(&app.config.invitations, now);
    day_end(typed).filter(fits).map(Some).ok_or(())
}

pub(super) async fn show(admin: AdminActor, context: Context, State(app): State<App>) -> Response {
    page(&app, &context, admin.session(), &Fields::default(), None)
}

pub(super) async fn send(
    context: Context,
    State(app): State<App>,
    form: SignedForm<AdminActor>,
) -> Result<Response, Problem> {
    let (session, fields) = (form.officer.session(), &form.fields);
    let refused = |field, key| Ok(page(&app, &context, session, fields, Some((field, key))));
    let Ok(email) = fields.get("email").parse::<EmailAddress>() else {
        return refused("email", "invite-bad-email");
    };
    let owned = app.config.organisations.iter().any(|o| o.domains.iter().any(|rule| rule.covers(&email)));
    if !owned {
        return refused("email", "invite-unknown-domain");
    }
    let Ok(organisation) = fields.get("organisation").parse::<OrganisationId>() else {
        return refused("organisation", "invite-no-organisation");
    };
    if !session.scope.covers(organisation.as_str()) {
        return refused("organisation", "invite-outside");
    }
    let (given, family) = (fields.get("given"), fields.get("family"));
    if given.is_empty() {
        return refused("given", "invite-bad-name");
    }
    if family.is_empty() {
        return refused("family", "invite-bad-name");
    }
    let Ok(until) = end_of_form(&app, fields) else { return refused("until", "invite-bad-end") };
    match provisioning::invite(&app, &session.actor(), &email, given, family, &organisation, until).await {
        Ok(person_id) => Ok(Redirect::to(&format!("/people/{person_id}?done=invited")).into_response()),
        Err(InviteError::UnknownOrganisation) => refused("organisation", "invite-no-organisation"),
        Err(InviteError::WrongDomain) => refused("email", "invite-wrong-domain"),
        Err(InviteError::BadName) => refused("given", "invite-bad-name"),
        Err(InviteError::BadEnd) => refused("until", "invite-bad-end"),
        Err(InviteError::KnownToHr) => refused("email", "invite-known"),
        Err(InviteError::AlreadyInvited) => refused("email", "invite-twice"),
        Err(InviteError::HasAccount) => refused("email", "invite-account"),
        Err(InviteError::Leaving) => refused("email", "invite-leaving"),
        Err(InviteError::Database(cause)) => Err(cause.into()),
    }
}

fn page(
    app: &App,
    context: &Context,
    session: &Session,
    fields: &Fields,
    alert: Option<(&'static str, &str)>,
) -> Response {
    let page = Page::new(context, "invite-title", "/invite", Some(session));
    let status = if alert.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = InvitePage {
        given: fields.get("given").to_owned(),
        family: fields.get("family").to_owned(),
        email: fields.get("email").to_owned(),
        organisations: organisations(app, &session.scope, fields.get("organisation")),
        until: fields.get("until").to_owned(),
        days: Days::new(app, &page),
        alert: alert.map(|(field, key)| (field, page.m(key))),
        page,
    };
    html(status, &shown)
}

impl InvitePage {
    /// The alert of a field.
    fn about(&self, field: &str) -> Option<&str> {
        self.alert.as_ref().filter(|(name, _)| *name == field).map(|(_, text)| text.as_str())
    }
}
