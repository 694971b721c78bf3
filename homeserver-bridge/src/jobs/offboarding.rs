//! Takes a departure further.

use anyhow::Context;
use serde_json::Value;

use crate::app::App;
use crate::offboarding;

pub(super) async fn advance(app: &App, payload: &Value) -> anyhow::Result<()> {
    let id = payload["id"].as_str().context("the job names no departure")?;
    Ok(offboarding::advance(app, id).await?)
}
