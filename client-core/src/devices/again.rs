//! What was not sent for want of trust goes by itself once the person has seen to it.

use matrix_sdk::Client;

use crate::problem::of_trust;
use crate::timeline::try_again;

/// Queues again what stopped because this device was not confirmed or because somebody's identity had changed. What stops
/// for the same reason once more says so again at its place.
pub(super) async fn send_what_trust_held_back(client: &Client) {
    let Ok(rooms) = client.send_queue().local_echoes().await else { return };
    try_again(rooms.into_values().flatten().collect(), |error| of_trust(error).is_some()).await;
    client.send_queue().set_enabled(true).await;
}
