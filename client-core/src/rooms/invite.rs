//! Inviting a person to a room.

use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::api::client::membership::invite_user::v3::{InvitationRecipient, InviteUserId, Request};

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::{from_http, from_sdk};
use crate::rooms::meet::meet;
use crate::session::Active;
use crate::view::ProblemView;

impl Messenger {
    /// Invites a person.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] by a rule or for want of rights.
    pub async fn invite(&self, room_id: &str, user_id: &str) -> Result<()> {
        let active = self.active()?;
        let user = UserId::parse(user_id).map_err(|_| ProblemView::NotFound)?;
        active.invite_to(room_id, &user).await?;
        meet(&active.client, &user).await;
        Ok(())
    }
}

impl Active {
    /// Invites somebody, and gives them the keys of what was written before if the room lets them read it. If these cannot be
    /// given (the backup does not answer, the file is too large), the invitation goes without them.
    pub(crate) async fn invite_to(&self, room_id: &str, user: &UserId) -> Result<()> {
        let room = self.room(room_id)?;
        let Err(error) = room.invite_user_by_id(user).await else { return Ok(()) };
        if matches!(from_sdk(&error), ProblemView::SlowDown) {
            return Err(ProblemView::SlowDown);
        }
        // Which of the two was refused the SDK does not say; this is the invitation alone.
        let recipient = InvitationRecipient::UserId(InviteUserId::new(user.to_owned()));
        let alone = self.client.send(Request::new(room.room_id().to_owned(), recipient)).await;
        alone.map_err(|error| from_http(&error))?;
        tracing::warn!("somebody was invited without the keys of what was written before");
        Ok(())
    }
}
