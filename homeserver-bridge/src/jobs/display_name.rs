//! Brings a name that HR has changed to the homeserver.

use serde_json::Value;

use crate::app::App;
use crate::people::refresh_display_name;

pub(super) async fn account(app: &App, payload: &Value) -> anyhow::Result<()> {
    let person_id = payload["person_id"].as_str().ok_or_else(|| anyhow::anyhow!("the job names nobody"))?;
    refresh_display_name(app, person_id).await
}
