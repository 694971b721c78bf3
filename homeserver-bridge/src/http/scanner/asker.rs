//! Who asks the scanner: a Matrix access token, verified by its homeserver.
//!
//! The front door says which homeserver it stands for in `X-Depesha-Homeserver`; then only that one is shown the token.
//! Without the header the configured homeservers are asked in turn.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use bridge_api::ServerName;
use secrecy::SecretString;

use crate::scan_role::{Asker, Refusal, ScanApp};

const HOMESERVER: &str = "x-depesha-homeserver";

impl FromRequestParts<ScanApp> for Asker {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &ScanApp) -> Result<Self, Refusal> {
        let token = bearer(parts).ok_or(Refusal::MissingToken)?;
        let only: Option<ServerName> = match parts.headers.get(HOMESERVER) {
            Some(name) => Some(name.to_str().ok().and_then(|n| n.parse().ok()).ok_or(Refusal::UnknownToken)?),
            None => None,
        };
        let caller = app.callers.identify(token, only.as_ref()).await?;
        Ok(Self { caller, token: SecretString::from(token) })
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
