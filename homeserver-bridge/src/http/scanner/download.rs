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
    let examined = app.examine(&asker, Wanted::clear(mxc.clone(), Part::Whole)).await?;
    let answer = answer::release(examined, false)?;
    app.handed_out(&asker, mxc);
    Ok(answer)
}
