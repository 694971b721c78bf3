//! Where the people of an address's domain sign in. Looks at the domain alone.

use bridge_api::EmailAddress;

use crate::app::App;
use crate::config::{HomeserverConfig, OrganisationConfig};

/// What a domain stands for.
pub struct Discovered<'a> {
    /// The organisation that owns the domain.
    pub organisation: &'a OrganisationConfig,
    /// Its homeserver.
    pub homeserver: &'a HomeserverConfig,
}

/// The organisation that owns the domain of the address, if one does.
pub fn discover<'a>(app: &'a App, email: &EmailAddress) -> Option<Discovered<'a>> {
    let organisation = app.config.organisations.iter().find(|o| o.domains.iter().any(|rule| rule.covers(email)))?;
    let homeserver = app.config.homeserver(&organisation.homeserver)?;
    Some(Discovered { organisation, homeserver })
}
