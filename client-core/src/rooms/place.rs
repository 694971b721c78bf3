//! Where the person wants a conversation in the list, and whether it shall stand there as not read: the account's own notes
//! about a room, of which nobody else learns.

use matrix_sdk::Room;
use matrix_sdk_ui::timeline::RoomExt;

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::{from_sdk, from_timeline};
use crate::timeline::read_all;
use crate::view::RoomPlace;

impl Messenger {
    /// Puts a conversation among the favourites, at the end of the list, or back to all others.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`], [`crate::view::ProblemView::Unreachable`].
    pub async fn set_room_place(&self, room_id: &str, place: RoomPlace) -> Result<()> {
        let room = self.active()?.room(room_id)?;
        // The one takes the other away.
        let done = match place {
            RoomPlace::Favourite => room.set_is_favourite(true, None).await,
            RoomPlace::Last => room.set_is_low_priority(true, None).await,
            RoomPlace::Usual => back(&room).await,
        };
        done.map_err(|error| from_sdk(&error))
    }

    /// Marks a conversation as not read, or as read up to its newest message, without opening it.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`], [`crate::view::ProblemView::Unreachable`].
    pub async fn set_room_unread(&self, room_id: &str, unread: bool) -> Result<()> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        if unread {
            return room.set_unread_flag(true).await.map_err(|error| from_sdk(&error));
        }
        // It takes the mark away as well.
        let timeline = room.timeline().await.map_err(|error| from_timeline(&error))?;
        read_all(&active.client, &timeline).await
    }
}

async fn back(room: &Room) -> matrix_sdk::Result<()> {
    if room.is_favourite() {
        room.set_is_favourite(false, None).await?;
    }
    if room.is_low_priority() {
        room.set_is_low_priority(false, None).await?;
    }
    Ok(())
}

/// Where a conversation stands. Another client may have said both.
pub(super) fn place(favourite: bool, last: bool) -> RoomPlace {
    match (favourite, last) {
        (true, _) => RoomPlace::Favourite,
        (false, true) => RoomPlace::Last,
        (false, false) => RoomPlace::Usual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_favourite_is_never_the_last() {
        let table = [
            (false, false, RoomPlace::Usual),
            (true, false, RoomPlace::Favourite),
            (false, true, RoomPlace::Last),
            (true, true, RoomPlace::Favourite),
        ];
        for (favourite, last, expected) in table {
            assert_eq!(place(favourite, last), expected);
        }
    }
}
