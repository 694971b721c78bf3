//! Asking for the devices of people who are new to us, before the first message to them.
//!
//! The SDK asks by itself, but only with its next sync, which may be half a minute away; the first message to somebody of
//! whom it knows no device would wait five seconds for that.

use futures_util::{StreamExt, stream};
use matrix_sdk::Client;
use matrix_sdk::ruma::OwnedUserId;

/// Requests under way at once.
const AT_ONCE: usize = 8;
/// Of a whole unit, the rest is asked for by the SDK.
const AT_MOST: usize = 50;

/// Asks for the devices of those of whom none is known. Whatever fails here is tried again by the SDK.
pub(super) async fn meet(client: &Client, people: &[OwnedUserId]) {
    let encryption = client.encryption();
    let ask = async |user: &OwnedUserId| {
        let strange = encryption.get_user_devices(user).await.is_ok_and(|known| known.devices().next().is_none());
        if strange && encryption.request_user_identity(user).await.is_err() {
            tracing::debug!("the devices of an invited person could not be asked for");
        }
    };
    stream::iter(people.iter().take(AT_MOST)).for_each_concurrent(AT_ONCE, ask).await;
}
