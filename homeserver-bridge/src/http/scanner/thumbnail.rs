//! `GET thumbnail/{server}/{media}?width&height&method`: the homeserver's thumbnail of a file in clear, itself scanned.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{MediaPath, answer};
use crate::scan_role::{Asker, Part, Refusal, ScanApp, Wanted};

/// Only these reach the homeserver.
#[derive(Deserialize)]
pub(super) struct Size {
    width: u32,
    height: u32,
    method: Option<Method>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Method {
    Crop,
    Scale,
}

pub(super) async fn get(
    asker: Asker,
    State(app): State<ScanApp>,
    MediaPath(mxc): MediaPath,
    size: Result<Query<Size>, QueryRejection>,
) -> Result<Response, Refusal> {
    let wrong = Refusal::Malformed("Say width and height in pixels, and method as crop or scale.");
    let Query(size) = size.map_err(|_| wrong)?;
    let mut query = vec![("width", size.width.to_string()), ("height", size.height.to_string())];
    if let Some(method) = size.method {
        let method = if matches!(method, Method::Crop) { "crop" } else { "scale" };
        query.push(("method", method.to_owned()));
    }
    answer::release(app.examine(&asker, Wanted::clear(mxc, Part::Thumbnail { query })).await?, false)
}
