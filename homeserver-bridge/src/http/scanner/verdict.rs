//! `POST /_depesha/v1/scan`: the verdict on an encrypted file, signed, for the sender to put into the event.

use axum::Json;
use axum::extract::State;
use bridge_api::scan::SignedVerdict;

use super::KeysBody;
use crate::scan_role::{Asker, Refusal, ScanApp};

pub(super) async fn post(
    asker: Asker,
    State(app): State<ScanApp>,
    KeysBody(request): KeysBody,
) -> Result<Json<SignedVerdict>, Refusal> {
    let wanted = app.open(request)?;
    let mxc = wanted.mxc.clone();
    let outcome = app.examine(&asker, wanted).await?.outcome;
    app.sign(&mxc, &outcome).map(Json).ok_or(Refusal::Verdict(outcome.verdict))
}
