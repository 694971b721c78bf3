//! Making a room. It is given out only once it may be written to: a private one when it is known to be encrypted.

use matrix_sdk::ruma::api::client::room::Visibility;
use matrix_sdk::ruma::api::client::room::create_room::v3::{Request, RoomPreset};
use matrix_sdk::ruma::events::InitialStateEvent;
use matrix_sdk::ruma::events::room::encryption::RoomEncryptionEventContent;
use matrix_sdk::ruma::{OwnedUserId, UserId};

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::session::Active;
use crate::text::clean;
use crate::timeline::gateway::Gateway;
use crate::view::{NewRoom, ProblemView, RoomKind};

impl Messenger {
    /// Makes a private or a public room; answers its id.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] by a rule, [`ProblemView::NotEncrypted`] if a private room does not become encrypted.
    pub async fn create_room(&self, new: &NewRoom) -> Result<String> {
        let active = self.active()?;
        let mut invite = Vec::new();
        for id in &new.invite {
            invite.push(UserId::parse(id).map_err(|_| ProblemView::NotFound)?);
        }
        let mut request = Request::new();
        request.name = Some(clean(&new.name)).filter(|name| !name.is_empty());
        request.topic = Some(clean(&new.topic)).filter(|topic| !topic.is_empty());
        request.invite = invite;
        match new.kind {
            RoomKind::Public => {
                request.preset = Some(RoomPreset::PublicChat);
                request.visibility = Visibility::Public;
            }
            RoomKind::Private | RoomKind::Direct => {
                request.preset = Some(RoomPreset::PrivateChat);
                request.initial_state = vec![encryption()];
            }
        }
        active.make_room(request).await
    }
}

fn encryption() -> matrix_sdk::ruma::serde::Raw<matrix_sdk::ruma::events::AnyInitialStateEvent> {
    InitialStateEvent::with_empty_state_key(RoomEncryptionEventContent::with_recommended_defaults()).to_raw_any()
}

impl Active {
    /// Makes a room, waits until it may be written to, and answers its id.
    async fn make_room(&self, request: Request) -> Result<String> {
        let room = self.client.create_room(request).await.map_err(|error| from_sdk(&error))?;
        Gateway::open(&room).await?;
        Ok(room.room_id().to_string())
    }

    /// Makes a direct conversation.
    pub(super) async fn make_direct(&self, other: OwnedUserId) -> Result<String> {
        let mut request = Request::new();
        request.invite = vec![other];
        request.is_direct = true;
        request.preset = Some(RoomPreset::TrustedPrivateChat);
        request.initial_state = vec![encryption()];
        self.make_room(request).await
    }
}
