//! `GET scan/{server}/{media}`: whether a file in clear may be opened.

use axum::Json;
use axum::extract::State;
use bridge_api::scan::{ScanResponse, Verdict};
use media_scanner::Outcome;

use super::MediaPath;
use crate::scan_role::{Asker, Part, Refusal, ScanApp, Wanted};

pub(super) async fn get(
    asker: Asker,
    State(app): State<ScanApp>,
    MediaPath(mxc): MediaPath,
) -> Result<Json<ScanResponse>, Refusal> {
    respond(app.examine(&asker, Wanted::clear(mxc, Part::Whole)).await?.outcome)
}

/// Clean and infected are answers; everything else is a refusal.
pub(super) fn respond(outcome: Outcome) -> Result<Json<ScanResponse>, Refusal> {
    match outcome.verdict {
        Verdict::Clean => Ok(Json(ScanResponse { clean: true, info: "The file is clean.".into() })),
        Verdict::Infected { .. } => {
            Ok(Json(ScanResponse { clean: false, info: "The file is infected and was blocked.".into() }))
        }
        other => Err(Refusal::Verdict(other)),
    }
}
