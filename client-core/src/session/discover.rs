//! From a work email to the organisation and homeserver of its domain. Tells nothing about the person.

use bridge_api::EmailAddress;
use bridge_api::accounts::{DiscoverResponse, SignIn};

use crate::Result;
use crate::messenger::Messenger;
use crate::view::{DiscoveryView, ProblemView, ProviderView};

/// The canonical form of what the person typed.
pub(super) fn canonical(email: &str) -> Result<EmailAddress> {
    email.trim().parse().map_err(|_| ProblemView::BadEmail)
}

impl Messenger {
    /// Where people of this address's domain sign in.
    ///
    /// # Errors
    /// [`ProblemView::BadEmail`], [`ProblemView::UnknownDomain`], [`ProblemView::Unreachable`].
    pub async fn discover(&self, email: &str) -> Result<DiscoveryView> {
        let found = self.find_homeserver(&canonical(email)?).await?;
        Ok(DiscoveryView {
            organisation: found.organisation,
            server_name: found.homeserver.server_name.to_string(),
            password: found.sign_in.contains(&SignIn::Password),
            sso: found.sign_in.contains(&SignIn::Sso),
            external: found.external,
            providers: found
                .identity_providers
                .into_iter()
                .map(|one| ProviderView { id: one.id, name: one.name })
                .collect(),
        })
    }

    pub(super) async fn find_homeserver(&self, email: &EmailAddress) -> Result<DiscoverResponse> {
        self.first_bridge().discover(email.as_str()).await
    }
}
