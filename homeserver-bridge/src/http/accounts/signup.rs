//! `POST signup` and `POST signup/confirm`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use bridge_api::accounts::{ConfirmRequest, ConfirmResponse, EmailRequest};
use serde_json::Value;

use crate::app::App;
use crate::error::Problem;
use crate::http::{ClientAddress, JsonBody};
use crate::provisioning::{self, Purpose};

/// Always the same answer: whether anybody is behind the address shows only in their mailbox.
pub(super) async fn signup(
    State(app): State<App>,
    ClientAddress(client): ClientAddress,
    JsonBody(body): JsonBody<EmailRequest>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    provisioning::request(&app, Purpose::Signup, &super::address(&body.email)?, client).await?;
    Ok(super::accepted())
}

pub(super) async fn confirm(
    State(app): State<App>,
    client: ClientAddress,
    JsonBody(body): JsonBody<ConfirmRequest>,
) -> Result<Json<ConfirmResponse>, Problem> {
    super::confirm(app, Purpose::Signup, client, body).await
}
