//! The homeserver's part of sign-in through identity providers: Synapse's `oidc_providers`, made from the bridge's own
//! tables so that the two cannot differ. `homeserver-bridge config synapse` prints it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use bridge_api::ServerName;
use serde_json::{Value, json};

use super::{ClaimsFrom, IdentityProviderConfig, PersonBy, ServeConfig};

/// Synapse's settings for a homeserver, as JSON, which is YAML as well.
///
/// # Errors
/// If there is no such homeserver.
pub fn synapse_sign_in(config: &ServeConfig, homeserver: &ServerName) -> anyhow::Result<Value> {
    let own = config.homeserver(homeserver).with_context(|| format!("there is no [[homeserver]] {homeserver}"))?;
    let bridge = config.public_base_url.as_str().trim_end_matches('/');
    let providers: Vec<Value> = config
        .identity_providers
        .iter()
        .filter(|provider| config.is_used_at(provider, homeserver))
        .map(|one| provider(one, bridge, own.module_token_file.path()))
        .collect();
    Ok(if providers.is_empty() { json!({}) } else { json!({"oidc_providers": providers}) })
}

fn provider(provider: &IdentityProviderConfig, bridge: &str, token: &Path) -> Value {
    let mut settings = json!({
        "idp_id": provider.id,
        "idp_name": provider.name,
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "scopes": provider.scopes,
        // Accounts are made and found by the bridge alone.
        "enable_registration": false,
        "allow_existing_users": false,
        "attribute_requirements": provider.requirements.iter()
            .map(|one| json!({"attribute": one.claim, "one_of": one.one_of})).collect::<Vec<_>>(),
        "user_mapping_provider": {
            "module": "depesha_sign_in.ProviderSignIn",
            "config": {
                "provider": provider.id,
                "bridge_url": bridge,
                "token_file": token.to_string_lossy(),
                "claims": claims(provider),
            },
        },
    });
    if let Some(secret) = &provider.client_secret_file {
        settings["client_secret_path"] = json!(secret.path().to_string_lossy());
    }
    if provider.claims_from == ClaimsFrom::Userinfo {
        settings["user_profile_method"] = json!("userinfo_endpoint");
    }
    // A provider that knows several levels of assurance is asked for one that will do.
    if let Some(assurance) = provider.requirements.iter().find(|one| one.claim == "acr") {
        settings["additional_authorization_parameters"] = json!({"acr_values": assurance.one_of.join(" ")});
    }
    if provider.is_in_clear() {
        settings["skip_verification"] = json!(true);
    }
    settings
}

/// The claims that the bridge needs, and no others.
fn claims(provider: &IdentityProviderConfig) -> BTreeSet<&str> {
    let verified = (provider.person_by == PersonBy::Email).then_some("email_verified");
    let required = provider.requirements.iter().map(|one| one.claim.as_str());
    ["iss", provider.claim()].into_iter().chain(verified).chain(required).collect()
}
