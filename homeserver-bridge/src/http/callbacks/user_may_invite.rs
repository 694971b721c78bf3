//! `POST /_depesha/homeserver/v1/user_may_invite`: a local user invites somebody.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::{Decision, MembershipRequest};

use super::{administration, judge};
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
    // Without a name nobody knows who is invited: as if from nowhere.
    let target = request.target.clone().unwrap_or_default();
    let origin = administration(&app).origin(&target);
    judge(&app, &module, &request, &Event::Invite { target, origin, moves: request.by_bridge }).map(Json)
}
