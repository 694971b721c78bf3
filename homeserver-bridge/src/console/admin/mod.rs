//! The administrators' console: people and accounts. Nothing of the scanner's is here.

mod audit;
mod invite;
mod move_record;
mod moves;
mod offboarding;
mod offboardings;
mod people;
mod person;
mod plan;
mod plans;
mod receipt;
mod standing;
mod steps;
mod suspension;

use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};

use super::console;
use super::show::Choice;
use crate::actor::AdminActor;
use crate::app::App;
use crate::officers::OfficerRole;
use crate::provisioning::full_name;

/// The console's router.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .route("/", get(async |_: AdminActor| Redirect::to("/people")))
        .route("/people", get(people::show))
        .route("/people/{person_id}", get(person::show))
        .route("/people/{person_id}/suspend", post(suspension::suspend))
        .route("/people/{person_id}/resume", post(suspension::resume))
        .route("/plans", get(plans::show))
        .route("/plans/{hash}", get(plan::show))
        .route("/plans/{hash}/approve", post(plan::approve))
        .route("/plans/{hash}/reject", post(plan::reject))
        .route("/people/{person_id}/lock", post(standing::lock))
        .route("/people/{person_id}/unlock", post(standing::unlock))
        .route("/people/{person_id}/readmit", post(standing::readmit))
        .route("/people/{person_id}/offboard", post(offboarding::start))
        .route("/offboardings", get(offboardings::show))
        .route("/offboardings/{id}", get(receipt::show))
        .route("/offboardings/{id}/cancel", post(offboarding::cancel))
        .route("/moves", get(moves::show))
        .route("/moves/{id}", get(move_record::show))
        .route("/invite", get(invite::show).post(invite::send))
        .route("/audit", get(audit::show));
    console::<AdminActor>(app, OfficerRole::Administrator, pages)
}

fn organisations(app: &App, chosen: &str) -> Vec<Choice> {
    let choice = |o: &crate::config::OrganisationConfig| Choice {
        id: o.id.to_string(),
        name: o.name.clone(),
        chosen: o.id.as_str() == chosen,
    };
    app.config.organisations.iter().map(choice).collect()
}

/// An organisation's name; its key if it has none any more.
fn organisation_name(app: &App, id: &str) -> String {
    let found = app.config.organisations.iter().find(|o| o.id.as_str() == id);
    found.map_or_else(|| id.to_owned(), |o| o.name.clone())
}

/// A person's name; their key if nobody knows it any more.
fn person_name(given: &str, family: &str, person_id: &str) -> String {
    let name = full_name(given, family);
    if name.is_empty() { person_id.to_owned() } else { name }
}
