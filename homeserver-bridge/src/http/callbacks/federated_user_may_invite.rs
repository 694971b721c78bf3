//! `POST /_depesha/homeserver/v1/federated_user_may_invite`: somebody at another homeserver invites a local user.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::{Decision, MembershipRequest};

use super::{administration, answer, own_user};
use crate::actor::ModuleActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::policy::{ActorFacts, Event, RoomFacts, decide};

pub(super) async fn post(
    module: ModuleActor,
    State(app): State<App>,
    JsonBody(request): JsonBody<MembershipRequest>,
) -> Result<Json<Decision>, Problem> {
    let target = request.target.as_deref().unwrap_or_default();
    own_user(&module, target)?;
    let administration = administration(&app);
    let actor = ActorFacts::in_room(&request.user_id, &administration, &request.state);
    let event = Event::InviteFromAfar { origin: administration.origin(target) };
    let room = RoomFacts::from_state(&request.state);
    Ok(Json(answer(decide(&event, &room, actor, &app.modes.current().rules))))
}
