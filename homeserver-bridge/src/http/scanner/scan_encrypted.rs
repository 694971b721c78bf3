//! `POST scan_encrypted`: whether an encrypted file may be opened.

use axum::Json;
use axum::extract::State;
use bridge_api::scan::ScanResponse;

use super::{KeysBody, scan};
use crate::scan_role::{Asker, Refusal, ScanApp};

pub(super) async fn post(
    asker: Asker,
    State(app): State<ScanApp>,
    KeysBody(request): KeysBody,
) -> Result<Json<ScanResponse>, Refusal> {
    let wanted = app.open(request)?;
    scan::respond(app.examine(&asker, wanted).await?.outcome)
}
