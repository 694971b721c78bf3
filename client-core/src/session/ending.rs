//! How a session ends when the server says so: whether it is over for good, and then everything that this device holds of
//! it goes. A server that does not answer, or an account that is locked for now, removes nothing.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

use matrix_sdk::Client;
use matrix_sdk::ruma::api::error::ErrorKind;

use super::SessionRecord;
use crate::Result;
use crate::messenger::{Inner, Messenger};
use crate::platform::{detach, remove_other_stores};
use crate::problem::step;
use crate::view::ConnectionView;

/// How the account and its session stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// As it should be.
    Good,
    /// Locked or suspended for now.
    Suspended,
    /// The session must be renewed; the server asks to keep its data.
    SignInAgain,
    /// Over for good.
    Over,
    /// The server did not say.
    Unknown,
}

/// Asks the homeserver who this session is. One answer on the way past a broken proxy is no reason to remove anything:
/// whoever is told of an end asks here before believing it.
pub(super) async fn standing(client: &Client) -> Standing {
    match client.whoami().await {
        Ok(_) => Standing::Good,
        Err(error) => judge(error.client_api_error_kind()),
    }
}

fn judge(kind: Option<&ErrorKind>) -> Standing {
    match kind {
        Some(ErrorKind::UserLocked | ErrorKind::UserSuspended) => Standing::Suspended,
        Some(ErrorKind::UnknownToken(token)) if token.soft_logout => Standing::SignInAgain,
        Some(ErrorKind::UnknownToken(_) | ErrorKind::UserDeactivated) => Standing::Over,
        _ => Standing::Unknown,
    }
}

/// What a session's own task needs to end it. Holds nothing that would keep the messenger alive.
pub(super) struct Ending {
    messenger: Weak<Inner>,
    store: String,
}

impl Ending {
    pub(super) fn new(messenger: &Messenger, store: String) -> Self {
        Self { messenger: Arc::downgrade(&messenger.inner), store }
    }

    /// Removes everything of the session and says so afterwards. Runs on by itself: the caller ends with the session.
    pub(super) fn remove_all(&self) {
        let Some(inner) = self.messenger.upgrade() else { return };
        let store = self.store.clone();
        detach(async move { Messenger { inner }.session_is_over(&store).await });
    }
}

impl Messenger {
    /// The session with this store is over for good. If another one has taken its place meanwhile, nothing happens.
    async fn session_is_over(&self, store: &str) {
        let _turn = self.inner.turn.lock().await;
        let Ok(active) = self.active() else { return };
        if active.store != store {
            return;
        }
        let connection = active.connection.clone();
        drop(active);
        tracing::info!("the session is over; its data is removed");
        self.inner.over.store(true, Ordering::Release);
        if self.forget_session().await.is_err() {
            // The next start finds the session ended again and comes back here.
            tracing::warn!("the data of the ended session is not all removed yet");
        }
        connection.send_replace(ConnectionView::SessionEnded);
    }

    /// Removes the session and its stores from this device. To be called with the turn held.
    ///
    /// # Errors
    /// If the record of the session cannot be removed; the session has ended here all the same.
    pub(super) async fn forget_session(&self) -> Result<()> {
        // Without its record the store is nobody's, and goes at the next start if the program ends right now.
        let record: Result<Option<SessionRecord>, _> = self.inner.record.read().await;
        let removed = self.inner.record.remove().await.map_err(step("removing the session"));
        self.set_active(None);
        let keep = record.ok().flatten().filter(|_| removed.is_err()).map(|record| record.store);
        remove_other_stores(&self.inner.config.data_dir, keep.as_deref()).await;
        removed
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::api::error::UnknownTokenErrorData;

    use super::*;

    #[test]
    fn only_a_session_that_the_server_no_longer_knows_is_over() {
        let unknown = |soft_logout| {
            let mut data = UnknownTokenErrorData::new();
            data.soft_logout = soft_logout;
            ErrorKind::UnknownToken(data)
        };
        let table = [
            (Some(unknown(false)), Standing::Over),
            (Some(ErrorKind::UserDeactivated), Standing::Over),
            (Some(unknown(true)), Standing::SignInAgain),
            (Some(ErrorKind::UserLocked), Standing::Suspended),
            (Some(ErrorKind::UserSuspended), Standing::Suspended),
            (Some(ErrorKind::Forbidden), Standing::Unknown),
            (Some(ErrorKind::MissingToken), Standing::Unknown),
            (None, Standing::Unknown),
        ];
        for (kind, expected) in table {
            assert_eq!(judge(kind.as_ref()), expected, "{kind:?}");
        }
    }
}
