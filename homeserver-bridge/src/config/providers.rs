//! Configuration of sign-in through the organisations' own identity providers (OpenID Connect), and what follows from it
//! for an organisation. The homeserver's part of it is made from the same tables: [`super::synapse_sign_in`].

use std::collections::HashSet;

use anyhow::{Context, bail, ensure};
use bridge_api::accounts::SignIn;
use bridge_api::{OrganisationId, ServerName};
use serde::Deserialize;
use url::Url;

use super::serve::is_loopback;
use super::{OrganisationConfig, SecretFile, ServeConfig};

/// What stands before an id where Matrix clients and Synapse name a provider.
const PREFIX: &str = "oidc-";
/// Claims about the act of signing in; providers put them into the ID token alone.
const OF_THE_SIGN_IN: [&str; 3] = ["acr", "amr", "auth_time"];
const LONGEST_NAME: usize = 60;

/// An identity provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityProviderConfig {
    /// Its key. Logins are bound to it: it never changes.
    pub id: String,
    /// What the button says, behind "Continue with".
    pub name: String,
    /// Its issuer, exactly as its tokens name it.
    pub issuer: String,
    /// What it knows our homeservers as.
    pub client_id: String,
    /// The secret that goes with it, in a file that the homeserver reads. A provider that takes none has none.
    #[serde(default)]
    pub client_secret_file: Option<SecretFile>,
    /// The organisations whose people it vouches for; its word on anybody else counts for nothing.
    pub organisations: Vec<OrganisationId>,
    /// What is asked of it.
    #[serde(default = "scopes")]
    pub scopes: Vec<String>,
    /// Where its claims are read.
    #[serde(default)]
    pub claims_from: ClaimsFrom,
    /// How its claims name a person of the catalogue.
    #[serde(default)]
    pub person_by: PersonBy,
    /// The claim that does; `email` if addresses do.
    #[serde(default)]
    pub claim: Option<String>,
    /// Whether it must say that it has verified the address (`email_verified`).
    #[serde(default = "yes")]
    pub email_must_be_verified: bool,
    /// What its claims must hold beside.
    #[serde(rename = "requirement", default)]
    pub requirements: Vec<RequirementConfig>,
}

/// Where a provider's claims are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimsFrom {
    /// From the ID token, whose signature is checked.
    #[default]
    IdToken,
    /// From the provider's userinfo route.
    Userinfo,
}

/// How a claim names a person of the catalogue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonBy {
    /// It is the work email.
    #[default]
    Email,
    /// It is HR's key.
    HrKey,
}

/// A claim that must be there with one of these values.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequirementConfig {
    /// The claim, such as `department` or `acr`.
    pub claim: String,
    /// The values that will do.
    pub one_of: Vec<String>,
}

fn scopes() -> Vec<String> {
    vec!["openid".to_owned(), "email".to_owned()]
}

fn yes() -> bool {
    true
}

impl IdentityProviderConfig {
    /// What Matrix clients and homeservers call it.
    pub fn matrix_id(&self) -> String {
        format!("{PREFIX}{}", self.id)
    }

    /// The claim that names the person.
    pub fn claim(&self) -> &str {
        self.claim.as_deref().unwrap_or("email")
    }

    /// Whether it vouches for people of this organisation.
    pub fn serves(&self, organisation: &OrganisationId) -> bool {
        self.organisations.contains(organisation)
    }

    /// Whether it is spoken to in clear, as it may be on this machine alone.
    pub(super) fn is_in_clear(&self) -> bool {
        self.issuer.starts_with("http://")
    }

