//! Forms of officers. A handler that takes [`SignedForm`] cannot forget that a form must come from a page of ours.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use crate::actor::Officer;
use crate::app::App;
use crate::error::Problem;

/// The fields of a form, white space around their values taken away.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of a field; empty if it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The value of a field as it was typed: for passwords.
    pub(super) fn exact(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub(super) fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let bytes = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Ok(Self::parse(&bytes))
    }
}

/// A form with the secret of the officer's session in it: no other site can have made it.
pub(super) struct SignedForm<O> {
    /// Who sent it.
    pub(super) officer: O,
    /// What is in it.
    pub(super) fields: Fields,
}

impl<O> FromRequest<App> for SignedForm<O>
where
    O: Officer,
    O::Rejection: IntoResponse,
{
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let officer = O::from_request_parts(&mut parts, app).await.map_err(IntoResponse::into_response)?;
        let fields = Fields::from_request(Request::from_parts(parts, body), app).await?;
        if same(fields.exact("csrf"), &officer.session().csrf) {
            Ok(Self { officer, fields })
        } else {
            Err(Problem::forbidden("The form is too old. Load the page again.").into_response())
        }
    }
}

/// Compares secrets in constant time; an empty one is never right.
pub(super) fn same(given: &str, expected: &str) -> bool {
    !expected.is_empty() && bool::from(given.as_bytes().ct_eq(expected.as_bytes()))
}
