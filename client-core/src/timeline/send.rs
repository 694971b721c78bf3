//! Writing a message.

use matrix_sdk::Room;
use matrix_sdk::room::reply::{EnforceThread, Reply, ReplyError};
use matrix_sdk::ruma::events::room::message::{AddMentions, ReplyWithinThread, RoomMessageEventContent};
use matrix_sdk::ruma::{EventId, OwnedEventId};

use super::compose::text;
use super::gateway::Gateway;
use super::part::Part;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::{from_sdk, step};
use crate::session::Active;
use crate::view::{Draft, ProblemView};

impl Messenger {
    /// Writes a message. It is kept and goes by itself, also later and after a restart.
    ///
    /// # Errors
    /// [`ProblemView::NotEncrypted`] if the room is not known to be encrypted: then nothing is sent.
    pub async fn send(&self, room_id: &str, draft: &Draft) -> Result<()> {
        self.send_in(room_id, draft, None).await
    }

    /// Writes a message, in a thread if the message is given that it begins with.
    ///
    /// # Errors
    /// [`ProblemView::NotEncrypted`] if the room is not known to be encrypted: then nothing is sent.
    pub async fn send_in(&self, room_id: &str, draft: &Draft, thread: Option<&str>) -> Result<()> {
        if draft.markdown.trim().is_empty() {
            return Ok(());
        }
        let active = self.active()?;
        let room = active.room(room_id)?;
        let gateway = Gateway::open(&room).await?;
        gateway.send(content(&active, &room, draft, thread).await?).await
    }
}

/// What is sent of a draft.
pub(super) async fn content(
    active: &Active,
    room: &Room,
    draft: &Draft,
    thread: Option<&str>,
) -> Result<RoomMessageEventContent> {
    let content = text(draft.markdown.trim(), &draft.mentions);
    match reply(active, room, draft, thread).await? {
        None => Ok(content.into()),
        Some(reply) => room.make_reply_event(content, reply).await.map_err(|error| match error {
            ReplyError::Fetch(error) => from_sdk(&error),
            other => step("quoting a message")(other),
        }),
    }
}

fn event_id(id: &str) -> Result<OwnedEventId> {
    EventId::parse(id).map_err(|_| ProblemView::NotFound)
}

/// What the message answers. In a thread it hangs on the newest answer, for programs that know no threads.
async fn reply(active: &Active, room: &Room, draft: &Draft, thread: Option<&str>) -> Result<Option<Reply>> {
    let quoted = draft.reply_to.as_deref().map(event_id).transpose()?;
    let Some(root) = thread else {
        let (enforce_thread, add_mentions) = (EnforceThread::MaybeThreaded, AddMentions::Yes);
        return Ok(quoted.map(|event_id| Reply { event_id, enforce_thread, add_mentions }));
    };
    if let Some(event_id) = quoted {
        let enforce_thread = EnforceThread::Threaded(ReplyWithinThread::Yes);
        return Ok(Some(Reply { event_id, enforce_thread, add_mentions: AddMentions::Yes }));
    }
    let (_, newest) = newest_of_thread(active, room, root).await?;
    let enforce_thread = EnforceThread::Threaded(ReplyWithinThread::No);
    Ok(Some(Reply { event_id: newest, enforce_thread, add_mentions: AddMentions::No }))
}

/// The message that a thread begins with, and its newest answer as far as it is known.
pub(crate) async fn newest_of_thread(active: &Active, room: &Room, root: &str) -> Result<(OwnedEventId, OwnedEventId)> {
    let root = event_id(root)?;
    let newest = match active.conversations.known(room.room_id(), &Part::Thread(root.clone())) {
        Some(timeline) => timeline.latest_event_id().await,
        None => None,
    };
    let newest = newest.unwrap_or_else(|| root.clone());
    Ok((root, newest))
}
