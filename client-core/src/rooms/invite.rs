//! Inviting a person to a room.

use matrix_sdk::ruma::UserId;

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::rooms::meet::meet;
use crate::view::ProblemView;

impl Messenger {
    /// Invites a person.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] by a rule or for want of rights.
    pub async fn invite(&self, room_id: &str, user_id: &str) -> Result<()> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        let user = UserId::parse(user_id).map_err(|_| ProblemView::NotFound)?;
        room.invite_user_by_id(&user).await.map_err(|error| from_sdk(&error))?;
        meet(&active.client, &user).await;
        Ok(())
    }
}
