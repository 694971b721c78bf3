//! A new password with a code that comes by mail. Other sessions end; keys are not touched.

use bridge_api::accounts::ConfirmRequest;

use super::discover::canonical;
use crate::Result;
use crate::messenger::Messenger;

impl Messenger {
    /// Asks for a code; the answer is the same for everybody.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::BadEmail`], [`crate::view::ProblemView::Unreachable`].
    pub async fn password_reset(&self, email: &str) -> Result<()> {
        self.first_bridge().password_reset(canonical(email)?.as_str()).await
    }

    /// Sets the new password.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::BadCode`], [`crate::view::ProblemView::WeakPassword`].
    pub async fn password_reset_confirm(&self, email: &str, code: &str, password: &str) -> Result<()> {
        let request = ConfirmRequest {
            email: canonical(email)?.as_str().to_owned(),
            code: code.trim().to_owned(),
            password: password.to_owned(),
            name: None,
        };
        self.first_bridge().password_reset_confirm(&request).await
    }
}
