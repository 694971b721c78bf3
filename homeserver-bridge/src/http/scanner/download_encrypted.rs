//! `POST download_encrypted`: the ciphertext of a clean file; the client decrypts.

use axum::extract::State;
use axum::response::Response;

use super::{KeysBody, answer};
use crate::scan_role::{Asker, Refusal, ScanApp};

pub(super) async fn post(
    asker: Asker,
    State(app): State<ScanApp>,
    KeysBody(request): KeysBody,
) -> Result<Response, Refusal> {
    let wanted = app.open(request)?;
    let mxc = wanted.mxc.clone();
    let answer = answer::release(app.examine(&asker, wanted).await?, true)?;
    app.handed_out(&asker, mxc);
    Ok(answer)
}
