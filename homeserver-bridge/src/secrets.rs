//! Bearer tokens of the programs that call the bridge, read once, compared in constant time.

use bridge_api::ServerName;
use secrecy::{ExposeSecret, SecretBox, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::config::{ServeConfig, SyncActorConfig};

/// The tokens.
pub struct Secrets {
    scanner: SecretString,
    modules: Vec<(ServerName, SecretString)>,
    sync: Vec<(SyncActorConfig, SecretString)>,
    codes: SecretBox<[u8; 32]>,
    rooms: SecretBox<[u8; 32]>,
}

impl Secrets {
    /// Reads every file that the configuration names.
    ///
    /// # Errors
    /// If one cannot be read; the message names it.
    pub fn read(config: &ServeConfig) -> anyhow::Result<Self> {
        let modules = config.homeservers.iter().map(|h| Ok((h.server_name.clone(), h.module_token_file.read()?)));
        let sync = config.sync_actors.iter().map(|a| Ok((a.clone(), a.token_file.read()?)));
        Ok(Self {
            scanner: config.scanner.report_token_file.read()?,
            modules: modules.collect::<anyhow::Result<_>>()?,
            sync: sync.collect::<anyhow::Result<_>>()?,
            codes: SecretBox::new(Box::new(own_key(config, "org.depesha.codes.v1")?)),
            rooms: SecretBox::new(Box::new(own_key(config, "org.depesha.rooms.v1")?)),
        })
    }

    /// The key of the hashes of mailed codes.
    pub fn codes_key(&self) -> [u8; 32] {
        *self.codes.expose_secret()
    }

    /// The key of the pseudonyms of rooms in scan reports.
    pub fn rooms_key(&self) -> [u8; 32] {
        *self.rooms.expose_secret()
    }

    /// Whether the token is the scanner's.
    pub fn is_scanner(&self, token: &str) -> bool {
        same(&self.scanner, token)
    }

    /// The homeserver whose module has this token.
    pub fn module(&self, token: &str) -> Option<&ServerName> {
        self.modules.iter().find(|(_, secret)| same(secret, token)).map(|(name, _)| name)
    }

    /// The register that has this token.
    pub fn sync_actor(&self, token: &str) -> Option<&SyncActorConfig> {
        self.sync.iter().find(|(_, secret)| same(secret, token)).map(|(actor, _)| actor)
    }
}

/// A key for one purpose. It comes from the administrators' tokens: whoever may create accounts holds those anyway, all
/// processes that do have the same, and when one is changed the codes under way (half an hour's) end with it, and rooms
/// get other pseudonyms.
fn own_key(config: &ServeConfig, purpose: &str) -> anyhow::Result<[u8; 32]> {
    let mut hash = Sha256::new().chain_update(purpose);
    for homeserver in &config.homeservers {
        let token = homeserver.admin_token_file.read()?;
        hash.update((token.expose_secret().len() as u64).to_be_bytes());
        hash.update(token.expose_secret());
    }
    Ok(hash.finalize().into())
}

fn same(secret: &SecretString, token: &str) -> bool {
    secret.expose_secret().as_bytes().ct_eq(token.as_bytes()).into()
}
