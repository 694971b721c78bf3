//! People from outside whom the person here answers for: inviting them into a room that is open to them, and how long they
//! may take part. The bridge makes their accounts and judges every address.

use bridge_api::externals::{ExternalState, InviteExternals, InviteOutcome, MAX_INVITED, SponsoredExternal};

use crate::Result;
use crate::messenger::Messenger;
use crate::platform::now_ms;
use crate::session::Active;
use crate::text::clean;
use crate::view::{ExternalLine, ExternalOutcome, ExternalStanding, ExternalView};

impl Messenger {
    /// Invites people by their addresses into a room that is open to people from outside, for so many days or for as long
    /// as the configuration says; answers each address, in order.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Refused`] by a rule, [`crate::view::ProblemView::Unreachable`].
    pub async fn invite_externals(
        &self,
        room_id: &str,
        emails: &[String],
        days: Option<u32>,
    ) -> Result<Vec<ExternalLine>> {
        let active = self.active()?;
        let until_ms = days.map(from_now);
        let mut lines = Vec::with_capacity(emails.len());
        for part in emails.chunks(MAX_INVITED) {
            let request = InviteExternals { room_id: room_id.to_owned(), emails: part.to_vec(), until_ms };
            let answer = active.front_door.invite_externals(&active.token()?, &request).await?;
            lines.extend(
                answer.lines.into_iter().map(|line| ExternalLine { email: line.email, outcome: outcome(line.outcome) }),
            );
        }
        Ok(lines)
    }

    /// The people from outside whom the person here answers for, the next to end first.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Unreachable`].
    pub async fn externals(&self) -> Result<Vec<ExternalView>> {
        let active = self.active()?;
        let answer = active.front_door.externals(&active.token()?).await?;
        Ok(answer.externals.into_iter().map(|one| active.external_view(one)).collect())
    }

    /// Lets somebody from outside take part for so many days from now on.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Refused`] if the day is too far away, [`crate::view::ProblemView::NotFound`].
    pub async fn renew_external(&self, id: &str, days: u32) -> Result<()> {
        let active = self.active()?;
        active.front_door.renew_external(&active.token()?, id, from_now(days)).await.map(drop)
    }

    /// Ends the account of somebody from outside now.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`], [`crate::view::ProblemView::Unreachable`].
    pub async fn end_external(&self, id: &str) -> Result<()> {
        let active = self.active()?;
        active.front_door.end_external(&active.token()?, id).await
    }
}

fn from_now(days: u32) -> u64 {
    now_ms() + u64::from(days) * 24 * 60 * 60 * 1000
}

impl Active {
    fn external_view(&self, one: SponsoredExternal) -> ExternalView {
        let name_of = |id: &String| {
            let room = self.room(id).ok()?;
            Some(room.cached_display_name().map(|name| clean(&name.to_string())).unwrap_or_default())
        };
        ExternalView {
            rooms: one.rooms.iter().filter_map(name_of).filter(|name| !name.is_empty()).collect(),
            id: one.id,
            email: clean(&one.email),
            name: clean(&one.name.unwrap_or_default()),
            state: match one.state {
                ExternalState::Invited => ExternalStanding::Invited,
                ExternalState::Active => ExternalStanding::Active,
                ExternalState::Ended => ExternalStanding::Ended,
            },
            until_ms: one.until_ms,
        }
    }
}

fn outcome(outcome: InviteOutcome) -> ExternalOutcome {
    match outcome {
        InviteOutcome::Mailed => ExternalOutcome::Mailed,
        InviteOutcome::Invited => ExternalOutcome::Invited,
        InviteOutcome::AlreadyThere => ExternalOutcome::AlreadyThere,
        InviteOutcome::BadEmail => ExternalOutcome::BadEmail,
        InviteOutcome::Internal => ExternalOutcome::Internal,
        InviteOutcome::Twice => ExternalOutcome::Twice,
        InviteOutcome::Ended => ExternalOutcome::Ended,
        InviteOutcome::TooMany => ExternalOutcome::TooMany,
        InviteOutcome::Failed => ExternalOutcome::Failed,
    }
}
