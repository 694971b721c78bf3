//! Writing a message.

use matrix_sdk::room::reply::{EnforceThread, Reply};
use matrix_sdk::ruma::EventId;
use matrix_sdk::ruma::events::room::message::{AddMentions, RoomMessageEventContent};

use super::compose::text;
use super::gateway::Gateway;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::step;
use crate::view::{Draft, ProblemView};

impl Messenger {
    /// Writes a message. It is kept and goes by itself, also later and after a restart.
    ///
    /// # Errors
    /// [`ProblemView::NotEncrypted`] if the room is not known to be encrypted: then nothing is sent.
    pub async fn send(&self, room_id: &str, draft: &Draft) -> Result<()> {
        let words = draft.markdown.trim();
        if words.is_empty() {
            return Ok(());
        }
        let room = self.active()?.room(room_id)?;
        let gateway = Gateway::open(&room).await?;
        let content = text(words, &draft.mentions);
        let content: RoomMessageEventContent = match &draft.reply_to {
            None => content.into(),
            Some(event_id) => {
                let event_id = EventId::parse(event_id).map_err(|_| ProblemView::NotFound)?;
                let reply =
                    Reply { event_id, enforce_thread: EnforceThread::MaybeThreaded, add_mentions: AddMentions::Yes };
                room.make_reply_event(content, reply).await.map_err(step("quoting a message"))?
            }
        };
        gateway.send(content).await
    }
}
