//! Changing and deleting a message that has been sent.

use std::sync::Arc;

use matrix_sdk::room::edit::EditedContent;
use matrix_sdk::ruma::events::room::message::RoomMessageEventContentWithoutRelation;
use matrix_sdk_ui::Timeline;
use matrix_sdk_ui::timeline::EventTimelineItem;

use super::body::{file_of, written};
use super::compose::text;
use super::gateway::Gateway;
use super::open::parcel_id;
use crate::Result;
use crate::messenger::Messenger;
use crate::view::{Mention, ProblemView};

impl Messenger {
    /// The timeline and the event behind an item's id.
    pub(super) async fn event(&self, room_id: &str, item: &str) -> Result<(Arc<Timeline>, EventTimelineItem)> {
        let active = self.active()?;
        let whole = active.timeline(room_id).await?;
        for timeline in active.conversations.of_room(whole.room().room_id()) {
            let items = timeline.items().await;
            if let Some(found) = items.iter().find(|known| known.unique_id().0 == item) {
                return Ok((timeline, found.as_event().cloned().ok_or(ProblemView::NotFound)?));
            }
        }
        Err(ProblemView::NotFound)
    }

    /// Changes the words of an own message, or those under an own file; nothing takes them away from there.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::NotEncrypted`].
    pub async fn edit(&self, room_id: &str, item: &str, markdown: &str, mentions: &[Mention]) -> Result<()> {
        let (timeline, event) = self.event(room_id, item).await?;
        let gateway = Gateway::open(timeline.room()).await?;
        let words = text(markdown.trim(), mentions);
        let message = event.content().as_message().ok_or(ProblemView::NotFound)?;
        let content =
            if file_of(message.msgtype()).is_some() { caption(words) } else { EditedContent::RoomMessage(words) };
        gateway.edit(&timeline, &event.identifier(), content).await
    }

    /// Deletes a message for everybody, for a reason that may be empty; a message that is still here is not sent any more.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::Refused`].
    pub async fn delete(&self, room_id: &str, item: &str, reason: &str) -> Result<()> {
        if let Some(parcel) = parcel_id(item) {
            return self.active()?.outbox.cancel(parcel).await;
        }
        let (timeline, event) = self.event(room_id, item).await?;
        let gateway = Gateway::open(timeline.room()).await?;
        let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
        gateway.delete(&timeline, &event.identifier(), reason).await
    }
}

/// Words as what stands under a file.
fn caption(words: RoomMessageEventContentWithoutRelation) -> EditedContent {
    let (body, formatted) = written(&words.msgtype).unwrap_or_default();
    EditedContent::MediaCaption {
        caption: Some(body.to_owned()).filter(|body| !body.is_empty()),
        formatted_caption: formatted.cloned(),
        mentions: words.mentions,
    }
}
