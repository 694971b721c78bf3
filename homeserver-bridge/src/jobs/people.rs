//! Jobs about people and their accounts: what the homeserver has to hear of them, and invitations.

use anyhow::Context;
use serde_json::Value;

use crate::app::App;
use crate::{access, people, provisioning};

fn person(payload: &Value) -> anyhow::Result<&str> {
    payload["person_id"].as_str().context("the job names nobody")
}

/// Locks or unlocks the account, as its state says by now; for when the homeserver did not answer at once.
pub(super) async fn enforce(app: &App, payload: &Value) -> anyhow::Result<()> {
    provisioning::enforce(app, person(payload)?).await
}

/// Ends the sessions of an account; for when the homeserver did not answer at once.
pub(super) async fn end_sessions(app: &App, payload: &Value) -> anyhow::Result<()> {
    let text = |key: &str| payload[key].as_str().context("the job names no account");
    access::end_for(app, text("user_id")?, text("server_name")?).await
}

/// Brings a name that HR has changed to the homeserver.
pub(super) async fn display_name(app: &App, payload: &Value) -> anyhow::Result<()> {
    people::refresh_display_name(app, person(payload)?).await
}

/// Brings an email that HR has changed to the homeserver.
pub(super) async fn email(app: &App, payload: &Value) -> anyhow::Result<()> {
    people::refresh_email(app, person(payload)?).await
}

/// Mails an invitation to somebody whom HR knows.
pub(super) async fn invitation(app: &App, payload: &Value) -> anyhow::Result<()> {
    Ok(provisioning::send_person_invitation(app, person(payload)?).await?)
}

/// Decides about a colleague's wish to invite somebody.
pub(super) async fn colleague(app: &App, payload: &Value) -> anyhow::Result<()> {
    let caller = payload["caller"].as_str().context("the job names no caller")?;
    Ok(people::invite_colleague(app, caller.to_owned(), person(payload)?.to_owned()).await?)
}
