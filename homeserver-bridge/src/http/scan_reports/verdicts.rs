//! `GET /_depesha/scan/v1/verdicts/{server}/{media}`: our scanner's signed verdict on a media of ours, for bridges that
//! trust it. It asks for no token: whoever knows the address of the media may know what the scanner said, as each
//! recipient of the file does, and the signature is what counts.

use axum::Json;
use axum::extract::{Path, State};
use bridge_api::Mxc;
use bridge_api::scan::SignedVerdict;

use crate::app::App;
use crate::error::Problem;
use crate::scan_reports::signed_verdict;

pub(super) async fn get(
    State(app): State<App>,
    Path((server, media)): Path<(String, String)>,
) -> Result<Json<SignedVerdict>, Problem> {
    let unknown = || Problem::not_found("There is no verdict on this file here.");
    let mxc = Mxc::new(&server, &media).map_err(|_| unknown())?;
    signed_verdict(&app, &mxc).await?.map(Json).ok_or_else(unknown)
}
