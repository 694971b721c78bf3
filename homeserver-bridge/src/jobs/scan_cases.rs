//! Tells homeservers what was decided about a file in which something was found.

use anyhow::Context;
use serde_json::Value;

use crate::app::App;
use crate::scan_cases;

pub(super) async fn media(app: &App, payload: &Value) -> anyhow::Result<()> {
    scan_cases::settle_media(app, payload["file"].as_str().context("the job names no file")?).await
}
