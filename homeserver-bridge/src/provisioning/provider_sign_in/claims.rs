//! What an identity provider says of a person, held against its configuration. Knows no database.

use bridge_api::{EmailAddress, PersonId};
use serde_json::{Map, Value};

use super::Refusal;
use crate::config::{IdentityProviderConfig, PersonBy, ServeConfig};

/// Longest subject (OpenID Connect Core 1.0, section 2: 255 ASCII characters).
const LONGEST_SUBJECT: usize = 255;

/// Whom a claim names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named {
    Email(EmailAddress),
    Key(PersonId),
}

/// Checks what has to hold whoever it is: the issuer, the subject's form, the requirements.
pub(super) fn check(
    provider: &IdentityProviderConfig,
    subject: &str,
    claims: &Map<String, Value>,
) -> Result<(), Refusal> {
    let other = claims.get("iss").is_some_and(|issuer| issuer.as_str() != Some(&provider.issuer));
    if other || subject.is_empty() || subject.len() > LONGEST_SUBJECT || subject.chars().any(char::is_control) {
        return Err(Refusal::NoSuchProvider);
    }
    let met = |claim: &str, one_of: &[String]| {
        let fits = |value: &Value| value.as_str().is_some_and(|text| one_of.iter().any(|one| one == text));
        match claims.get(claim) {
            Some(Value::Array(values)) => values.iter().any(fits),
            Some(value) => fits(value),
            None => false,
        }
    };
    let all = provider.requirements.iter().all(|required| met(&required.claim, &required.one_of));
    if all { Ok(()) } else { Err(Refusal::Requirement) }
}

/// Whom the claims name. An address counts only if it is one of the provider's organisations: it knows nothing of others.
pub(super) fn named(
    config: &ServeConfig,
    provider: &IdentityProviderConfig,
    claims: &Map<String, Value>,
) -> Result<Named, Refusal> {
    let text = claims.get(provider.claim()).and_then(Value::as_str).ok_or(Refusal::NoClaim)?;
    match provider.person_by {
        PersonBy::HrKey => text.parse().map(Named::Key).map_err(|_| Refusal::NoClaim),
        PersonBy::Email => {
            let email: EmailAddress = text.parse().map_err(|_| Refusal::NoClaim)?;
            let mut own = config.organisations.iter().filter(|one| provider.serves(&one.id));
            if !own.any(|one| one.domains.iter().any(|rule| rule.covers(&email))) {
                return Err(Refusal::OtherDomain);
            }
            if provider.email_must_be_verified && claims.get("email_verified") != Some(&Value::Bool(true)) {
                return Err(Refusal::NotVerified);
            }
            Ok(Named::Email(email))
        }
    }
}
