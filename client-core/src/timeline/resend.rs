//! Messages that have not gone: again by themselves when the trouble passes, or as the person says.

use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::send_queue::{LocalEcho, LocalEchoContent};
use matrix_sdk_base::store::QueueWedgeError;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::open::parcel_id;
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::sleep;
use crate::problem::step;
use crate::rooms::meet_members;
use crate::view::{ConnectionView, ProblemView};

impl Messenger {
    /// Tries a message or file that failed again; lets a file go on that was stopped.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`].
    pub async fn retry_send(&self, room_id: &str, item: &str) -> Result<()> {
        if let Some(parcel) = parcel_id(item) {
            return self.active()?.outbox.retry(parcel).await;
        }
        let (timeline, event) = self.event(room_id, item).await?;
        let handle = event.local_echo_send_handle().ok_or(ProblemView::NotFound)?;
        handle.unwedge().await.map_err(step("sending again"))?;
        timeline.room().send_queue().set_enabled(true);
        Ok(())
    }

    /// Stops a file on its way, until [`Messenger::retry_send`] lets it go on.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] for what is no file on its way, also if it has gone meanwhile;
    /// [`ProblemView::FileNotReleased`] if the scanner keeps it back.
    pub async fn pause_send(&self, item: &str) -> Result<()> {
        self.active()?.outbox.pause(parcel_id(item).ok_or(ProblemView::NotFound)?).await
    }

    /// Gives up a message or file that has not gone.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], also if it has gone meanwhile.
    pub async fn cancel_send(&self, room_id: &str, item: &str) -> Result<()> {
        if let Some(parcel) = parcel_id(item) {
            return self.active()?.outbox.cancel(parcel).await;
        }
        let (_, event) = self.event(room_id, item).await?;
        let handle = event.local_echo_send_handle().ok_or(ProblemView::NotFound)?;
        match handle.abort().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(ProblemView::NotFound),
            Err(error) => Err(step("giving up a message")(error)),
        }
    }
}

/// Queues messages again that were refused for such a reason.
pub(crate) async fn try_again(echoes: Vec<LocalEcho>, because: impl Fn(&QueueWedgeError) -> bool) {
    for echo in echoes {
        let LocalEchoContent::Event { send_handle, send_error: Some(error), .. } = echo.content else { continue };
        if because(&error) && send_handle.unwedge().await.is_err() {
            tracing::warn!("a message that was refused could not be queued again");
        }
    }
}

/// The SDK stops a room's queue at any trouble. This starts it again: at once after a message that was refused, which
/// stays for the person to decide about; else while there is a connection.
pub(crate) async fn requeue(client: Client, mut connection: watch::Receiver<ConnectionView>) {
    let queue = client.send_queue();
    let mut errors = queue.subscribe_errors();
    loop {
        let room = match errors.recv().await {
            Ok(error) if !error.is_recoverable => {
                if let Some(room) = client.get_room(&error.room_id) {
                    room.send_queue().set_enabled(true);
                }
                continue;
            }
            Ok(error) => client.get_room(&error.room_id),
            Err(RecvError::Lagged(_)) => None,
            Err(RecvError::Closed) => return,
        };
        sleep(Duration::from_secs(2)).await;
        if connection.wait_for(|state| *state == ConnectionView::Online).await.is_err() {
            return;
        }
        if let Some(room) = room.filter(|room| room.encryption_state().is_encrypted()) {
            meet_members(&room).await;
        }
        queue.set_enabled(true).await;
    }
}
