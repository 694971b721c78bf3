//! A new start with one's keys: by oneself, or when an administrator has allowed it to somebody who lost every device and the
//! recovery key.
//!
//! The homeserver keeps the wish as account data of ours. An active homeserver could write it without any administrator: what
//! it would win is that this person gets new keys, made here, and that everybody is shown so; never keys of its own.

use matrix_sdk::Client;
use matrix_sdk::encryption::CrossSigningResetAuthType;
use matrix_sdk::ruma::events::GlobalAccountDataEventType;
use matrix_sdk::ruma::serde::Raw;
use serde::{Deserialize, Serialize};
use serde_json::value::to_raw_value;

use super::proof::password_proof;
use crate::Result;
use crate::problem::{from_sdk, unexpected};
use crate::view::ProblemView;

/// The account data with which the homeserver asks.
const IDENTITY_DATA: &str = "org.depesha.identity";

#[derive(Deserialize, Serialize)]
struct Wish {
    #[serde(default)]
    begin_anew: bool,
}

/// Makes a new identity in the place of the old one if that was allowed; the backup of old message keys, which nobody can
/// open any more, goes. Without a password the homeserver has to take the new keys as they are.
pub(super) async fn begin_anew_if_asked(client: &Client, password: Option<&str>) -> Result<()> {
    let kind = || GlobalAccountDataEventType::from(IDENTITY_DATA);
    // Nobody is kept out because this cannot be told: who was asked to begin anew is asked again at the next sign-in.
    let Ok(asked) = client.account().fetch_account_data(kind()).await else { return Ok(()) };
    let wish = asked.and_then(|raw| raw.deserialize_as_unchecked::<Wish>().ok());
    if !wish.is_some_and(|wish| wish.begin_anew) {
        return Ok(());
    }
    new_identity(client, password).await?;
    // Only now: whoever was interrupted begins anew once more.
    let done = to_raw_value(&Wish { begin_anew: false }).map_err(|_| unexpected("account data"))?;
    let written = client.account().set_account_data_raw(kind(), Raw::from_json(done)).await;
    written.map(drop).map_err(|error| from_sdk(&error))
}

/// Makes a new identity in the place of the old one. The backup of old message keys goes with it.
pub(crate) async fn new_identity(client: &Client, password: Option<&str>) -> Result<()> {
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    let reset = encryption.recovery().reset_identity().await;
    let Some(handle) = reset.map_err(|_| unexpected("beginning anew"))? else { return Ok(()) };
    let (CrossSigningResetAuthType::Uiaa(asked), Some(password)) = (handle.auth_type(), password) else {
        return Err(ProblemView::AskAdministrator);
    };
    let proof = password_proof(client, asked, password)?;
    handle.reset(Some(proof)).await.map_err(|_| unexpected("the new identity"))
}
