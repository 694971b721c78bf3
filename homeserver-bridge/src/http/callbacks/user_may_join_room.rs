//! `POST /_depesha/homeserver/v1/user_may_join_room`: a local user enters a room.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::{Decision, MembershipRequest};

use super::judge;
use crate::actor::ModuleActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::policy::Event;

pub(super) async fn post(
    module: ModuleActor,
    State(app): State<App>,
    JsonBody(request): JsonBody<MembershipRequest>,
) -> Result<Json<Decision>, Problem> {
    judge(&app, &module, &request, &Event::Join { invited: request.invited }).map(Json)
}
