//! Accounts by work email: bodies of `/_depesha/v1/{discover,signup,password}` (contract, section 3).

use serde::{Deserialize, Serialize};

use crate::ids::ServerName;

/// Body of `discover`, `signup` and `password/reset`. The address is text here: it is parsed by
/// [`crate::EmailAddress`] in the handler, so that a bad one gets its own error code.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EmailRequest {
    /// The work email as the person typed it.
    pub email: String,
}

/// How a person proves who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignIn {
    /// With a password of their account.
    Password,
    /// Through the organisation's identity provider.
    Sso,
}

/// A homeserver as a client needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeserverInfo {
    /// The name that its user ids end with.
    pub server_name: ServerName,
    /// The base URL of its front door.
    pub base_url: String,
}

/// Answer of `discover`: says where people of this domain sign in, never whether a person exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscoverResponse {
    /// The organisation's display name.
    pub organisation: String,
    /// Its homeserver.
    pub homeserver: HomeserverInfo,
    /// The ways to sign in there.
    pub sign_in: Vec<SignIn>,
    /// The identity providers, if `sso` is one of the ways.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identity_providers: Vec<IdentityProviderInfo>,
    /// The domain is no organisation's: who was invited from outside signs in here, and gives their name when they sign up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub external: bool,
}

/// An identity provider as a client needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityProviderInfo {
    /// What stands behind `/_matrix/client/v3/login/sso/redirect/`.
    pub id: String,
    /// What to call it, behind "Continue with".
    pub name: String,
}

/// How somebody from outside wants to be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnName {
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
}

/// Body of `signup/confirm` and `password/reset/confirm`.
#[derive(Clone, Serialize, Deserialize)]
pub struct ConfirmRequest {
    /// The address that the code was asked for.
    pub email: String,
    /// The code from the mail.
    pub code: String,
    /// The new password.
    pub password: String,
    /// The name of somebody from outside; of everybody else HR knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<OwnName>,
}

/// Answer of `signup/confirm`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmResponse {
    /// The Matrix id of the account.
    pub user_id: String,
    /// Where it lives.
    pub homeserver: HomeserverInfo,
}
