//! What the homeservers know of a person's accounts, and ending the session of one device.

use std::time::Duration;

use bridge_api::{PersonId, ServerName};

use super::accounts;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;
use crate::homeserver::{Device, Homeserver, HomeserverError};
use crate::officers::Session;

/// How long a page waits for a homeserver.
const PATIENCE: Duration = Duration::from_secs(4);

/// An account as its homeserver has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSeen {
    /// The Matrix id.
    pub user_id: String,
    /// Its homeserver.
    pub server_name: String,
    /// What the homeserver says; nothing if it does not answer.
    pub told: Option<Told>,
}

/// What a homeserver says of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whether the account is there; one that waits for its owner may not be.
    pub there: bool,
    /// Nobody can sign in.
    pub locked: bool,
    /// The devices, those that were heard of last first.
    pub devices: Vec<Device>,
}

/// What became of a removal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// The device is signed out.
    Done,
    /// The homeserver does not answer.
    Unreachable,
    /// The account has no such device.
    Unknown,
}

/// What the homeservers say of the person's accounts that may be used.
///
/// # Errors
/// If the database fails.
pub async fn seen(app: &App, officer: &Session, person_id: &str) -> Result<Vec<AccountSeen>, DbError> {
    let (officer, person) = (officer.clone(), person_id.to_owned());
    let mut all = Vec::new();
    for (user_id, server_name) in app.db.read(move |tx| accounts(tx, &officer, &person)).await? {
        let told = match server_name.parse::<ServerName>().ok().and_then(|name| app.homeserver(&name).cloned()) {
            Some(homeserver) => ask(homeserver.as_ref(), &user_id).await,
            None => None,
        };
        all.push(AccountSeen { user_id, server_name, told });
    }
    Ok(all)
}

async fn ask(homeserver: &dyn Homeserver, user_id: &str) -> Option<Told> {
    let told = async {
        let standing = match homeserver.standing(user_id).await {
            Err(HomeserverError::NoSuchAccount) => {
                return Ok(Told { there: false, locked: false, devices: Vec::new() });
            }
            other => other?,
        };
        let mut devices = homeserver.devices(user_id).await?;
        devices.sort_by(|a, b| b.last_seen_ms.cmp(&a.last_seen_ms).then_with(|| a.id.cmp(&b.id)));
        Ok::<_, HomeserverError>(Told { there: true, locked: standing.locked, devices })
    };
    match tokio::time::timeout(PATIENCE, told).await {
        Ok(Ok(told)) => Some(told),
        Ok(Err(cause)) => {
            tracing::warn!(%cause, "a homeserver does not tell of an account");
            None
        }
        Err(_) => None,
    }
}

/// Signs one device out. It is recorded before it happens.
///
/// # Errors
/// If the database fails; then nothing has happened.
pub async fn remove_device(
    app: &App,
    officer: &Session,
    person_id: &PersonId,
    device_id: &str,
) -> Result<Removed, DbError> {
    let found = seen(app, officer, person_id.as_str()).await?;
    if found.iter().all(|account| account.told.is_none()) && !found.is_empty() {
        return Ok(Removed::Unreachable);
    }
    let has = |account: &&AccountSeen| {
        account.told.as_ref().is_some_and(|told| told.devices.iter().any(|device| device.id == device_id))
    };
    let Some(account) = found.iter().find(has) else { return Ok(Removed::Unknown) };
    let Some(homeserver) = account.server_name.parse().ok().and_then(|name| app.homeserver(&name)) else {
        return Ok(Removed::Unreachable);
    };
    let (actor, at_ms, subject) = (officer.actor(), app.clock.now_ms(), account.user_id.clone());
    let detail = format!("device={device_id}");
    app.db
        .write(move |tx| {
            let action = "account.remove_device";
            audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: &subject, detail: &detail })
        })
        .await?;
    match homeserver.remove_device(&account.user_id, device_id).await {
        Ok(()) => Ok(Removed::Done),
        Err(cause) => {
            tracing::warn!(%cause, "a device could not be signed out");
            Ok(Removed::Unreachable)
        }
    }
}
