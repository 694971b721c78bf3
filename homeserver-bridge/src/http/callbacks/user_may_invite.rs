//! `POST /_depesha/homeserver/v1/user_may_invite`: a local user invites somebody.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::{Decision, MembershipRequest};

use super::{answer, external, own_user};
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
    own_user(&module, &request.user_id)?;
    let room = RoomFacts::from_state(&request.state);
    let actor = ActorFacts::in_room(&request.user_id, external(&app, &request.user_id), &request.state);
    // Without a name nobody knows who is invited: as if from outside.
    let target = request.target.as_deref().is_none_or(|target| external(&app, target));
    Ok(Json(answer(decide(&Event::Invite { external: target }, &room, actor, &app.modes.current().rules))))
}
