//! Older messages.

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_timeline;
use crate::view::ProblemView;

const PAGE: u16 = 50;

impl Messenger {
    /// Loads older messages of a conversation. True when its start is reached.
    ///
    /// # Errors
    /// [`ProblemView::Unreachable`] if the homeserver is needed and does not answer.
    pub async fn paginate_back(&self, room_id: &str) -> Result<bool> {
        let timeline = self.active()?.timeline(room_id).await?;
        timeline.paginate_backwards(PAGE).await.map_err(|error| match from_timeline(&error) {
            ProblemView::Unexpected { .. } => ProblemView::Unreachable,
            other => other,
        })
    }

    /// Closes a conversation that is no longer shown.
    pub fn close_timeline(&self, room_id: &str) {
        let Ok(active) = self.active() else { return };
        if let (Ok(room), Ok(mut open)) = (active.room(room_id), active.conversations.open.lock()) {
            open.remove(room.room_id());
        }
    }
}
