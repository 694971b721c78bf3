//! The media scanner behind the door: its own process, told by us which homeserver's people it serves.

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

use super::address::Address;
use super::proxy;
use crate::actor::FrontDoor;
use crate::app::App;
use crate::config::HomeserverConfig;
use crate::error::Problem;

/// `POST /_depesha/v1/scan`: a signed verdict.
pub(super) async fn scan(
    State(app): State<App>,
    Extension(FrontDoor(name)): Extension<FrontDoor>,
    request: Request,
) -> Result<Response, Problem> {
    let door = super::door(&app, &name)?;
    let address = Address::new(&door.upstream, request.uri())?;
    pass(&app, door, &address, request).await
}

/// Carries a request to the scanner.
///
/// # Errors
/// If it does not answer.
pub(super) async fn pass(
    app: &App,
    door: &HomeserverConfig,
    address: &Address,
    request: Request,
) -> Result<Response, Problem> {
    let name = HeaderValue::from_str(door.server_name.as_str()).map_err(Problem::internal)?;
    let headers = HeaderMap::from_iter([(proxy::HOMESERVER, name)]);
    let url = address.below(&door.upstream, &app.config.scanner.upstream);
    proxy::pass_with(app, door, url, request, headers).await
}
