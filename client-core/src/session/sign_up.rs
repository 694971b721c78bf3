//! Making an account with a code that comes by mail to the work address.

use bridge_api::accounts::{ConfirmRequest, OwnName};

use super::discover::canonical;
use crate::Result;
use crate::messenger::Messenger;
use crate::view::{OwnNameView, SessionView};

impl Messenger {
    /// Asks for a code. The answer is the same for everybody; the mail goes only to an address that HR knows.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::BadEmail`], [`crate::view::ProblemView::Unreachable`].
    pub async fn signup(&self, email: &str) -> Result<()> {
        self.first_bridge().signup(canonical(email)?.as_str()).await
    }

    /// Makes the account with the code, and signs in.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::BadCode`], [`crate::view::ProblemView::WeakPassword`], and those of
    /// [`Messenger::sign_in`].
    pub async fn signup_confirm(
        &self,
        email: &str,
        code: &str,
        password: &str,
        name: Option<OwnNameView>,
    ) -> Result<SessionView> {
        let address = canonical(email)?;
        let request = ConfirmRequest {
            email: address.as_str().to_owned(),
            code: code.trim().to_owned(),
            password: password.to_owned(),
            name: name.map(|name| OwnName { given: name.given, family: name.family }),
        };
        self.first_bridge().signup_confirm(&request).await?;
        self.sign_in(address.as_str(), password).await
    }
}
