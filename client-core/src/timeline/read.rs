//! Marking a conversation as read: the person's own mark, and what others see of it.

use matrix_sdk::Client;
use matrix_sdk::ruma::api::client::receipt::create_receipt::v3::ReceiptType;
use matrix_sdk_ui::Timeline;

use super::traces::{receipt, traces};
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;

impl Messenger {
    /// Marks a conversation as read up to its newest message. Others see it if the person lets them.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Unreachable`].
    pub async fn mark_read(&self, room_id: &str) -> Result<()> {
        let active = self.active()?;
        read_all(&active.client, &*active.timeline(room_id).await?).await
    }
}

/// Everything in it has been read.
pub(crate) async fn read_all(client: &Client, timeline: &Timeline) -> Result<()> {
    let receipt = receipt(traces(client).await);
    timeline.mark_as_read(receipt).await.map_err(|error| from_sdk(&error))?;
    // The line above what is new moves too; it is the person's own and may follow later.
    let _ = timeline.mark_as_read(ReceiptType::FullyRead).await;
    Ok(())
}
