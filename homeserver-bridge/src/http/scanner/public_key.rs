//! `GET public_key`: what clients encrypt file keys to. Public, so it asks for no token.

use axum::Json;
use axum::extract::State;
use bridge_api::scan::PublicKeyResponse;

use crate::scan_role::ScanApp;

pub(super) async fn get(State(app): State<ScanApp>) -> Json<PublicKeyResponse> {
    Json(PublicKeyResponse { public_key: app.public_key() })
}
