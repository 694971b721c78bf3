//! Messages that the person wants to be sent at a time: kept in the session's encrypted store until the server has them.
//!
//! This device sends them, at their time if the program runs then, else right after the next start. Each has a mark from
//! the beginning by which the server knows it again, and leaves the list only when the server has taken it: killed at any
//! moment, the program hands the same message over once more, and it arrives once. What is refused stays in the list with
//! the reason.

mod deliver;
mod list;
mod plan;

pub(crate) use deliver::keep;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
pub(crate) use list::LaterList;
use matrix_sdk::ruma::EventId;
use plan::Planned;

use crate::Result;
use crate::messenger::Messenger;
use crate::platform::now_ms;
use crate::session::watched;
use crate::view::{Draft, LaterView, ProblemView};

impl Messenger {
    /// The messages that are to be sent at a time, the next one first: the present list at once, then every change.
    ///
    /// # Errors
    /// [`ProblemView::SignedOut`].
    pub fn later(&self) -> Result<BoxStream<'static, Vec<LaterView>>> {
        let list = watched(self.active()?.later.subscribe());
        Ok(list.map(|all| all.iter().map(Planned::view).collect()).boxed())
    }

    /// Keeps a message that is to be sent at a time, in a thread if the message is given that it begins with.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] for an unknown room or thread and for a message without words; and if it cannot be kept.
    pub async fn send_later(&self, room_id: &str, thread: Option<&str>, draft: Draft, at_ms: u64) -> Result<()> {
        let active = self.active()?;
        let room = active.room(room_id)?.room_id().to_owned();
        let thread = thread.map(EventId::parse).transpose().map_err(|_| ProblemView::NotFound)?;
        let planned = Planned::new(room, thread, with_words(draft)?, at_ms)?;
        active.later.add(planned).await
    }

    /// Changes a message that is to be sent at a time: its words, its time, or both.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if it is on its way or has gone, and for a message without words; and if it cannot be kept.
    pub async fn change_later(&self, id: &str, draft: Draft, at_ms: u64) -> Result<()> {
        let draft = with_words(draft)?;
        self.active()?.later.change(id, |planned| planned.becomes(draft, at_ms)).await
    }

    /// Sends a message now that was to be sent at a time.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if it is on its way or has gone; and if it cannot be kept.
    pub async fn send_later_now(&self, id: &str) -> Result<()> {
        self.active()?.later.change(id, |planned| planned.goes_at_once(now_ms())).await
    }

    /// Gives up a message that is to be sent at a time.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if it is on its way or has gone; and if it cannot be kept.
    pub async fn delete_later(&self, id: &str) -> Result<()> {
        self.active()?.later.give_up(id).await
    }
}

fn with_words(draft: Draft) -> Result<Draft> {
    if draft.markdown.trim().is_empty() { Err(ProblemView::NotFound) } else { Ok(draft) }
}
