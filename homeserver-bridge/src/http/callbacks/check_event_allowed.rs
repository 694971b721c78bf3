//! `POST /_depesha/homeserver/v1/check_event_allowed`: an event is about to enter a room, perhaps from another
//! homeserver.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::{CheckEventRequest, Decision};

use super::{answer, external};
use crate::actor::ModuleActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::policy::{ActorFacts, Event, RoomFacts, decide};

pub(super) async fn post(
    _module: ModuleActor,
    State(app): State<App>,
    JsonBody(request): JsonBody<CheckEventRequest>,
) -> Result<Json<Decision>, Problem> {
    let sender = request.event["sender"].as_str().unwrap_or_default();
    let room = RoomFacts::from_state(&request.state);
    let actor = ActorFacts::in_room(sender, external(&app, sender), &request.state);
    Ok(Json(answer(decide(&Event::from_wire(&request.event), &room, actor, &app.modes.current().rules))))
}
