//! Reacting to a message with a sign.

use super::gateway::Gateway;
use crate::Result;
use crate::messenger::Messenger;
use crate::view::ProblemView;

impl Messenger {
    /// Adds the person's reaction, or takes it away if it is there.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::NotEncrypted`].
    pub async fn toggle_reaction(&self, room_id: &str, item: &str, key: &str) -> Result<()> {
        if key.is_empty() || key.chars().count() > 20 {
            return Err(ProblemView::NotFound);
        }
        let (timeline, event) = self.event(room_id, item).await?;
        let gateway = Gateway::open(timeline.room()).await?;
        gateway.react(&timeline, &event.identifier(), key).await
    }
}
