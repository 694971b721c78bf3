//! Marking a conversation as read: the person's own mark, and what others see of it.

use matrix_sdk::Client;
use matrix_sdk::ruma::api::client::receipt::create_receipt::v3::ReceiptType;
use matrix_sdk::ruma::events::receipt::ReceiptThread;
use matrix_sdk_ui::Timeline;

use super::part::Part;
use super::threads::in_a_thread;
use super::traces::{receipt, traces};
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::view::TimelinePart;

impl Messenger {
    /// Marks a conversation as read up to its newest message. Others see it if the person lets them.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Unreachable`].
    pub async fn mark_read(&self, room_id: &str) -> Result<()> {
        self.mark_part_read(room_id, &TimelinePart::Whole).await
    }

    /// Marks a part of a conversation as read up to its newest message: a thread, or everything else. Who looks at the whole
    /// has heard of the threads as well: the conversation counts as read then, and its threads keep their own marks.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Unreachable`].
    pub async fn mark_part_read(&self, room_id: &str, part: &TimelinePart) -> Result<()> {
        let (active, part) = (self.active()?, Part::parse(part)?);
        let timeline = active.timeline_of(room_id, &part).await?;
        match part {
            Part::Whole => {
                read_all(&active.client, &timeline).await?;
                read_threads(&active.client, &timeline).await
            }
            Part::Thread(_) => {
                let receipt = receipt(traces(&active.client).await);
                timeline.mark_as_read(receipt).await.map(drop).map_err(|error| from_sdk(&error))
            }
            // What stands there has been passed by before, or will be.
            Part::Around(_) => Ok(()),
        }
    }
}

/// Among so many of the newest events it is looked for answers in threads.
const RECENT: usize = 50;

/// If there are new answers in threads, the room is read up to its very end.
async fn read_threads(client: &Client, timeline: &Timeline) -> Result<()> {
    let room = timeline.room();
    if room.num_unread_messages() == 0 {
        return Ok(());
    }
    let Ok((cache, _running)) = room.event_cache().await else { return Ok(()) };
    let Ok(events) = cache.events().await else { return Ok(()) };
    if !events.iter().rev().take(RECENT).any(in_a_thread) {
        return Ok(());
    }
    let Some(newest) = events.last().and_then(|event| event.event_id()).map(ToOwned::to_owned) else { return Ok(()) };
    let receipt = receipt(traces(client).await);
    room.send_single_receipt(receipt, ReceiptThread::Unthreaded, newest).await.map_err(|error| from_sdk(&error))
}

/// Everything in it has been read.
pub(crate) async fn read_all(client: &Client, timeline: &Timeline) -> Result<()> {
    let receipt = receipt(traces(client).await);
    timeline.mark_as_read(receipt).await.map_err(|error| from_sdk(&error))?;
    // The line above what is new moves too; it is the person's own and may follow later.
    let _ = timeline.mark_as_read(ReceiptType::FullyRead).await;
    Ok(())
}
