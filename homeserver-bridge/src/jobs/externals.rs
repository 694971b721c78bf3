//! People from outside: into their rooms, and what is mailed about the end of accounts.

use anyhow::Context;
use serde_json::Value;

use crate::app::App;
use crate::externals;

pub(super) async fn bring_in(app: &App, payload: &Value) -> anyhow::Result<()> {
    externals::bring_in(app, payload["person_id"].as_str().context("the job names nobody")?).await
}

pub(super) async fn letter(app: &App, payload: &Value) -> anyhow::Result<()> {
    Ok(externals::send(app, payload).await?)
}
