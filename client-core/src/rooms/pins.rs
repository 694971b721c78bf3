//! Messages that a room keeps at hand.

use futures_util::{StreamExt, stream};
use matrix_sdk::Room;
use matrix_sdk::ruma::events::room::message::SyncRoomMessageEvent;
use matrix_sdk::ruma::events::{AnySyncMessageLikeEvent, AnySyncTimelineEvent};
use matrix_sdk::ruma::{EventId, OwnedEventId};

use super::summary::person_in;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::timeline::one_line;
use crate::view::{PinView, ProblemView};

/// Messages that are fetched at once.
const AT_ONCE: usize = 6;
/// As many as are shown; the newest ones.
const SHOWN: usize = 100;

impl Messenger {
    /// Pins a message; one that is pinned stays so.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] for want of rights, [`ProblemView::NotFound`].
    pub async fn pin(&self, room_id: &str, event_id: &str) -> Result<()> {
        let (room, event) = self.room_and_event(room_id, event_id)?;
        room.pin_event(&event).await.map(drop).map_err(|error| from_sdk(&error))
    }

    /// Takes a pin away.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] for want of rights, [`ProblemView::NotFound`].
    pub async fn unpin(&self, room_id: &str, event_id: &str) -> Result<()> {
        let (room, event) = self.room_and_event(room_id, event_id)?;
        room.unpin_event(&event).await.map(drop).map_err(|error| from_sdk(&error))
    }

    /// The pinned messages, the one pinned last first.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`].
    pub async fn pins(&self, room_id: &str) -> Result<Vec<PinView>> {
        let room = self.active()?.room(room_id)?;
        let ids = match room.pinned_event_ids() {
            Some(ids) => ids,
            None => room.load_pinned_events().await.map_err(|error| from_sdk(&error))?.unwrap_or_default(),
        };
        let look = |id: OwnedEventId| look_up(&room, id);
        Ok(stream::iter(ids.into_iter().rev().take(SHOWN)).map(look).buffered(AT_ONCE).collect().await)
    }

    fn room_and_event(&self, room_id: &str, event_id: &str) -> Result<(Room, OwnedEventId)> {
        let room = self.active()?.room(room_id)?;
        Ok((room, EventId::parse(event_id).map_err(|_| ProblemView::NotFound)?))
    }
}

async fn look_up(room: &Room, id: OwnedEventId) -> PinView {
    let mut pin = PinView { event_id: id.to_string(), sender: String::new(), text: String::new(), at_ms: None };
    let Ok(event) = room.load_or_fetch_event(&id, None).await else { return pin };
    let Ok(event) = event.raw().deserialize() else { return pin };
    pin.sender = person_in(room, event.sender()).await.name;
    pin.at_ms = Some(event.origin_server_ts().get().into());
    if let AnySyncTimelineEvent::MessageLike(AnySyncMessageLikeEvent::RoomMessage(SyncRoomMessageEvent::Original(
        message,
    ))) = event
    {
        pin.text = one_line(&message.content.msgtype);
    }
    pin
}
