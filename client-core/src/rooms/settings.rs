//! What a room is called, what it is about, what newcomers read of it, and whether people from outside may be invited.

use bridge_api::events::ACCESS_RULES;
use matrix_sdk::Room;
use matrix_sdk::ruma::events::room::history_visibility::{HistoryVisibility, RoomHistoryVisibilityEventContent};

use super::outside::open_rule;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::text::clean;

impl Messenger {
    /// Gives a room another name.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Refused`] for want of rights, [`crate::view::ProblemView::NotFound`].
    pub async fn set_room_name(&self, room_id: &str, name: &str) -> Result<()> {
        let room = self.active()?.room(room_id)?;
        room.set_name(clean(name)).await.map(drop).map_err(|error| from_sdk(&error))
    }

    /// Says what a room is about.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Refused`] for want of rights, [`crate::view::ProblemView::NotFound`].
    pub async fn set_room_topic(&self, room_id: &str, topic: &str) -> Result<()> {
        let room = self.active()?.room(room_id)?;
        room.set_room_topic(&clean(topic)).await.map(drop).map_err(|error| from_sdk(&error))
    }

    /// Says whether who is invited later reads what was written before. What was written under the other rule keeps it
    /// (Matrix client-server API, "Room history visibility").
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Refused`] for want of rights, [`crate::view::ProblemView::NotFound`].
    pub async fn set_earlier_for_all(&self, room_id: &str, earlier_for_all: bool) -> Result<()> {
        let room = self.active()?.room(room_id)?;
        let rule = if earlier_for_all { HistoryVisibility::Shared } else { HistoryVisibility::Joined };
        room.send_state_event(RoomHistoryVisibilityEventContent::new(rule))
            .await
            .map(drop)
            .map_err(|error| from_sdk(&error))
    }

    /// Opens a private room to people from outside: from then on they may be invited. There is no way back.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Refused`] by a rule or for want of rights, [`crate::view::ProblemView::NotFound`].
    pub async fn open_to_externals(&self, room_id: &str) -> Result<()> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        set_access_rule(&room).await?;
        active.outside.keep(room.room_id(), true).await;
        Ok(())
    }
}

/// Writes the rule that opens a private room.
pub(super) async fn set_access_rule(room: &Room) -> Result<()> {
    room.send_state_event_raw(ACCESS_RULES, "", open_rule()).await.map(drop).map_err(|error| from_sdk(&error))
}
