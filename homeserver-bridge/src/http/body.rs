//! A JSON body whose faults are answered in our own error form.

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use bridge_api::ErrorCode;
use serde::de::DeserializeOwned;

use crate::error::Problem;

/// Like [`axum::Json`], but the content type does not matter and faults become a [`Problem`].
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = axum::body::Bytes::from_request(request, state).await.map_err(|_| {
            let message = "The request is larger than this route takes.";
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge, message)
        })?;
        axum::Json::<T>::from_bytes(&bytes).map(|json| Self(json.0)).map_err(|rejection| match rejection {
            JsonRejection::JsonSyntaxError(_) => Problem::bad(ErrorCode::NotJson, "The body is not valid JSON."),
            other => {
                tracing::debug!("a body did not have the form of its route");
                let _ = other;
                Problem::bad(ErrorCode::BadJson, "The body does not have the form that this route takes.")
            }
        })
    }
}
