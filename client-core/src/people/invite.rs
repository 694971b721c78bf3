//! Inviting somebody whom HR knows to Depesha by mail. The bridge knows the address; nobody here does.

use crate::Result;
use crate::messenger::Messenger;
use crate::view::ProblemView;

impl Messenger {
    /// Asks the bridge to mail an invitation to somebody who has not signed up. The answer is the same whether a mail
    /// goes out or one went a short while ago.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::SlowDown`], [`ProblemView::Unreachable`].
    pub async fn invite_person(&self, person_id: &str) -> Result<()> {
        let active = self.active()?;
        let person_id = person_id.parse().map_err(|_| ProblemView::NotFound)?;
        active.front_door.invite_person(&active.token()?, &person_id).await
    }
}
