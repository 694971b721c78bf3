//! Sign-up, sign-in discovery and password reset by work email: the routes.
//!
//! Every one of them is a POST: mail gateways and previews follow links, and a GET here does nothing.

mod discover;
mod password_reset;
mod signup;

use axum::routing::post;
use axum::{Json, Router};
use bridge_api::accounts::{ConfirmRequest, ConfirmResponse, HomeserverInfo};
use bridge_api::{EmailAddress, ErrorCode};
use serde_json::{Value, json};

use crate::app::App;
use crate::config::HomeserverConfig;
use crate::error::Problem;
use crate::http::ClientAddress;
use crate::provisioning::{self, ConfirmError, Purpose};

/// The routes.
pub(super) fn routes() -> Router<App> {
    let only_post = |route: axum::routing::MethodRouter<App>| route.fallback(wrong_method);
    Router::new()
        .route("/_depesha/v1/discover", only_post(post(discover::discover)))
        .route("/_depesha/v1/signup", only_post(post(signup::signup)))
        .route("/_depesha/v1/signup/confirm", only_post(post(signup::confirm)))
        .route("/_depesha/v1/password/reset", only_post(post(password_reset::reset)))
        .route("/_depesha/v1/password/reset/confirm", only_post(post(password_reset::confirm)))
}

async fn wrong_method() -> Problem {
    let status = axum::http::StatusCode::METHOD_NOT_ALLOWED;
    Problem::new(status, ErrorCode::Unrecognized, "This route takes POST alone.")
}

/// The one answer to whoever asks for a code.
fn accepted() -> (axum::http::StatusCode, Json<Value>) {
    (axum::http::StatusCode::ACCEPTED, Json(json!({})))
}

fn address(text: &str) -> Result<EmailAddress, Problem> {
    text.parse().map_err(|error: bridge_api::email::EmailError| {
        let mut sentence = error.to_string();
        sentence.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
        Problem::bad(ErrorCode::BadEmail, sentence + ".")
    })
}

/// Runs a confirmation to its end though the client may hang up: what has begun at the homeserver has to be written
/// down.
async fn confirm(
    app: App,
    purpose: Purpose,
    ClientAddress(client): ClientAddress,
    body: ConfirmRequest,
) -> Result<Json<ConfirmResponse>, Problem> {
    let email = address(&body.email)?;
    if !app.limits.may_confirm(client) {
        return Err(Problem::slow_down(1000));
    }
    let task = tokio::spawn({
        let app = app.clone();
        async move {
            match purpose {
                Purpose::Signup => {
                    let name = body.name.as_ref();
                    provisioning::confirm_signup(&app, &email, &body.code, &body.password, name).await
                }
                Purpose::Reset => provisioning::confirm_reset(&app, &email, &body.code, &body.password).await,
            }
        }
    });
    let confirmed = task.await.map_err(Problem::internal)?.map_err(problem)?;
    let homeserver = app.config.homeserver(&confirmed.homeserver).map(info);
    let homeserver = homeserver.ok_or_else(|| Problem::not_found("The homeserver of this account is gone."))?;
    Ok(Json(ConfirmResponse { user_id: confirmed.user_id, homeserver }))
}

fn info(homeserver: &HomeserverConfig) -> HomeserverInfo {
    HomeserverInfo { server_name: homeserver.server_name.clone(), base_url: crate::http::base_url(homeserver) }
}

fn problem(error: ConfirmError) -> Problem {
    match error {
        ConfirmError::WeakPassword(why) => Problem::bad(ErrorCode::WeakPassword, why),
        ConfirmError::BadCode => Problem::bad(
            ErrorCode::BadCode,
            "This code is not valid: check it, or ask for a new one. A code works once, for 30 minutes and 10 tries.",
        ),
        error @ ConfirmError::Unavailable(_) => Problem::unavailable(error),
        ConfirmError::Database(error) => Problem::internal(error),
    }
}
