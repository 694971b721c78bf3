//! What Active Directory says about an account: `userAccountControl` and `accountExpires`. Reads them; what follows for
//! the person is the planner's.

use super::entry::Entry;
use super::moments;

/// An administrator disabled the account. It is the only flag that says anything about the person: a lockout after
/// wrong passwords (0x10), an expired password (0x800000) and the rest are about sign-in.
const DISABLED: u32 = 0x2;

/// The attributes that are read for it.
pub(super) const ATTRIBUTES: [&str; 2] = ["userAccountControl", "accountExpires"];

/// What an account is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Account {
    /// Whether it is disabled.
    pub(super) disabled: bool,
    /// Its last day, `YYYY-MM-DD`.
    pub(super) expires_on: Option<String>,
}

/// Reads an entry. One that lacks an attribute, as a contact does, is not disabled and does not expire.
///
/// # Errors
/// If a value is there and means nothing: it is never guessed.
pub(super) fn read(entry: &Entry, east: i64) -> Result<Account, String> {
    let first = |name: &str| match entry.values(name) {
        [] => Ok(None),
        [value] => std::str::from_utf8(value).map(Some).map_err(|_| format!("{name} is not a number")),
        _ => Err(format!("{name} has several values")),
    };
    let disabled = first(ATTRIBUTES[0])?.map_or(Ok(false), disabled)?;
    let expires_on = first(ATTRIBUTES[1])?.map_or(Ok(None), |text| moments::expires_on(text, east))?;
    Ok(Account { disabled, expires_on })
}

fn disabled(text: &str) -> Result<bool, String> {
    // It is a signed number of 32 bits: flags above the 31st make it negative.
    let flags = text.trim().parse::<i32>().map_err(|_| "userAccountControl is not a number".to_owned())?;
    Ok(flags.cast_unsigned() & DISABLED != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_disabled_account_is_disabled() {
        for (flags, expected, meaning) in [
            (0x200, false, "normal"),
            (0x202, true, "disabled"),
            (0x210, false, "locked out after wrong passwords"),
            (0x212, true, "locked out, and disabled"),
            (0x220, false, "needs no password"),
            (0x10200, false, "password never expires"),
            (0x10202, true, "password never expires, disabled"),
            (0x40200, false, "smart card"),
            (0x800200, false, "password expired"),
            (0x800202, true, "password expired, disabled"),
            (0x2, true, "disabled and nothing else"),
            (0, false, "nothing"),
        ] {
            assert_eq!(disabled(&flags.to_string()), Ok(expected), "{meaning}");
        }
        assert_eq!(disabled("-2147483136"), Ok(false));
        for wrong in ["", "0x202", "disabled", "99999999999"] {
            assert!(disabled(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_entry_is_read_whole_or_refused() {
        let entry = |pairs: &[(&str, &str)]| Entry::of("cn=x", pairs);
        let account = |pairs: &[(&str, &str)]| read(&entry(pairs), 0);
        assert_eq!(account(&[]), Ok(Account::default()));
        let both = account(&[("useraccountcontrol", "514"), ("ACCOUNTEXPIRES", "134432352000000000")]);
        assert_eq!(both, Ok(Account { disabled: true, expires_on: Some("2026-12-31".to_owned()) }));
        assert!(account(&[("userAccountControl", "")]).is_err());
        assert!(account(&[("accountExpires", "x")]).is_err());
        assert!(account(&[("userAccountControl", "512"), ("userAccountControl", "514")]).is_err());
    }
}
