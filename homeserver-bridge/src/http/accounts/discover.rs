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
    if let Some(found) = provisioning::discover(&app, &email) {
        let (sign_in, id) = (app.config.ways_to_sign_in(found.organisation), &found.organisation.id);
        let providers = app.config.identity_providers_of(id).filter(|_| sign_in.contains(&SignIn::Sso));
        return Ok(Json(DiscoverResponse {
            organisation: found.organisation.name.clone(),
            homeserver: super::info(found.homeserver),
            identity_providers: providers
                .map(|one| IdentityProviderInfo { id: one.matrix_id(), name: one.name.clone() })
                .collect(),
            sign_in,
            external: false,
        }));
    }
    // Whoever it is, and whether or not they were invited.
    if let Some(homeserver) = provisioning::outside(&app, &email) {
        return Ok(Json(DiscoverResponse {
            organisation: app.config.externals.label.clone(),
            homeserver: super::info(homeserver),
            identity_providers: Vec::new(),
            sign_in: vec![SignIn::Password],
            external: true,
        }));
    }
    Err(Problem::new(
        StatusCode::NOT_FOUND,
        ErrorCode::UnknownDomain,
        "No organisation here uses this domain. Check the address, or ask your administrator for an invitation.",
    ))
}
