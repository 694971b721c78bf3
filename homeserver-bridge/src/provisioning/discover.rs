//! Where the people of an address's domain sign in. Looks at the domain alone.

use bridge_api::EmailAddress;

use crate::app::App;
use crate::config::{HomeserverConfig, HomeserverRole, OrganisationConfig};

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

/// The homeserver of people from outside, if the address can be that of one of them: its domain is no organisation's nor
/// below one, and there is such a homeserver. Tells nothing about whether anybody was invited.
pub fn outside<'a>(app: &'a App, email: &EmailAddress) -> Option<&'a HomeserverConfig> {
    if app.config.organisations.iter().any(|o| o.domains.iter().any(|rule| rule.is_around(email))) {
        return None;
    }
    app.config.homeservers.iter().find(|homeserver| homeserver.role == HomeserverRole::Externals)
}
