//! With whom our homeservers speak: each other, those that the configuration names, and partners that officers admitted.
//!
//! A homeserver reads its list when it starts, and not again. So the bridge writes the list and shows what each homeserver
//! goes by ([`standing`]); what is not admitted any more is refused at once by the policy and dropped by our module.

mod follow;
mod list;
mod partners;

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use bridge_api::ServerName;

pub use follow::{follow, load};
pub use list::{ListStanding, list_text, standing};
pub use partners::{Closed, Partner, close, open, partners};

use crate::config::ServeConfig;

/// The homeservers that are admitted, as this process knows them. Cheap to ask.
#[derive(Debug, Default)]
pub struct Federation {
    /// Those that no officer admitted: ours, and those of the configuration.
    members: BTreeSet<ServerName>,
    /// Of those, the ones behind other bridges.
    beside_ours: BTreeSet<ServerName>,
    partners: RwLock<Arc<BTreeSet<ServerName>>>,
    /// Held from reading the database to taking its word over: an older word never replaces a newer one.
    turn: tokio::sync::Mutex<()>,
}

impl Federation {
    /// Without partners, until the database is asked.
    pub fn new(config: &ServeConfig) -> Self {
        let own: BTreeSet<_> = config.homeservers.iter().map(|homeserver| homeserver.server_name.clone()).collect();
        let scanners = config.trusted_scanners.iter().flat_map(|scanner| &scanner.server_names);
        let named: BTreeSet<_> = config.federation.always.iter().chain(scanners).cloned().collect();
        let beside_ours = named.difference(&own).cloned().collect();
        Self { members: own.union(&named).cloned().collect(), beside_ours, ..Self::default() }
    }

    /// Whether our homeservers speak with this one.
    pub fn admits(&self, server: &ServerName) -> bool {
        self.is_member(server) || self.partners().contains(server)
    }

    /// Whether it is one of ours or of the configuration, about which officers do not decide.
    pub fn is_member(&self, server: &ServerName) -> bool {
        self.members.contains(server)
    }

    /// The same, of the homeserver in a Matrix id; what is no id is nobody's.
    pub fn admits_user(&self, user_id: &str) -> bool {
        ServerName::of_user(user_id).is_some_and(|home| self.admits(&home))
    }

    /// All of them. Without partners, those of the administration alone.
    pub fn admitted(&self, with_partners: bool) -> BTreeSet<ServerName> {
        let partners = if with_partners { self.partners() } else { Arc::default() };
        self.members.union(&partners).cloned().collect()
    }

    /// Homeservers of the administration behind other bridges.
    pub fn beside_ours(&self) -> impl Iterator<Item = &ServerName> {
        self.beside_ours.iter()
    }

    /// Those that officers admitted.
    pub fn partners(&self) -> Arc<BTreeSet<ServerName>> {
        self.partners.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes over what the database says; answers whether it is another list than before.
    fn take(&self, partners: BTreeSet<ServerName>) -> bool {
        let mut known = self.partners.write().unwrap_or_else(PoisonError::into_inner);
        let changed = **known != partners;
        if changed {
            *known = Arc::new(partners);
        }
        changed
    }
}
