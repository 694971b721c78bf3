//! The job that brings an account's state to its homeserver, when that did not answer at once.

use anyhow::Context;
use serde_json::Value;

use crate::app::App;
use crate::provisioning;

/// Locks or unlocks the account, as its state says by now.
pub(super) async fn account(app: &App, payload: &Value) -> anyhow::Result<()> {
    let person_id = payload["person_id"].as_str().context("the job's payload has another form")?;
    provisioning::enforce(app, person_id).await
}
