//! People from outside, for those inside who invite them and answer for them: the routes.

mod end;
mod invite;
mod list;
mod renew;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// The routes.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/_depesha/v1/externals", get(list::get))
        .route("/_depesha/v1/externals/invite", post(invite::post))
        .route("/_depesha/v1/externals/{id}/renew", post(renew::post))
        .route("/_depesha/v1/externals/{id}/end", post(end::post))
}
