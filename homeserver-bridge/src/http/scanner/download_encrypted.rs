//! `POST download_encrypted`: the ciphertext of a clean file; the client decrypts.

use axum::extract::State;
use axum::response::Response;

use super::{KeysBody, answer};
use crate::scan_role::{Asker, Part, Refusal, ScanApp};

pub(super) async fn post(
    asker: Asker,
    State(app): State<ScanApp>,
    KeysBody(request): KeysBody,
) -> Result<Response, Refusal> {
    let file = app.open(&request)?;
    answer::release(app.examine(&asker, &file.url, Part::Whole, Some(&file.keys)).await?, true)
}
