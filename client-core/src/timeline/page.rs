//! Older messages, and newer ones where the conversation is not shown from its end.

use super::part::Part;
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::{lock, looking_again};
use crate::problem::from_timeline;
use crate::view::TimelinePart;

const PAGE: u16 = 50;

impl Messenger {
    /// Loads older messages of a conversation. True when its start is reached.
    ///
    /// # Errors
    /// [`Unreachable`](crate::view::ProblemView::Unreachable) if the homeserver is needed and does not answer.
    pub async fn paginate_back(&self, room_id: &str) -> Result<bool> {
        self.paginate_part_back(room_id, &TimelinePart::Whole).await
    }

    /// Loads older messages of a part of a conversation. True when its start is reached.
    ///
    /// # Errors
    /// [`Unreachable`](crate::view::ProblemView::Unreachable) if the homeserver is needed and does not answer.
    pub async fn paginate_part_back(&self, room_id: &str, part: &TimelinePart) -> Result<bool> {
        let timeline = self.active()?.timeline_of(room_id, &Part::parse(part)?).await?;
        looking_again(timeline.paginate_backwards(PAGE)).await.map_err(|error| from_timeline(&error))
    }

    /// Loads newer messages of a part of a conversation. True when there are none.
    ///
    /// # Errors
    /// [`Unreachable`](crate::view::ProblemView::Unreachable) if the homeserver is needed and does not answer.
    pub async fn paginate_part_on(&self, room_id: &str, part: &TimelinePart) -> Result<bool> {
        let part = Part::parse(part)?;
        if !matches!(part, Part::Around(_)) {
            return Ok(true);
        }
        let timeline = self.active()?.timeline_of(room_id, &part).await?;
        timeline.paginate_forwards(PAGE).await.map_err(|error| from_timeline(&error))
    }

    /// Closes a conversation that is no longer shown.
    pub fn close_timeline(&self, room_id: &str) {
        self.close_part(room_id, &TimelinePart::Whole);
    }

    /// Closes a part of a conversation that is no longer shown.
    pub fn close_part(&self, room_id: &str, part: &TimelinePart) {
        let Ok(active) = self.active() else { return };
        if let (Ok(room), Ok(part)) = (active.room(room_id), Part::parse(part)) {
            lock(&active.conversations.open).remove(&(room.room_id().to_owned(), part));
        }
    }
}
