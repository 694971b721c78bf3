//! What the bridge asks of a homeserver about media in which something was found.

use async_trait::async_trait;
use bridge_api::Mxc;

use super::HomeserverError;

/// Media as a homeserver keeps them: its own uploads, and the copies that it fetched from others. Everything is
/// idempotent, and a media that the homeserver does not have is nothing to do.
#[async_trait]
pub trait MediaStore: Send + Sync {
    /// Keeps the media back from everybody, whatever address the same bytes have.
    async fn quarantine(&self, mxc: &Mxc) -> Result<(), HomeserverError>;
    /// Gives it out again.
    async fn lift_quarantine(&self, mxc: &Mxc) -> Result<(), HomeserverError>;
    /// Deletes a media that was uploaded to this homeserver.
    async fn delete_media(&self, mxc: &Mxc) -> Result<(), HomeserverError>;
    /// The Matrix id of whoever uploaded it here; nobody if it was not uploaded here.
    async fn uploader(&self, mxc: &Mxc) -> Result<Option<String>, HomeserverError>;
}
