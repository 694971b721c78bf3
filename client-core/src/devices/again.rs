//! What was not sent for want of trust goes by itself once the person has seen to it.

use matrix_sdk::Client;
use matrix_sdk::send_queue::LocalEchoContent;

use crate::problem::of_trust;

/// Queues again what stopped because this device was not confirmed or because somebody's identity had changed. What stops
/// for the same reason once more says so again at its place.
pub(super) async fn send_what_trust_held_back(client: &Client) {
    let Ok(rooms) = client.send_queue().local_echoes().await else { return };
    for echo in rooms.into_values().flatten() {
        let LocalEchoContent::Event { send_handle, send_error: Some(error), .. } = echo.content else { continue };
        if of_trust(&error).is_some() && send_handle.unwedge().await.is_err() {
            tracing::warn!("a message that waits for trust could not be queued again");
        }
    }
    client.send_queue().set_enabled(true).await;
}
