//! The one parser for work email addresses.
//!
//! The text that is parsed, judged by a domain rule, stored and mailed is one and the same canonical form, so that no
//! two parts can read an address differently. Accepted is a small, plain part of RFC 5321: `local@domain`, a dot-atom of
//! ordinary characters and a domain name in A-label form (UTS 46). Letter case is folded. Everything else (display
//! names, comments, quoting, routes, white space, IP literals, labels that do not survive a round trip) is refused.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

/// Why a text is not an address that we accept. The display text is for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Empty or longer than 254 bytes.
    #[error("enter a work email address of at most 254 characters")]
    Length,
    /// Not exactly one `@`.
    #[error("a work email address has exactly one @, with a name before it and a domain after it")]
    Shape,
    /// The part before the `@` holds something else than letters, digits and `. _ + - ' & = ~`.
    #[error("the part before the @ may hold only letters, digits and . _ + - ' & = ~, and no dot at either end")]
    Local,
    /// The part after the `@` is not a domain name that means the same in every program.
    #[error("the part after the @ is not a valid domain name")]
    Domain,
}

/// A work email address in canonical form: lower case, the domain in A-labels.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct EmailAddress {
    text: String,
    at: usize,
}

impl EmailAddress {
    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        &self.text[..self.at]
    }

    /// The domain in A-label form.
    pub fn domain(&self) -> &str {
        &self.text[self.at + 1..]
    }
}

impl FromStr for EmailAddress {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        if text.is_empty() || text.len() > 254 {
            return Err(EmailError::Length);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError::Shape)?;
        if domain.contains('@') || local.is_empty() || domain.is_empty() {
            return Err(EmailError::Shape);
        }
        let at = local.len();
        check_local(local)?;
        let mut text = String::with_capacity(text.len());
        text.push_str(local);
        text.make_ascii_lowercase();
        text.push('@');
        if is_plain(domain) {
            text.push_str(domain);
        } else {
            text.push_str(&canonical_domain(domain)?);
        }
        if text.len() > 254 {
            return Err(EmailError::Length);
        }
        Ok(Self { text, at })
    }
}

/// A local part holds nothing but ASCII characters that mean themselves.
fn check_local(local: &str) -> Result<(), EmailError> {
    let allowed =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-' | b'\'' | b'&' | b'=' | b'~');
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    if local.len() > 64 || dots || !local.bytes().all(allowed) {
        return Err(EmailError::Local);
    }
    Ok(())
}

/// Whether a domain is one that nobody could read in two ways and that is already in its one form, as nearly all are:
/// then UTS 46 need not be asked. Whatever this does not know for certain, [`canonical_domain`] decides.
fn is_plain(domain: &str) -> bool {
    let plain = |label: &str| {
        let bytes = label.as_bytes();
        (1..=63).contains(&bytes.len())
            && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
            && bytes.first() != Some(&b'-')
            && bytes.last() != Some(&b'-')
            && bytes.get(2..4) != Some(b"--")
    };
    let Some((_, last)) = domain.rsplit_once('.') else { return false };
    domain.len() <= 253 && last.bytes().any(|b| b.is_ascii_lowercase()) && domain.split('.').all(plain)
}

/// A domain name in A-label form, if it means the same in every program.
///
/// # Errors
/// [`EmailError::Domain`] for everything that UTS 46 refuses or changes beyond letter case, for single labels and for
/// names that end in a number.
pub fn canonical_domain(domain: &str) -> Result<String, EmailError> {
    let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| EmailError::Domain)?;
    let (unicode, valid) = idna::domain_to_unicode(&ascii);
    let typed = domain.to_lowercase();
    let round_trip = valid.is_ok() && (typed == unicode || typed == ascii);
    let last = ascii.rsplit('.').next().unwrap_or_default();
    let named = ascii.contains('.') && !last.is_empty() && !last.bytes().all(|b| b.is_ascii_digit());
    if round_trip && named && ascii.len() <= 253 { Ok(ascii) } else { Err(EmailError::Domain) }
}

/// A domain that an organisation owns: the very domain, or with a leading `*.` every name below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DomainRule {
    domain: String,
    below: bool,
}

impl DomainRule {
    /// Whether the rule covers the address. `*.gov.example` covers `a@x.gov.example`, not `a@gov.example`.
    pub fn covers(&self, address: &EmailAddress) -> bool {
        if self.below {
            address.domain().strip_suffix(&self.domain).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
        } else {
            address.domain() == self.domain
        }
    }

