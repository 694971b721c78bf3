//! `POST /_depesha/homeserver/v1/check_event_allowed`: an event is about to enter a room, perhaps from another
//! homeserver.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::{CheckEventRequest, Decision};

use super::{administration, answer};
use crate::actor::ModuleActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::offboarding::{Demotion, before_demotion, before_leaving};
use crate::policy::{ActorFacts, Event, Reason, RoomFacts, Ruling, StateChange, decide};

pub(super) async fn post(
    module: ModuleActor,
    State(app): State<App>,
    JsonBody(request): JsonBody<CheckEventRequest>,
) -> Result<Json<Decision>, Problem> {
    let administration = administration(&app);
    let sender = request.event["sender"].as_str().unwrap_or_default();
    let room = RoomFacts::from_state(&request.state);
    let actor = ActorFacts::in_room(sender, &administration, &request.state);
    let event = Event::from_wire(&request.event, &request.state, &administration);
    let ruling = decide(&event, &room, actor, &app.modes.current().rules);
    if ruling == Ruling::Allow && actor.administers && !room.being_created {
        return Ok(Json(with_administrator(&app, &module, &request, &event, sender).await));
    }
    Ok(Json(answer(ruling)))
}

/// An administrator of a room goes or steps down: it keeps one.
async fn with_administrator(
    app: &App,
    module: &ModuleActor,
    request: &CheckEventRequest,
    event: &Event,
    sender: &str,
) -> Decision {
    let allowed = answer(Ruling::Allow);
    let room = request.event["room_id"].as_str().unwrap_or_default();
    let Some(homeserver) = app.homeserver(module.homeserver()) else { return allowed };
    let content = match event {
        Event::Leave => {
            before_leaving(app, homeserver.as_ref(), sender, room, &request.state).await;
            return allowed;
        }
        Event::State(StateChange::PowerLevels { content, .. }) => content,
        _ => return allowed,
    };
    match before_demotion(app, homeserver.as_ref(), sender, room, &request.state, content).await {
        Demotion::Fine => allowed,
        Demotion::Instead(content) => Decision { content: Some(content), ..allowed },
        Demotion::Nobody => answer(Ruling::Refuse(Reason::LastAdministrator)),
    }
}
