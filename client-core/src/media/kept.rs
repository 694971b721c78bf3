//! Files that have been looked at, kept on this device: the next look needs no connection and costs the network nothing.
//!
//! They lie in the SDK's media store, encrypted like everything there, and within its bounds (400 MiB in all, 20 MiB a file,
//! 60 days without a look). Only what the scanner has let through gets in; whoever asks knows that the file is still safe, and
//! what stops being safe is removed. A file is kept under its handle, which stands for its address and its key.

use matrix_sdk::Client;
use matrix_sdk::media::{MediaFormat, MediaRequestParameters};
use matrix_sdk::ruma::OwnedMxcUri;
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk_base::media::store::IgnoreMediaRetentionPolicy;

/// No server has this name: what is kept is never asked for elsewhere.
fn address(handle: &str) -> OwnedMxcUri {
    format!("mxc://kept.invalid/{handle}").into()
}

fn request(handle: &str) -> MediaRequestParameters {
    MediaRequestParameters { source: MediaSource::Plain(address(handle)), format: MediaFormat::File }
}

/// The bytes of a file, if they are here.
pub(super) async fn find(client: &Client, handle: &str) -> Option<Vec<u8>> {
    let store = client.media_store().lock().await.ok()?;
    store.get_media_content(&request(handle)).await.ok().flatten()
}

/// Keeps the bytes of a file that the scanner has let through; without success the next look fetches them again.
pub(super) async fn keep(client: &Client, handle: &str, bytes: Vec<u8>) {
    let Ok(store) = client.media_store().lock().await else { return };
    if store.add_media_content(&request(handle), bytes, IgnoreMediaRetentionPolicy::No).await.is_err() {
        tracing::debug!("a file that was looked at could not be kept");
    }
}

/// Removes a file that is not safe any more.
pub(super) async fn forget(client: &Client, handle: &str) {
    let Ok(store) = client.media_store().lock().await else { return };
    if store.remove_media_content_for_uri(&address(handle)).await.is_err() {
        tracing::warn!("a file that is not safe any more could not be removed");
    }
}
