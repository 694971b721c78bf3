//! What those who manage a room do with its members: roles, removing, keeping out.

use matrix_sdk::Room;
use matrix_sdk::ruma::{Int, OwnedUserId, UserId};

use super::rights::{ADMINISTRATOR, MODERATOR};
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::view::{ProblemView, RoomRole};

impl Messenger {
    /// Makes somebody a member, a moderator or an administrator.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] for want of rights or by a rule, [`ProblemView::NotFound`].
    pub async fn set_role(&self, room_id: &str, user_id: &str, role: RoomRole) -> Result<()> {
        let (room, user) = self.room_and_user(room_id, user_id)?;
        let level = match role {
            RoomRole::Member => 0,
            RoomRole::Moderator => MODERATOR,
            RoomRole::Administrator => ADMINISTRATOR,
        };
        let level = Int::try_from(level).map_err(|_| ProblemView::NotFound)?;
        let changed = room.update_power_levels(vec![(&user, level)]).await;
        changed.map(drop).map_err(|error| from_sdk(&error))
    }

    /// Removes somebody; they may be invited again.
    ///
    /// # Errors
    /// [`ProblemView::Refused`], [`ProblemView::NotFound`].
    pub async fn remove_member(&self, room_id: &str, user_id: &str) -> Result<()> {
        let (room, user) = self.room_and_user(room_id, user_id)?;
        room.kick_user(&user, None).await.map_err(|error| from_sdk(&error))
    }

    /// Removes somebody and keeps them out.
    ///
    /// # Errors
    /// [`ProblemView::Refused`], [`ProblemView::NotFound`].
    pub async fn ban_member(&self, room_id: &str, user_id: &str) -> Result<()> {
        let (room, user) = self.room_and_user(room_id, user_id)?;
        room.ban_user(&user, None).await.map_err(|error| from_sdk(&error))
    }

    /// Somebody who was kept out may come again.
    ///
    /// # Errors
    /// [`ProblemView::Refused`], [`ProblemView::NotFound`].
    pub async fn unban_member(&self, room_id: &str, user_id: &str) -> Result<()> {
        let (room, user) = self.room_and_user(room_id, user_id)?;
        room.unban_user(&user, None).await.map_err(|error| from_sdk(&error))
    }

    fn room_and_user(&self, room_id: &str, user_id: &str) -> Result<(Room, OwnedUserId)> {
        let room = self.active()?.room(room_id)?;
        Ok((room, UserId::parse(user_id).map_err(|_| ProblemView::NotFound)?))
    }
}
