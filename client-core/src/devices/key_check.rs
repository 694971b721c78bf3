//! Whether the person still has the recovery key: asked for now and then, gently. It can always wait, and blocks nothing.

use matrix_sdk::Client;
use serde::{Deserialize, Serialize};

use super::recovery::of_storage;
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::now_ms;

const KEPT: &[u8] = b"org.depesha.recovery.check";
const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// After a key was made: while it is not long ago, and still to be found on the desk.
const AFTER_MAKING: u64 = 14 * DAY_MS;
/// After it was typed in.
const AFTER_TYPING: u64 = 180 * DAY_MS;
/// After "later".
const AFTER_LATER: u64 = 7 * DAY_MS;

/// When the person is asked next; nothing of the key itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    ask_at_ms: u64,
}

impl Kept {
    /// A key has just been made.
    pub(super) fn new_key() -> Self {
        Self { ask_at_ms: now_ms() + AFTER_MAKING }
    }

    /// The key has just been typed in.
    pub(super) fn typed_in() -> Self {
        Self { ask_at_ms: now_ms() + AFTER_TYPING }
    }

    fn later() -> Self {
        Self { ask_at_ms: now_ms() + AFTER_LATER }
    }

    fn due(self, now_ms: u64) -> bool {
        // A clock that was wrong when this was written must not silence the question for years.
        now_ms >= self.ask_at_ms || self.ask_at_ms - now_ms > AFTER_TYPING
    }

    /// Keeps it with the session. Without it the person is asked once too often, no more.
    pub(super) async fn write(self, client: &Client) {
        let Ok(bytes) = serde_json::to_vec(&self) else { return };
        if client.state_store().set_custom_value_no_read(KEPT, bytes).await.is_err() {
            tracing::warn!("when to ask for the recovery key could not be kept");
        }
    }

    async fn read(client: &Client) -> Option<Self> {
        let stored = client.state_store().get_custom_value(KEPT).await.ok().flatten();
        stored.and_then(|bytes| serde_json::from_slice(&bytes).ok())
    }
}

impl Messenger {
    /// Whether it is time to ask if the person still has the recovery key. Only sensible where trust is
    /// [`crate::view::TrustView::Ready`].
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub async fn recovery_check_due(&self) -> Result<bool> {
        let active = self.active()?;
        match Kept::read(&active.client).await {
            Some(kept) => Ok(kept.due(now_ms())),
            // A device that was confirmed from another one: the key has not been seen here.
            None => {
                Kept::new_key().write(&active.client).await;
                Ok(false)
            }
        }
    }

    /// Not now; asked again in a week.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub async fn postpone_recovery_check(&self) -> Result<()> {
        Kept::later().write(&self.active()?.client).await;
        Ok(())
    }

    /// Looks whether a recovery key is the right one. Changes nothing, and keeps nothing of it.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::WrongRecoveryKey`], [`crate::view::ProblemView::Unreachable`],
    /// [`crate::view::ProblemView::RecoveryBroken`] if the account has none.
    pub async fn check_recovery_key(&self, key: &str) -> Result<()> {
        let active = self.active()?;
        let storage = active.client.encryption().secret_storage();
        storage.open_secret_store(key.trim()).await.map_err(|error| of_storage(&error))?;
        Kept::typed_in().write(&active.client).await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_comes_when_it_is_time_and_not_before() {
        let kept = Kept { ask_at_ms: 200 * DAY_MS };
        assert!(!kept.due(200 * DAY_MS - 1));
        assert!(kept.due(200 * DAY_MS) && kept.due(900 * DAY_MS));
        assert!(kept.due(DAY_MS), "written by a clock that ran ahead");
        assert!(Kept::later().ask_at_ms < Kept::new_key().ask_at_ms, "later is sooner than never");
        assert!(Kept::new_key().ask_at_ms < Kept::typed_in().ask_at_ms);
    }
}