    /// Whether the address is of the rule's domain or of one below it, whichever of them the rule covers.
    pub fn is_around(&self, address: &EmailAddress) -> bool {
        address.domain().strip_suffix(&self.domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
}

impl FromStr for DomainRule {
    type Err = EmailError;
    fn from_str(text: &str) -> Result<Self, EmailError> {
        let (below, domain) = match text.strip_prefix("*.") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        Ok(Self { domain: canonical_domain(domain)?, below })
    }
}
impl TryFrom<String> for DomainRule {
    type Error = EmailError;
    fn try_from(text: String) -> Result<Self, EmailError> {
        text.parse()
    }
}
impl From<DomainRule> for String {
    fn from(rule: DomainRule) -> String {
        if rule.below { format!("*.{}", rule.domain) } else { rule.domain }
    }
}
impl TryFrom<String> for EmailAddress {
    type Error = EmailError;
    fn try_from(text: String) -> Result<Self, EmailError> {
        text.parse()
    }
}
impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.text
    }
}
impl Serialize for EmailAddress {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text)
    }
}
impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
/// Shows no address: debug output ends in logs.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<String, EmailError> {
        text.parse::<EmailAddress>().map(String::from)
    }

    #[test]
    fn plain_addresses_are_folded_to_one_form() {
        assert_eq!(parse("Anna.Kovalenko@Interior.Gov.Example").as_deref(), Ok("anna.kovalenko@interior.gov.example"));
        assert_eq!(parse("o'brien@gov.example").as_deref(), Ok("o'brien@gov.example"));
        assert_eq!(parse("x@bücher.example").as_deref(), Ok("x@xn--bcher-kva.example"));
        assert_eq!(parse("user+tag@gov.example").as_deref(), Ok("user+tag@gov.example"));
    }

    #[test]
    fn what_two_programs_could_read_differently_is_refused() {
        let bad = [
            "",
            "plain",
            "@gov.example",
            "a@",
            "a@evil.org@elysee.example",
            "<a@evil.org> b@gov.example",
            "a@evil.org(@gov.example)",
            "\"a@gov.example\"@evil.org",
            "\"a\"@gov.example",
            "a b@gov.example",
            " a@gov.example",
            "a@gov.example ",
            "a@gov.example\n",
            "a\0@gov.example",
            "a@gov.example\0",
            "a@gov.example.",
            "a@.gov.example",
            "a@gov..example",
            ".a@gov.example",
            "a.@gov.example",
            "a..b@gov.example",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@localhost",
            "a@xn--.example",
            "a@xn--a.example",
            "a@ｇｏｖ.example",
            "a@gov\u{200b}.example",
            "a@gov。example",
            "a%evil.org@gov.example",
            "evil.org!a@gov.example",
            "é@gov.example",
            "a@-gov.example",
            "a@gov_.example",
            "a,b@gov.example",
            "a;b@gov.example",
        ];
        for text in bad {
            assert!(parse(text).is_err(), "{text:?} must be refused");
        }
        assert!(parse(&format!("{}@gov.example", "a".repeat(65))).is_err());
    }

    #[test]
    fn a_domain_rule_covers_equal_names_or_explicitly_those_below() {
        let equal: DomainRule = "gov.example".parse().expect("valid");
        let below: DomainRule = "*.gov.example".parse().expect("valid");
        let address = |text: &str| text.parse::<EmailAddress>().expect("valid");
        assert!(equal.covers(&address("a@gov.example")));
        assert!(!equal.covers(&address("a@x.gov.example")));
        assert!(!equal.covers(&address("a@evilgov.example")));
        assert!(below.covers(&address("a@x.gov.example")));
        assert!(!below.covers(&address("a@gov.example")));
        assert!(!below.covers(&address("a@evilgov.example")));
    }

    #[test]
    fn debug_output_holds_no_address() {
        let address: EmailAddress = "secret.person@gov.example".parse().expect("valid");
        assert!(!format!("{address:?}").contains("secret"));
    }

    #[test]
    fn a_plain_domain_is_known_as_one() {
        for domain in ["gov.example", "a-b.gov1.example", "1.2.example"] {
            assert!(is_plain(domain), "{domain}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_domain_is_what_uts_46_makes_of_it(
            domain in "[a-z0-9-]{0,4}(xn|[a-z0-9])(-){0,3}[a-z0-9.-]{0,6}(\\.[a-z0-9-]{1,3}){0,3}",
            long in "[a-z]{62,64}\\.example",
        ) {
            for domain in [domain, long] {
                if is_plain(&domain) {
                    prop_assert_eq!(canonical_domain(&domain), Ok(domain));
                }
            }
        }

        #[test]
        fn the_canonical_form_parses_to_itself(text in "[ -~]{0,30}@[ -~éü。]{0,30}") {
            if let Ok(address) = text.parse::<EmailAddress>() {
                let again: EmailAddress = address.as_str().parse().expect("canonical form");
                prop_assert_eq!(&again, &address);
                prop_assert!(address.as_str().is_ascii());
                prop_assert_eq!(address.as_str().matches('@').count(), 1);
            }
        }
    }
}
