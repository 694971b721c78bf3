//! `POST /_depesha/homeserver/v1/check_login`: a local user has shown the right password, or came by single sign-on.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::{Decision, SignInRequest};

use super::own_user;
use crate::access::open_new_identity;
use crate::actor::ModuleActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::provisioning::may_sign_in;

pub(super) async fn post(
    module: ModuleActor,
    State(app): State<App>,
    JsonBody(request): JsonBody<SignInRequest>,
) -> Result<Json<Decision>, Problem> {
    own_user(&module, &request.user_id)?;
    let refusal = may_sign_in(&app, &request.user_id, request.auth_provider.as_deref()).await?.err();
    match refusal {
        None => open_new_identity(&app, &request.user_id).await?,
        Some(refusal) => tracing::info!(?refusal, "a sign-in was refused"),
    }
    Ok(Json(Decision { allow: refusal.is_none(), reason: refusal.map(|why| why.sentence()), content: None }))
}
