//! Ending a session: on the server, and then everything that this device holds of it.

use matrix_sdk::ruma::api::error::ErrorKind;

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;

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
        drop(active);
        self.forget_session().await
    }
}
