//! Jobs that mail: codes and invitations.

use anyhow::Context;
use bridge_api::{EmailAddress, OrganisationId};
use serde::Deserialize;
use serde_json::Value;

use crate::app::App;
use crate::provisioning::{self, Purpose};

#[derive(Deserialize)]
struct Code {
    purpose: String,
    email: EmailAddress,
}

#[derive(Deserialize)]
struct Invitation {
    email: EmailAddress,
    organisation: OrganisationId,
}

/// Mails a code, if the address is somebody's.
pub(super) async fn code(app: &App, payload: &Value) -> anyhow::Result<()> {
    let code = Code::deserialize(payload).context("the job's payload has another form")?;
    let purpose = [Purpose::Signup, Purpose::Reset].into_iter().find(|p| p.as_str() == code.purpose);
    provisioning::deliver(app, purpose.context("the job's purpose is not known")?, &code.email).await?;
    Ok(())
}

/// Mails an invitation.
pub(super) async fn invitation(app: &App, payload: &Value) -> anyhow::Result<()> {
    let invitation = Invitation::deserialize(payload).context("the job's payload has another form")?;
    provisioning::send_invitation(app, &invitation.email, &invitation.organisation).await?;
    Ok(())
}
