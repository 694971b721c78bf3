//! `POST /_depesha/homeserver/v1/sign_in_with_provider`: an identity provider has vouched for somebody, and the homeserver
//! asks which account is theirs.

use axum::Json;
use axum::extract::State;
use bridge_api::homeserver::{ProviderSignInRequest, ProviderSignInResponse};

use crate::actor::ModuleActor;
use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::provisioning::{self, ProviderSignInError};

pub(super) async fn post(
    module: ModuleActor,
    State(app): State<App>,
    JsonBody(request): JsonBody<ProviderSignInRequest>,
) -> Result<Json<ProviderSignInResponse>, Problem> {
    // To its end, though the homeserver may hang up: what has begun there has to be written down.
    let task =
        tokio::spawn(async move { provisioning::sign_in_with_provider(&app, module.homeserver(), &request).await });
    Ok(Json(match task.await.map_err(Problem::internal)? {
        Ok(user_id) => ProviderSignInResponse { allow: true, user_id: Some(user_id), reason: None },
        Err(ProviderSignInError::Refused(refusal)) => {
            tracing::info!(?refusal, "a sign-in through an identity provider was refused");
            ProviderSignInResponse { allow: false, user_id: None, reason: Some(refusal.lines()) }
        }
        Err(error @ ProviderSignInError::Unavailable(_)) => return Err(Problem::unavailable(error)),
        Err(ProviderSignInError::Database(error)) => return Err(Problem::internal(error)),
    }))
}
