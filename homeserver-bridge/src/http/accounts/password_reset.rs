//! `POST password/reset` and `POST password/reset/confirm`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use bridge_api::accounts::{ConfirmRequest, ConfirmResponse, EmailRequest};
use serde_json::Value;

use crate::app::App;
use crate::error::Problem;
use crate::http::{ClientAddress, JsonBody};
use crate::provisioning::{self, Purpose};

/// Always the same answer, as with `signup`.
pub(super) async fn reset(
    State(app): State<App>,
    ClientAddress(client): ClientAddress,
    JsonBody(body): JsonBody<EmailRequest>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    provisioning::request(&app, Purpose::Reset, &super::address(&body.email)?, client).await?;
    Ok(super::accepted())
}

pub(super) async fn confirm(
    State(app): State<App>,
    client: ClientAddress,
    JsonBody(body): JsonBody<ConfirmRequest>,
) -> Result<Json<ConfirmResponse>, Problem> {
    super::confirm(app, Purpose::Reset, client, body).await
}
