//! Accepting or declining an invitation, and leaving.

use matrix_sdk::RoomState;

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::view::ProblemView;

impl Messenger {
    /// Accepts an invitation.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is none, [`ProblemView::Refused`] if it has been taken back.
    pub async fn accept_invite(&self, room_id: &str) -> Result<()> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        if !matches!(room.state(), RoomState::Invited | RoomState::Joined) {
            return Err(ProblemView::NotFound);
        }
        // Asked also by whoever seems to be in: a sync that comes late can show a room as it was before one left it.
        active.client.join_room_by_id(room.room_id()).await.map(drop).map_err(|error| from_sdk(&error))
    }

    /// Declines an invitation.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is none.
    pub async fn decline_invite(&self, room_id: &str) -> Result<()> {
        let room = self.active()?.room(room_id)?;
        if room.state() != RoomState::Invited {
            return Err(ProblemView::NotFound);
        }
        room.leave().await.map_err(|error| from_sdk(&error))
    }

    /// Leaves a room. Whoever is the last to administer it and has colleagues there makes one of them an administrator
    /// first.
    ///
    /// # Errors
    /// [`ProblemView::LastAdministrator`], [`ProblemView::NotFound`], [`ProblemView::Refused`].
    pub async fn leave_room(&self, room_id: &str) -> Result<()> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        if active.owes_a_successor(&room).await {
            return Err(ProblemView::LastAdministrator);
        }
        room.leave().await.map_err(|error| from_sdk(&error))
    }
}
