//! `GET download/{server}/{media}`: the bytes of a clean file in clear.

use axum::extract::State;
use axum::response::Response;

use super::{MediaPath, answer};
use crate::scan_role::{Asker, Part, Refusal, ScanApp, Wanted};

pub(super) async fn get(
    asker: Asker,
    State(app): State<ScanApp>,
    MediaPath(mxc): MediaPath,
) -> Result<Response, Refusal> {
    answer::release(app.examine(&asker, Wanted::clear(mxc, Part::Whole)).await?, false)
}