    fn check(&self) -> anyhow::Result<()> {
        let id = &self.id;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        ensure!(
            (1..=64).contains(&id.len()) && id.chars().all(plain),
            "identity_provider {id:?}: its id may hold lower-case letters, digits, '-', '_' and '.' only"
        );
        let name = self.name.trim();
        ensure!(
            !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control),
            "identity_provider {id}: name must have 1 to {LONGEST_NAME} characters; people read it on a button"
        );
        let issuer = Url::parse(&self.issuer).with_context(|| format!("identity_provider {id}: issuer"))?;
        ensure!(
            issuer.scheme() == "https" || issuer.scheme() == "http" && issuer.host_str().is_some_and(is_loopback),
            "identity_provider {id}: issuer must begin with https://"
        );
        ensure!(
            issuer.query().is_none() && issuer.fragment().is_none() && issuer.username().is_empty(),
            "identity_provider {id}: issuer must be an address alone, without '?', '#' or a user name"
        );
        ensure!(!self.client_id.is_empty(), "identity_provider {id}: client_id is empty");
        ensure!(!self.organisations.is_empty(), "identity_provider {id}: organisations names none");
        ensure!(
            self.scopes.iter().any(|scope| scope == "openid"),
            "identity_provider {id}: scopes must hold \"openid\""
        );
        ensure!(
            self.person_by == PersonBy::Email || self.claim.as_ref().is_some_and(|claim| !claim.is_empty()),
            "identity_provider {id}: person_by is \"hr_key\", so claim must name the claim that holds HR's key"
        );
        for requirement in &self.requirements {
            let claim = &requirement.claim;
            ensure!(
                !claim.is_empty() && !requirement.one_of.is_empty(),
                "identity_provider {id}: each [[identity_provider.requirement]] needs a claim and at least one value in one_of"
            );
            ensure!(
                self.claims_from == ClaimsFrom::IdToken || !OF_THE_SIGN_IN.contains(&claim.as_str()),
                "identity_provider {id}: {claim} stands in ID tokens alone; set claims_from = \"id_token\" to require it"
            );
        }
        Ok(())
    }
}

impl ServeConfig {
    /// The provider with this key.
    pub fn identity_provider(&self, id: &str) -> Option<&IdentityProviderConfig> {
        self.identity_providers.iter().find(|provider| provider.id == id)
    }

    /// The same, by what homeservers call it.
    pub fn identity_provider_named(&self, matrix_id: &str) -> Option<&IdentityProviderConfig> {
        self.identity_provider(matrix_id.strip_prefix(PREFIX)?)
    }

    /// The providers that vouch for people of an organisation.
    pub fn identity_providers_of<'a>(
        &'a self,
        organisation: &'a OrganisationId,
    ) -> impl Iterator<Item = &'a IdentityProviderConfig> {
        self.identity_providers.iter().filter(|provider| provider.serves(organisation))
    }

    /// Whether a provider vouches for people whose homeserver this is.
    pub fn is_used_at(&self, provider: &IdentityProviderConfig, homeserver: &ServerName) -> bool {
        self.organisations.iter().any(|one| one.homeserver == *homeserver && provider.serves(&one.id))
    }

    /// How people of an organisation sign in.
    pub fn ways_to_sign_in(&self, organisation: &OrganisationConfig) -> Vec<SignIn> {
        if !organisation.sign_in.is_empty() {
            return organisation.sign_in.clone();
        }
        let sso = self.identity_providers_of(&organisation.id).next().map(|_| SignIn::Sso);
        std::iter::once(SignIn::Password).chain(sso).collect()
    }

    /// Whether people of an organisation have passwords of their own; so has who belongs to none of ours.
    pub fn takes_passwords(&self, organisation: &OrganisationId) -> bool {
        self.organisation(organisation).is_none_or(|found| self.ways_to_sign_in(found).contains(&SignIn::Password))
    }

    pub(super) fn check_identity_providers(&self) -> anyhow::Result<()> {
        let mut ids = HashSet::new();
        for provider in &self.identity_providers {
            provider.check()?;
            let id = &provider.id;
            ensure!(ids.insert(id), "two [[identity_provider]] tables have the id {id}");
            for organisation in &provider.organisations {
                let Some(found) = self.organisation(organisation) else {
                    bail!("identity_provider {id}: organisation {organisation} has no table");
                };
                ensure!(
                    self.ways_to_sign_in(found).contains(&SignIn::Sso),
                    "organisation {organisation}: sign_in leaves \"sso\" out, but identity_provider {id} names it"
                );
            }
        }
        for organisation in &self.organisations {
            ensure!(
                !organisation.sign_in.contains(&SignIn::Sso)
                    || self.identity_providers_of(&organisation.id).next().is_some(),
                "organisation {}: sign_in names \"sso\", but no [[identity_provider]] names the organisation",
                organisation.id
            );
        }
        Ok(())
    }
}
