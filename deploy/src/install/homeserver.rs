//! Synapse's files: keys, secrets, configuration.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::secrets::{private_dir, random, random_bytes};
use super::template::{fill, quoted};
use super::{keep_secret, write_private};
use crate::layout::Layout;
use crate::ports::{Ports, url};
use crate::shape::{HOMESERVERS, Homeserver};

/// Writes the files of one homeserver.
pub(super) fn install(
    layout: &Layout,
    ports: Ports,
    homeserver: Homeserver,
    synapse_module: &Path,
) -> anyhow::Result<()> {
    let files = layout.homeserver(homeserver);
    private_dir(&files.media)?;
    keep_secret(&files.signing_key, signing_key)?;
    for secret in [&files.macaroon_secret, &files.form_secret, &files.module_token, &files.acts_token] {
        keep_secret(secret, random)?;
    }
    let config = fill(
        include_str!("../../templates/homeserver.yaml"),
        &[
            ("server_name", quoted(ports.server_name(homeserver))),
            ("public_baseurl", quoted(format!("{}/", url(ports.front_door(homeserver))))),
            ("client_port", ports.upstream(homeserver).to_string()),
            ("federation_port", ports.federation(homeserver).to_string()),
            ("database", quoted(&files.database)),
            ("media", quoted(&files.media)),
            ("log_config", quoted(&files.log_config)),
            ("signing_key", quoted(&files.signing_key)),
            ("macaroon_secret", quoted(&files.macaroon_secret)),
            ("form_secret", quoted(&files.form_secret)),
            ("pages", quoted(synapse_module.join("templates"))),
            ("bridge_url", quoted(url(ports.api()))),
            ("profiles_of_room_mates_only", (!homeserver.is_ministry()).to_string()),
            ("module_token", quoted(&files.module_token)),
            ("acts_token", quoted(&files.acts_token)),
            ("ask_about_everything", (!homeserver.is_ministry()).to_string()),
            ("tls_certificate", quoted(layout.tls_certificate())),
            ("tls_key", quoted(layout.tls_key())),
            ("ca_certificate", quoted(layout.ca_certificate())),
        ],
    )?;
    write_private(&files.config, &config)?;
    first_federation_list(layout, ports, homeserver)?;
    close_registration(layout, homeserver)?;
    write_private(&files.log_config, include_str!("../../templates/log.yaml"))
}

/// Who is in the federation at the first start; from then on the bridge keeps the list, with those that officers admit.
fn first_federation_list(layout: &Layout, ports: Ports, homeserver: Homeserver) -> anyhow::Result<()> {
    let file = layout.homeserver(homeserver).federation_list;
    let mut members: Vec<String> = HOMESERVERS.iter().map(|one| quoted(ports.server_name(*one))).collect();
    members.sort();
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    if members.iter().all(|member| known.contains(member)) {
        return Ok(());
    }
    write_private(&file, &format!("federation_domain_whitelist: [{}]\n", members.join(",")))
}

/// A signing key as Synapse keeps it: algorithm, version, seed.
fn signing_key() -> String {
    let version = hex::encode(&random_bytes()[..2]);
    format!("ed25519 a_{version} {}\n", STANDARD_NO_PAD.encode(random_bytes()))
}

/// Lets the next start of this homeserver accept one thing more: the registration of the bridge's account with the
/// returned secret.
///
/// # Errors
/// If the file cannot be written.
pub fn open_registration(layout: &Layout, homeserver: Homeserver) -> anyhow::Result<String> {
    let secret = random();
    let text = format!("registration_shared_secret: {}\n", quoted(&secret));
    write_private(&layout.homeserver(homeserver).bootstrap, &text)?;
    Ok(secret)
}

/// Forgets the secret. The homeserver that runs still knows it, but nobody else does any more.
///
/// # Errors
/// If the file cannot be written.
pub fn close_registration(layout: &Layout, homeserver: Homeserver) -> anyhow::Result<()> {
    write_private(&layout.homeserver(homeserver).bootstrap, "{}\n")
}
