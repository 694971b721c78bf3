//! Small stand-ins for long texts, to compare a million people in little memory.
//!
//! The row hash is the one of the wire; the others are of this process alone and are never stored. None of them is a
//! secret or proves anything.

use std::hash::{DefaultHasher, Hasher};

/// [`bridge_api::sync::Entry::row_hash`] in half its length: what 128 bits of SHA-256 do not tell apart is the same.
pub type RowMark = [u8; 16];

/// Stands for an email.
pub type EmailMark = [u8; 16];

/// What each byte is worth as a hexadecimal digit; 255 if it is none.
const VALUES: [u8; 256] = {
    let (mut values, mut at) = ([255; 256], 0);
    while at < 16 {
        values[b"0123456789abcdef"[at] as usize] = at as u8;
        values[b"0123456789ABCDEF"[at] as usize] = at as u8;
        at += 1;
    }
    values
};

/// A row hash as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowHash(pub [u8; 32]);

impl RowHash {
    /// From hexadecimal digits, if they are 64.
    pub fn parse(text: &str) -> Option<Self> {
        // A million of them are read for every plan: no general function does this fast enough.
        let (mut bytes, mut wrong) = ([0; 32], text.len() != 64);
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().as_chunks().0) {
            let [high, low] = digits.map(|digit: u8| VALUES[usize::from(digit)]);
            wrong |= (high | low) > 15;
            *byte = high << 4 | (low & 15);
        }
        (!wrong).then_some(Self(bytes))
    }

    /// The first half.
    pub fn mark(&self) -> RowMark {
        let mut half = [0; 16];
        half.copy_from_slice(&self.0[..16]);
        half
    }
}

impl std::fmt::Display for RowHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// Stands for this email.
pub fn email(text: &str) -> EmailMark {
    let mut mark = [0; 16];
    mark[..8].copy_from_slice(&of(b'1', text).to_le_bytes());
    mark[8..].copy_from_slice(&of(b'2', text).to_le_bytes());
    mark
}

/// The first half of an email's mark, for tables.
pub fn half(mark: &EmailMark) -> u64 {
    let mut half = [0; 8];
    half.copy_from_slice(&mark[..8]);
    u64::from_le_bytes(half)
}

/// Stands for this text. Two texts may share one: compare the texts as well.
pub fn text(text: &str) -> u64 {
    of(b'0', text)
}

fn of(kind: u8, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_u8(kind);
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_hash_survives_the_wire() {
        let text = "00ff5a9e".repeat(8);
        assert_eq!(RowHash::parse(&text).map(|hash| hash.to_string()), Some(text.clone()));
        assert_eq!(RowHash::parse("00ff"), None);
        assert_eq!(RowHash::parse(&text.to_uppercase()), RowHash::parse(&text));
        assert_eq!(RowHash::parse(&"x".repeat(64)), None);
        for wrong in ["g0", "0g", "é", "  "] {
            assert_eq!(RowHash::parse(&format!("{}{wrong}", "0".repeat(62))), None, "{wrong:?}");
        }
    }

    #[test]
    fn different_emails_have_different_marks() {
        assert_eq!(email("a@gov.example"), email("a@gov.example"));
        assert_ne!(email("a@gov.example"), email("b@gov.example"));
        let mark = email("a@gov.example");
        assert_ne!(mark[..8], mark[8..]);
    }
}
