//! `POST /_depesha/homeserver/v1/on_create_room`: a local user asks for a new room.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::{CreateRoomRequest, CreateRoomResponse};

use super::{administration, answer, own_user};
use crate::actor::ModuleActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::policy::{self, Ruling};

pub(super) async fn post(
    module: ModuleActor,
    State(app): State<App>,
    JsonBody(request): JsonBody<CreateRoomRequest>,
) -> Result<Json<CreateRoomResponse>, Problem> {
    own_user(&module, &request.user_id)?;
    let administration = administration(&app);
    let (creator, mode) = (administration.origin(&request.user_id), app.modes.current());
    Ok(Json(match policy::create(&request.content, creator, &administration, &mode.rules) {
        Ok(content) => CreateRoomResponse { allow: true, reason: None, content: Some(content) },
        Err(reason) => {
            let refused = answer(Ruling::Refuse(reason));
            CreateRoomResponse { allow: refused.allow, reason: refused.reason, content: None }
        }
    }))
}
