//! The bridge's administrator account on each homeserver: made once, through Synapse's registration by shared secret.
//!
//! The secret is made for this one start of Synapse, and is in no file any more once the account exists.

use std::time::Duration;

use anyhow::{Context, bail};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::json;
use sha1::Sha1;

use crate::install::write_private;
use crate::layout::Layout;
use crate::ports::{Ports, url};
use crate::shape::Homeserver;

/// Local part of the account's name.
const ACCOUNT: &str = "depesha-bridge";

#[derive(Deserialize)]
struct Nonce {
    nonce: String,
}

#[derive(Deserialize)]
struct Registered {
    access_token: String,
}

#[derive(Deserialize)]
struct Refused {
    errcode: String,
}

/// Makes the account and keeps its access token. The homeserver has to run with this secret.
///
/// # Errors
/// If the homeserver refuses.
pub(crate) fn register(layout: &Layout, ports: Ports, homeserver: Homeserver, secret: &str) -> anyhow::Result<()> {
    let address = format!("{}/_synapse/admin/v1/register", url(ports.upstream(homeserver)));
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(30)))
        .http_status_as_error(false)
        .proxy(None)
        .build()
        .into();
    // An earlier installation may have been interrupted between registering and keeping the token.
    let names = [ACCOUNT.to_owned(), format!("{ACCOUNT}-{:08x}", rand::random::<u32>())];
    for name in names {
        let nonce: Nonce = agent.get(&address).call()?.body_mut().read_json().context("Synapse gave no nonce")?;
        let password = hex::encode(rand::random::<[u8; 32]>());
        let body = json!({
            "nonce": nonce.nonce, "username": name, "password": password, "admin": true,
            "mac": mac(secret, &nonce.nonce, &name, &password)?,
        });
        let mut answer = agent.post(&address).send_json(&body)?;
        if answer.status().is_success() {
            let registered: Registered = answer.body_mut().read_json()?;
            return write_private(&layout.homeserver(homeserver).admin_token, &registered.access_token);
        }
        let refused: Refused = answer.body_mut().read_json().context("Synapse answered without a reason")?;
        if refused.errcode != "M_USER_IN_USE" {
            bail!("Synapse does not register the bridge's account: {}", refused.errcode);
        }
    }
    bail!("the names for the bridge's account are taken on {}", ports.server_name(homeserver))
}

/// What Synapse wants to see before it believes that the caller knows the secret.
fn mac(secret: &str, nonce: &str, name: &str, password: &str) -> anyhow::Result<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).context("the secret cannot be used")?;
    mac.update([nonce, name, password, "admin"].join("\0").as_bytes());
    Ok(hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mac_is_the_one_that_synapse_computes() {
        // From Python: hmac.new(b"s", b"n\0u\0p\0admin", hashlib.sha1).hexdigest()
        assert_eq!(mac("s", "n", "u", "p").unwrap(), "36174be8366e0fee3769a523fcbbae61a8f8f1d9");
    }
}
