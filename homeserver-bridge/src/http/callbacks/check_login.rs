//! `POST /_depesha/homeserver/v1/check_login`: a local user has shown the right password, or came by single sign-on.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::{Decision, SignInRequest};

use super::own_user;
use crate::actor::ModuleActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::provisioning::may_sign_in;

const REFUSED: &str = "This account is not in use. If you work here, ask your administrator.";

pub(super) async fn post(
    module: ModuleActor,
    State(app): State<App>,
    JsonBody(request): JsonBody<SignInRequest>,
) -> Result<Json<Decision>, Problem> {
    own_user(&module, &request.user_id)?;
    let allow = may_sign_in(&app, &request.user_id).await?;
    if !allow {
        tracing::info!("a sign-in to an account that is not in use was refused");
    }
    Ok(Json(Decision { allow, reason: (!allow).then(|| REFUSED.to_owned()) }))
}
