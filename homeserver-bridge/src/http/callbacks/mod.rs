//! What our module in a homeserver asks: the routes. The rules themselves are in [`crate::policy`].

mod admitted;
mod check_event_allowed;
mod check_login;
mod check_threepid_can_be_invited;
mod federated_user_may_invite;
mod on_create_room;
mod sign_in_with_provider;
mod user_may_create_room_alias;
mod user_may_invite;
mod user_may_join_room;
mod user_may_publish_room;

use axum::Router;
use axum::routing::{get, post};
use bridge_api::ServerName;
use bridge_api::homeserver::{Decision, MembershipRequest};

use crate::actor::ModuleActor;
use crate::app::App;
use crate::config::HomeserverRole;
use crate::error::Problem;
use crate::policy::{ActorFacts, Administration, Event, Origin, RoomFacts, Ruling, decide};

/// The routes.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/_depesha/homeserver/v1/on_create_room", post(on_create_room::post))
        .route("/_depesha/homeserver/v1/check_event_allowed", post(check_event_allowed::post))
        .route("/_depesha/homeserver/v1/check_login", post(check_login::post))
        .route("/_depesha/homeserver/v1/sign_in_with_provider", post(sign_in_with_provider::post))
        .route("/_depesha/homeserver/v1/check_threepid_can_be_invited", post(check_threepid_can_be_invited::post))
        .route("/_depesha/homeserver/v1/federated_user_may_invite", post(federated_user_may_invite::post))
        .route("/_depesha/homeserver/v1/user_may_create_room_alias", post(user_may_create_room_alias::post))
        .route("/_depesha/homeserver/v1/user_may_publish_room", post(user_may_publish_room::post))
        .route("/_depesha/homeserver/v1/user_may_invite", post(user_may_invite::post))
        .route("/_depesha/homeserver/v1/user_may_join_room", post(user_may_join_room::post))
        .route("/_depesha/homeserver/v1/admitted", get(admitted::get))
}

/// What the rules know of the administration: the configuration, and the partners that officers admitted.
fn administration(app: &App) -> Administration<'_> {
    let origin = |role| match role {
        HomeserverRole::Ministry => Origin::Ministry,
        HomeserverRole::Externals => Origin::Externals,
    };
    let homeservers = app.config.homeservers.iter().map(|one| (one.server_name.as_str(), origin(one.role)));
    // Behind another bridge they are ministries as well.
    let others = app.federation.beside_ours().map(|name| (name.as_str(), Origin::Ministry));
    let own = Administration::new(homeservers.chain(others), app.config.rooms.public_retention_ms());
    own.with_partners(app.federation.partners())
}

/// Judges what a local user wants to do with a room.
fn judge(app: &App, module: &ModuleActor, request: &MembershipRequest, event: &Event) -> Result<Decision, Problem> {
    own_user(module, &request.user_id)?;
    let room = RoomFacts::from_state(&request.state);
    let actor = ActorFacts::in_room(&request.user_id, &administration(app), &request.state);
    Ok(answer(decide(event, &room, actor, &app.modes.current().rules)))
}

/// A homeserver may speak for its own users only.
fn own_user(module: &ModuleActor, user_id: &str) -> Result<(), Problem> {
    if ServerName::of_user(user_id).as_ref() == Some(module.homeserver()) {
        Ok(())
    } else {
        Err(Problem::forbidden("This user is not one of this homeserver's."))
    }
}

fn answer(ruling: Ruling) -> Decision {
    match ruling {
        Ruling::Allow => Decision { allow: true, reason: None, content: None },
        Ruling::Refuse(reason) => {
            tracing::info!(?reason, "the policy refused");
            Decision { allow: false, reason: Some(reason.sentence().to_owned()), content: None }
        }
    }
}
