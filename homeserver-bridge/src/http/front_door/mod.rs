//! The front door of a homeserver: what we answer ourselves, and everything else of `/_matrix/` passed through.
//!
//! [`address`] makes the one URL that is both judged and sent, [`rules`] judges it, [`proxy`] carries it. Routes that
//! are answered here under a path of the Matrix specification are closed under every other spelling by the rules.

mod address;
mod invite;
mod media;
mod outside;
mod profile;
mod proxy;
mod rules;
mod scanner;
mod sign_in;
mod upload;
mod well_known;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Extension, Router};
use bridge_api::ErrorCode;

use crate::actor::FrontDoor;
use crate::app::App;
use crate::config::{HomeserverConfig, HomeserverRole};
use crate::error::Problem;
use address::Address;
use rules::Way;

/// The routes that only a front door has; `/_matrix/*` without a route of ours is passed through.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/.well-known/matrix/client", get(well_known::client))
        .route("/_depesha/v1/scan", post(scanner::scan))
        .route(sign_in::CALLBACK, get(sign_in::come_back).post(sign_in::come_back))
        .route("/_matrix/{*path}", any(pass))
}

/// Whatever came for `/_matrix/`.
async fn pass(
    State(app): State<App>,
    Extension(FrontDoor(name)): Extension<FrontDoor>,
    request: Request,
) -> Result<Response, Problem> {
    let door = door(&app, &name)?;
    let address = Address::new(&door.upstream, request.uri())?;
    if door.role == HomeserverRole::Externals
        && let Some(why) = outside::refusal(request.method(), address.segments())
    {
        return Ok(Problem::forbidden(why).into_response());
    }
    match rules::way(request.method(), address.segments()) {
        Way::Homeserver if upload::is_small_picture(&app, address.segments(), &request) => {
            upload::pass(&app, door, address.into_url(), request).await
        }
        Way::Homeserver if invite::is_invitation(request.method(), address.segments()) => {
            invite::pass(&app, door, address.into_url(), request).await
        }
        Way::Homeserver => proxy::pass(&app, door, address.into_url(), request).await,
        Way::SignIn => sign_in::leave(&app, door, address, request).await,
        Way::Scanner => scanner::pass(&app, door, &address, request).await,
        Way::Media(mxc) => media::release(&app, door, &mxc, address, request).await,
        Way::Forbidden(why) => Ok(Problem::forbidden(why).into_response()),
        Way::Hidden => Err(hidden()),
    }
}

fn door<'a>(app: &'a App, name: &bridge_api::ServerName) -> Result<&'a HomeserverConfig, Problem> {
    app.config.homeserver(name).ok_or_else(|| Problem::not_found("There is no homeserver behind this address."))
}

fn hidden() -> Problem {
    Problem::new(axum::http::StatusCode::NOT_FOUND, ErrorCode::Unrecognized, "There is no such route here.")
}
