//! Why somebody may not sign in, and what they can do about it: a key of the message catalogues each.

use crate::language::{LANGUAGES, Language};

/// Why somebody may not sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The provider is not one of this homeserver's, or not the one that it says.
    NoSuchProvider,
    /// The organisation's people sign in through its identity provider.
    NoPasswords,
    /// A claim that is required is not there, or has another value.
    Requirement,
    /// The provider does not say that it has verified the address.
    NotVerified,
    /// The claim that names the person is not there, or is not what it should be.
    NoClaim,
    /// The address is not one of the provider's organisations.
    OtherDomain,
    /// The register has nobody of that name in the provider's organisations.
    Unknown,
    /// The login is bound to one person, and the claim names another.
    OtherPerson,
    /// The person has signed in with another login of this provider.
    OtherLogin,
    /// The person's account is, or will be, on another homeserver.
    OtherHomeserver,
    /// The account is suspended.
    Suspended,
    /// HR has suspended its owner.
    SuspendedByRegister,
    /// The time for which somebody answered for its owner is over.
    Expired,
    /// Its owner has left; it is about to be closed.
    Leaving,
    /// It was closed for good.
    Closed,
    /// It is not in use yet, or nobody here made it.
    NotInUse,
}

impl Refusal {
    /// Its key in the catalogues, and its word in the audit log.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::NoSuchProvider => "sign-in-no-such-provider",
            Self::NoPasswords => "sign-in-no-passwords",
            Self::Requirement => "sign-in-requirement",
            Self::NotVerified => "sign-in-not-verified",
            Self::NoClaim => "sign-in-no-claim",
            Self::OtherDomain => "sign-in-other-domain",
            Self::Unknown => "sign-in-unknown",
            Self::OtherPerson => "sign-in-other-person",
            Self::OtherLogin => "sign-in-other-login",
            Self::OtherHomeserver => "sign-in-other-homeserver",
            Self::Suspended => "sign-in-suspended",
            Self::SuspendedByRegister => "sign-in-suspended-by-register",
            Self::Expired => "sign-in-expired",
            Self::Leaving => "sign-in-leaving",
            Self::Closed => "sign-in-closed",
            Self::NotInUse => "sign-in-not-in-use",
        }
    }

    /// Why an account is suspended, from the word in the database.
    pub(in crate::provisioning) fn suspended_by(word: &str) -> Self {
        match word {
            "expired" => Self::Expired,
            "register" => Self::SuspendedByRegister,
            _ => Self::Suspended,
        }
    }

    /// The sentence for programs that show what comes, in English.
    pub fn sentence(self) -> String {
        Language::English.message(self.key(), &[])
    }

    /// The sentence in every language, a line each.
    pub fn lines(self) -> String {
        LANGUAGES.map(|language| language.message(self.key(), &[])).join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::Refusal::*;

    #[test]
    fn each_says_in_three_languages_what_to_do() {
        let all = [
            NoSuchProvider,
            NoPasswords,
            Requirement,
            NotVerified,
            NoClaim,
            OtherDomain,
            Unknown,
            OtherPerson,
            OtherLogin,
            OtherHomeserver,
            Suspended,
            SuspendedByRegister,
            Expired,
            Leaving,
            Closed,
            NotInUse,
        ];
        let mut seen = std::collections::HashSet::new();
        for refusal in all {
            let text = refusal.lines();
            assert_eq!(text.lines().count(), 3, "{text}");
            for line in text.lines() {
                assert!(line.ends_with('.') && !line.starts_with("sign-in-"), "{line}");
                assert!(seen.insert(line.to_owned()), "twice: {line}");
            }
        }
    }
}
