//! What a new password must be.

use bridge_api::EmailAddress;

const SHORTEST: usize = 12;
/// The homeserver takes no longer one.
const LONGEST: usize = 512;

/// Checks a password; answers why it cannot be taken.
///
/// # Errors
/// A sentence for the person.
pub(super) fn check(password: &str, email: &EmailAddress) -> Result<(), &'static str> {
    let count = password.chars().count();
    if count < SHORTEST {
        return Err("Choose a password of at least 12 characters.");
    }
    if password.len() > LONGEST {
        return Err("Choose a password of at most 512 bytes.");
    }
    let folded = password.trim().to_lowercase();
    if folded == email.as_str() || folded == email.local() {
        return Err("Choose a password that is not your email address.");
    }
    if password.chars().all(|c| password.starts_with(c)) {
        return Err("Choose a password of more than one character repeated.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ones_and_the_address_are_refused() {
        let email: EmailAddress = "anna.kovalenko@interior.gov.example".parse().unwrap();
        for bad in ["", "elevenchars", "Anna.Kovalenko@interior.gov.example", "anna.kovalenko", "aaaaaaaaaaaaa"] {
            assert!(check(bad, &email).is_err(), "{bad}");
        }
        assert!(check(&"x1".repeat(257), &email).is_err());
        assert!(check("twelve chars", &email).is_ok());
        assert!(check("дванадцять л", &email).is_ok());
    }
}
