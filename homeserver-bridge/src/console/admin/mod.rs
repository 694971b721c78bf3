//! The administrators' console: people and accounts, the decisions about them and about the system as a whole,
//! officers, and the log. Nothing of the scanner's is here.

mod approvals;
mod ask;
mod audit;
mod external;
mod externals;
mod federation;
mod invitations;
mod invite;
mod invite_list;
mod logins;
mod mode;
mod move_record;
mod moves;
mod offboard_many;
mod offboarding;
mod offboardings;
mod officers;
mod people;
mod person;
mod plan;
mod plans;
mod receipt;
mod sessions;
mod standing;
mod steps;
mod suspension;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Redirect;
use axum::routing::{get, post};
use bridge_api::PersonId;

use super::pages::{Pages, Route};
use super::show::Choice;
use super::{console, with_shared};
use crate::actor::{AdminConsoleActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::officers::{Console, OfficerRole, Scope};
use crate::provisioning::full_name;

const ADMINISTRATOR: &[OfficerRole] = &[OfficerRole::Administrator];
/// They look after the system as a whole.
const OPERATOR: &[OfficerRole] = &[OfficerRole::Operator];
/// They decide about proposals and officers.
const DECIDING: &[OfficerRole] = &[OfficerRole::Operator, OfficerRole::Administrator];
const AUDITOR: &[OfficerRole] = &[OfficerRole::Auditor];
/// Whoever has signed in here.
const HERE: &[OfficerRole] = &[OfficerRole::Operator, OfficerRole::Administrator, OfficerRole::Auditor];

/// The largest form with a list or a file of people in it, bytes.
const MAX_LIST: usize = 2 << 20;

/// The console's router.
pub fn router(app: App) -> Router {
    console(app, Console::Admin, pages())
}

/// Every route of the console, and the roles that it is for.
pub fn routes() -> Vec<Route> {
    pages().routes
}

fn pages() -> Pages {
    let large = DefaultBodyLimit::max(MAX_LIST);
    let pages = Pages::new()
        .route(HERE, "/", get(start))
        .route(DECIDING, "/approvals", get(approvals::show))
        .route(DECIDING, "/approvals/{id}/approve", post(approvals::approve))
        .route(DECIDING, "/approvals/{id}/reject", post(approvals::reject))
        .route(DECIDING, "/officers", get(officers::show).post(officers::propose))
        .route(DECIDING, "/officers/{role}/{name}/take", post(officers::take))
        .route(DECIDING, "/officers/{role}/{name}/link", post(officers::link))
        .route(DECIDING, "/officers/{role}/{name}/reset", post(officers::reset))
        .route(AUDITOR, "/audit/export", get(audit::export))
        .route(ADMINISTRATOR, "/people", get(people::show))
        .route(ADMINISTRATOR, "/people/{person_id}", get(person::show))
        .route(ADMINISTRATOR, "/people/{person_id}/suspend", get(ask::suspend).post(suspension::suspend))
        .route(ADMINISTRATOR, "/people/{person_id}/resume", post(suspension::resume))
        .route(ADMINISTRATOR, "/people/{person_id}/forget-logins", post(logins::forget))
        .route(ADMINISTRATOR, "/plans", get(plans::show))
        .route(ADMINISTRATOR, "/plans/{hash}", get(plan::show))
        .route(ADMINISTRATOR, "/plans/{hash}/approve", post(plan::approve))
        .route(ADMINISTRATOR, "/plans/{hash}/reject", post(plan::reject))
        .route(ADMINISTRATOR, "/people/{person_id}/lock", post(standing::lock))
        .route(ADMINISTRATOR, "/people/{person_id}/unlock", post(standing::unlock))
        .route(ADMINISTRATOR, "/people/{person_id}/readmit", post(standing::readmit))
        .route(ADMINISTRATOR, "/people/{person_id}/offboard", get(ask::offboard).post(offboarding::start))
        .route(ADMINISTRATOR, "/people/{person_id}/end-sessions", get(ask::end_sessions).post(sessions::end))
        .route(
            ADMINISTRATOR,
            "/people/{person_id}/remove-device",
            get(ask::remove_device).post(sessions::remove_device),
        )
        .route(
            ADMINISTRATOR,
            "/people/{person_id}/reset-recovery",
            get(ask::reset_recovery).post(sessions::reset_recovery),
        )
        .route(ADMINISTRATOR, "/people/{person_id}/send-mail", post(sessions::send_mail))
        .route(ADMINISTRATOR, "/people/{person_id}/put-right", post(sessions::put_right))
        .route(ADMINISTRATOR, "/export/people", get(people::export))
        .route(ADMINISTRATOR, "/offboard", get(offboard_many::show).post(offboard_many::start).layer(large))
        .route(ADMINISTRATOR, "/offboard/named", post(offboard_many::look_up).layer(large))
        .route(ADMINISTRATOR, "/offboardings", get(offboardings::show))
        .route(ADMINISTRATOR, "/offboardings/{id}", get(receipt::show))
        .route(ADMINISTRATOR, "/offboardings/{id}/cancel", post(offboarding::cancel))
        .route(ADMINISTRATOR, "/moves", get(moves::show))
        .route(ADMINISTRATOR, "/moves/{id}", get(move_record::show))
        .route(ADMINISTRATOR, "/externals", get(externals::show))
        .route(ADMINISTRATOR, "/externals/{person_id}", get(external::show))
        .route(ADMINISTRATOR, "/externals/{person_id}/renew", post(external::renew))
        .route(ADMINISTRATOR, "/externals/{person_id}/sponsor", post(external::sponsor))
        .route(ADMINISTRATOR, "/externals/{person_id}/end", post(external::end))
        .route(ADMINISTRATOR, "/invite", get(invite::show).post(invite::send))
        .route(ADMINISTRATOR, "/invite/list", get(invite_list::show).post(invite_list::send).layer(large))
        .route(ADMINISTRATOR, "/invitations", get(invitations::show))
        .route(ADMINISTRATOR, "/invitations/{person_id}/resend", post(invitations::resend))
        .route(
            ADMINISTRATOR,
            "/invitations/{person_id}/revoke",
            get(invitations::ask_to_revoke).post(invitations::revoke),
        )
        .route(HERE, "/mode", get(mode::show))
        .route(OPERATOR, "/mode/propose", post(mode::propose))
        .route(OPERATOR, "/federation", get(federation::show))
        .route(OPERATOR, "/federation/propose", post(federation::propose))
        .route(OPERATOR, "/federation/close", post(federation::close))
        .route(HERE, "/audit", get(audit::show));
    with_shared(pages, HERE)
}

/// Each role begins with what it is there for.
async fn start(officer: AdminConsoleActor) -> Redirect {
    Redirect::to(match officer.session().role {
        OfficerRole::Administrator => "/people",
        OfficerRole::Operator => "/approvals",
        OfficerRole::Auditor | OfficerRole::Security => "/audit",
    })
}

/// A person of the address, if the officer looks after them: whoever else's people are asked for does not exist.
async fn person_within(app: &App, officer: &impl Officer, person_id: &str) -> Result<PersonId, Problem> {
    let missing = || Problem::not_found("There is no such person.");
    let person: PersonId = person_id.parse().map_err(|_| missing())?;
    let (scope, asked) = (officer.scope().clone(), person.clone());
    let within = app.db.read(move |tx| scope.covers_person(tx, asked.as_str())).await?;
    if within { Ok(person) } else { Err(missing()) }
}

/// The organisations of an officer, to choose from.
fn organisations(app: &App, scope: &Scope, chosen: &str) -> Vec<Choice> {
    let choice = |o: &crate::config::OrganisationConfig| Choice {
        id: o.id.to_string(),
        name: o.name.clone(),
        chosen: o.id.as_str() == chosen,
    };
    app.config.organisations.iter().filter(|o| scope.covers(o.id.as_str())).map(choice).collect()
}

/// An organisation's key as it was asked for; nothing if there is no such organisation.
fn known_organisation(app: &App, id: &str) -> String {
    let known = app.config.organisations.iter().any(|o| o.id.as_str() == id);
    if known { id.to_owned() } else { String::new() }
}

/// An organisation's name; its key if it has none any more.
fn organisation_name(app: &App, id: &str) -> String {
    let found = app.config.organisations.iter().find(|o| o.id.as_str() == id);
    found.map_or_else(|| id.to_owned(), |o| o.name.clone())
}

/// Back to a person's page, with word of what was done. A person's id holds nothing that would mean something in an
/// address.
fn to_person(person: &PersonId, done: &str) -> Redirect {
    Redirect::to(&format!("/people/{person}?done={done}"))
}

/// A person's name; their key if nobody knows it any more.
fn person_name(given: &str, family: &str, person_id: &str) -> String {
    let name = full_name(given, family);
    if name.is_empty() { person_id.to_owned() } else { name }
}
