//! `[federation]`: with whom the homeservers speak.

use bridge_api::ServerName;
use serde::Deserialize;

/// With whom our homeservers speak, beside each other and beside those that officers admit in the console.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FederationConfig {
    /// Homeservers of the administration that stand behind another bridge: always admitted. Those of a
    /// `[[trusted_scanner]]` need not be named again.
    pub always: Vec<ServerName>,
}
