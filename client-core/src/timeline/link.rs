//! A link to a message, to be put into another message or a mail: whoever is in the room comes to it.

use matrix_sdk::ruma::EventId;

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::view::ProblemView;

impl Messenger {
    /// The link to a message.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::SignedOut`].
    pub async fn message_link(&self, room_id: &str, event_id: &str) -> Result<String> {
        let room = self.active()?.room(room_id)?;
        let event = EventId::parse(event_id).map_err(|_| ProblemView::NotFound)?;
        let link = room.matrix_to_event_permalink(event).await.map_err(|error| from_sdk(&error))?;
        Ok(link.to_string())
    }
}
