//! `POST discover`: where people of this address's domain sign in. Never says whether a person exists.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use bridge_api::ErrorCode;
use bridge_api::accounts::{DiscoverResponse, EmailRequest, IdentityProviderInfo, SignIn};

use crate::app::App;
use crate::error::Problem;
use crate::http::JsonBody;
use crate::provisioning;

pub(super) async fn discover(
    State(app): State<App>,
    JsonBody(body): JsonBody<EmailRequest>,
) -> Result<Json<DiscoverResponse>, Problem> {
    let email = super::address(&body.email)?;
    let found = provisioning::discover(&app, &email).ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            ErrorCode::UnknownDomain,
            "No organisation here uses this domain. Check the address, or ask your administrator for an invitation.",
        )
    })?;
    let sign_in = app.config.ways_to_sign_in(found.organisation);
    let providers = app.config.identity_providers_of(&found.organisation.id).filter(|_| sign_in.contains(&SignIn::Sso));
    Ok(Json(DiscoverResponse {
        organisation: found.organisation.name.clone(),
        homeserver: super::info(found.homeserver),
        identity_providers: providers
            .map(|one| IdentityProviderInfo { id: one.matrix_id(), name: one.name.clone() })
            .collect(),
        sign_in,
    }))
}
