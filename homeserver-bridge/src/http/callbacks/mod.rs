//! What our module in a homeserver asks: the routes. The rules themselves are in [`crate::policy`].

mod check_event_allowed;
mod check_login;
mod on_create_room;
mod sign_in_with_provider;
mod user_may_invite;
mod user_may_join_room;

use axum::Router;
use axum::routing::post;
use bridge_api::ServerName;
use bridge_api::homeserver::Decision;

use crate::actor::ModuleActor;
use crate::app::App;
use crate::config::HomeserverRole;
use crate::error::Problem;
use crate::policy::Ruling;

/// The routes.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/_depesha/homeserver/v1/on_create_room", post(on_create_room::post))
        .route("/_depesha/homeserver/v1/check_event_allowed", post(check_event_allowed::post))
        .route("/_depesha/homeserver/v1/check_login", post(check_login::post))
        .route("/_depesha/homeserver/v1/sign_in_with_provider", post(sign_in_with_provider::post))
        .route("/_depesha/homeserver/v1/user_may_invite", post(user_may_invite::post))
        .route("/_depesha/homeserver/v1/user_may_join_room", post(user_may_join_room::post))
}

/// The homeserver in a Matrix id.
fn home(user_id: &str) -> Option<ServerName> {
    user_id.strip_prefix('@')?.split_once(':')?.1.parse().ok()
}

/// Whether somebody comes from outside the administration; who cannot be placed, does.
fn external(app: &App, user_id: &str) -> bool {
    let role = home(user_id).and_then(|home| app.config.homeserver(&home).map(|h| h.role));
    role != Some(HomeserverRole::Ministry)
}

/// A homeserver may speak for its own users only.
fn own_user(module: &ModuleActor, user_id: &str) -> Result<(), Problem> {
    if home(user_id).as_ref() == Some(module.homeserver()) {
        Ok(())
    } else {
        Err(Problem::forbidden("This user is not one of this homeserver's."))
    }
}

fn answer(ruling: Ruling) -> Decision {
    match ruling {
        Ruling::Allow => Decision { allow: true, reason: None },
        Ruling::Refuse(reason) => {
            tracing::info!(?reason, "the policy refused");
            Decision { allow: false, reason: Some(reason.sentence().to_owned()) }
        }
    }
}
