//! Threads: what a message tells of the answers to it, how many of them are new, and all threads of a conversation.

use std::collections::HashMap;
use std::sync::Mutex;

use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::{EventId, OwnedEventId};
use matrix_sdk_ui::timeline::thread_list_service::{ThreadListItem, ThreadListServiceError};
use matrix_sdk_ui::timeline::{
    EmbeddedEvent, ThreadListPaginationState, ThreadListService, ThreadSummary, TimelineDetails,
};
use serde_json::Value;
use tokio::sync::broadcast;

use super::body::line_of;
use super::people::Names;
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::{Task, lock, spawn};
use crate::problem::from_sdk;
use crate::view::{AnswerView, ProblemView, ThreadEntry, ThreadView};

/// As many threads as a list holds; those with the newest answers.
const SHOWN: usize = 100;

/// How many answers of the threads on the screen are new, and whenever that changes.
pub(super) struct Marks {
    room: Room,
    followed: Mutex<HashMap<OwnedEventId, Task>>,
    changed: broadcast::Sender<OwnedEventId>,
}

impl Marks {
    pub(super) fn new(room: Room) -> Self {
        Self { room, followed: Mutex::default(), changed: broadcast::Sender::new(64) }
    }

    /// Names the threads whose numbers change.
    pub(super) fn changes(&self) -> broadcast::Receiver<OwnedEventId> {
        self.changed.subscribe()
    }

    /// The answers that have not been read; none if nobody knows.
    async fn unread(&self, root: &EventId) -> u32 {
        let Ok((cache, running)) = self.room.client().event_cache().thread(self.room.room_id(), root).await else {
            return 0;
        };
        if !lock(&self.followed).contains_key(root)
            && let Ok(mut news) = cache.subscribe_to_thread_info().await
        {
            let (changed, id) = (self.changed.clone(), root.to_owned());
            let task = spawn(async move {
                let _running = running;
                while news.next().await.is_some() {
                    let _ = changed.send(id.clone());
                }
            });
            lock(&self.followed).insert(root.to_owned(), task);
        }
        cache.num_unread_messages().await.map_or(0, count)
    }

    /// What the message that begins a thread tells of it.
    pub(super) async fn view(&self, root: &EventId, summary: &ThreadSummary, names: &Names) -> Option<ThreadView> {
        if summary.num_replies == 0 {
            return None;
        }
        let last = match &summary.latest_event {
            TimelineDetails::Ready(event) => Some(answer(event, names).await),
            _ => None,
        };
        Some(ThreadView { answers: summary.num_replies, unread: self.unread(root).await, last })
    }
}

async fn answer(event: &EmbeddedEvent, names: &Names) -> AnswerView {
    AnswerView {
        sender: names.of(&event.sender, &event.sender_profile).await.name,
        text: line_of(&event.content),
        at_ms: event.timestamp.get().into(),
    }
}

impl Messenger {
    /// The threads of a conversation, the one with the newest answer first.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::Unreachable`].
    pub async fn threads(&self, room_id: &str) -> Result<Vec<ThreadEntry>> {
        let room = self.active()?.room(room_id)?;
        let all = ThreadListService::new(room.clone());
        while all.items().len() < SHOWN
            && all.pagination_state() != (ThreadListPaginationState::Idle { end_reached: true })
        {
            all.paginate().await.map_err(|ThreadListServiceError::Sdk(error)| from_sdk(&error))?;
        }
        let (marks, names) = (Marks::new(room.clone()), Names::new(room));
        let mut entries = Vec::new();
        for item in all.items().into_iter().take(SHOWN) {
            entries.push(entry(item, &marks, &names).await);
        }
        Ok(entries)
    }

    /// The message with which the thread begins that a message stands in; none if it stands in no thread.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::Unreachable`].
    pub async fn thread_of(&self, room_id: &str, event_id: &str) -> Result<Option<String>> {
        let room = self.active()?.room(room_id)?;
        let event_id = EventId::parse(event_id).map_err(|_| ProblemView::NotFound)?;
        let event = room.load_or_fetch_event(&event_id, None).await.map_err(|error| from_sdk(&error))?;
        Ok(root_of(&event))
    }
}

/// Whether an event stands in a thread.
pub(super) fn in_a_thread(event: &TimelineEvent) -> bool {
    in_thread(&relation(event))
}

/// The event with which the thread begins that an event stands in.
fn root_of(event: &TimelineEvent) -> Option<String> {
    let relation = relation(event);
    relation["event_id"].as_str().filter(|_| in_thread(&relation)).map(ToOwned::to_owned)
}

fn in_thread(relation: &Value) -> bool {
    relation["rel_type"] == "m.thread"
}

/// What an event says of its relation to another one.
fn relation(event: &TimelineEvent) -> Value {
    let content = event.raw().get_field::<Value>("content").ok().flatten().unwrap_or_default();
    content["m.relates_to"].clone()
}

async fn entry(item: ThreadListItem, marks: &Marks, names: &Names) -> ThreadEntry {
    let mut lines = Vec::new();
    for event in std::iter::once(&item.root_event).chain(&item.latest_event) {
        lines.push(AnswerView {
            sender: names.of(&event.sender, &event.sender_profile).await.name,
            text: event.content.as_ref().map(line_of).unwrap_or_default(),
            at_ms: event.timestamp.get().into(),
        });
    }
    let root_id = &item.root_event.event_id;
    let unread = marks.unread(root_id).await;
    let last = if lines.len() > 1 { lines.pop() } else { None };
    ThreadEntry {
        root_id: root_id.to_string(),
        root: lines.remove(0),
        thread: ThreadView { answers: item.num_replies, unread, last },
    }
}

fn count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::serde::Raw;
    use serde_json::json;

    use super::*;

    #[test]
    fn only_an_answer_in_a_thread_stands_in_one() {
        let root = |relation: Value| {
            let event = json!({"type": "m.room.message", "content": {"body": "x", "m.relates_to": relation}});
            root_of(&TimelineEvent::from_plaintext(Raw::new(&event).expect("JSON").cast_unchecked()))
        };
        assert_eq!(root(json!({"rel_type": "m.thread", "event_id": "$root"})).as_deref(), Some("$root"));
        assert_eq!(root(json!({"rel_type": "m.replace", "event_id": "$root"})), None);
        assert_eq!(root(json!({"m.in_reply_to": {"event_id": "$root"}})), None);
    }
}
