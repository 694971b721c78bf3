//! Takes a move further, and mails what its person is to know.

use anyhow::Context;
use serde_json::Value;

use crate::app::App;
use crate::moves;

fn id(payload: &Value) -> anyhow::Result<&str> {
    payload["id"].as_str().context("the job names no move")
}

pub(super) async fn advance(app: &App, payload: &Value) -> anyhow::Result<()> {
    Ok(moves::advance(app, id(payload)?).await?)
}

pub(super) async fn letter(app: &App, payload: &Value) -> anyhow::Result<()> {
    let letter = payload["letter"].as_str().context("the job names no letter")?;
    Ok(moves::send(app, id(payload)?, letter).await?)
}
