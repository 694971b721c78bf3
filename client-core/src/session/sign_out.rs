//! Ending a session: on the server, and then everything that this device holds of it.

use matrix_sdk::ruma::api::error::ErrorKind;

use super::SessionRecord;
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::remove_store;
use crate::problem::{from_sdk, step};

impl Messenger {
    /// Ends the session and removes its stores. A session that the server has ended already is only removed here.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::Unreachable`]: then nothing has been removed, so that no session stays behind unseen.
    pub async fn sign_out(&self) -> Result<()> {
        let _turn = self.inner.turn.lock().await;
        let active = self.active()?;
        match active.client.logout().await {
            Ok(()) => {}
            Err(error) if matches!(error.client_api_error_kind(), Some(ErrorKind::UnknownToken(_))) => {}
            Err(error) => return Err(from_sdk(&error)),
        }
        let record: Option<SessionRecord> = self.inner.record.read().await.map_err(step("reading the session"))?;
        self.inner.record.remove().await.map_err(step("removing the session"))?;
        self.set_active(None);
        drop(active);
        if let Some(record) = record {
            remove_store(self.inner.config.data_dir.join(record.store)).await;
        }
        Ok(())
    }
}
