//! What the bridge asks of a homeserver about an account's devices, and about its way back in after everything was lost.

use async_trait::async_trait;

use super::HomeserverError;

/// A device that is signed in to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: String,
    /// What its owner or their client calls it; empty if nothing.
    pub name: String,
    /// When it was last heard of, milliseconds since the Unix epoch; nothing if never.
    pub last_seen_ms: Option<i64>,
}

/// How an account stands on its homeserver.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Nobody can sign in until it is unlocked.
    pub locked: bool,
    /// Closed for good.
    pub closed: bool,
}

/// Devices of accounts. Everything is idempotent.
#[async_trait]
pub trait Devices: Send + Sync {
    /// How the account stands.
    async fn standing(&self, user_id: &str) -> Result<Standing, HomeserverError>;
    /// The account's devices.
    async fn devices(&self, user_id: &str) -> Result<Vec<Device>, HomeserverError>;
    /// Ends the session of one device; harmless if it is gone already.
    async fn remove_device(&self, user_id: &str, device_id: &str) -> Result<(), HomeserverError>;
    /// Tells the owner's client that it is to begin anew with its keys when it signs in next.
    async fn ask_for_new_identity(&self, user_id: &str) -> Result<(), HomeserverError>;
    /// For a few minutes, the client may put new signing keys in the place of the old ones without further proof. Nothing
    /// happens for an account that has none.
    async fn allow_new_identity(&self, user_id: &str) -> Result<(), HomeserverError>;
}
