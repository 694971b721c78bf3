//! The people catalogue for clients: the routes.

mod account;
mod invite;
mod moves;
mod organisations;
mod person;
mod search;
mod user_directory;
mod visibility;

use axum::Router;
use axum::routing::{get, post, put};

use crate::app::App;

/// The routes.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/_depesha/v1/people/search", post(search::post))
        .route("/_depesha/v1/people/me/visibility", put(visibility::put))
        .route("/_depesha/v1/people/me/moves", get(moves::get))
        .route("/_depesha/v1/people/of/{user_id}", get(account::get))
        .route("/_depesha/v1/people/{person_id}", get(person::get))
        .route("/_depesha/v1/people/{person_id}/invite", post(invite::post))
        .route("/_depesha/v1/organisations", get(organisations::get))
        .route("/_matrix/client/v3/user_directory/search", post(user_directory::post))
}
