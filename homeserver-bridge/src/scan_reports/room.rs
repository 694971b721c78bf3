//! Rooms in reports: a keyed hash of the word that clients give, so that rooms can be told apart here and nowhere else.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The most rooms that are kept of one file: a client may say anything.
pub(super) const ROOMS: i64 = 50;

/// The pseudonym under a key of ours, if a client gave a word that can be one.
pub(super) fn pseudonym(key: &[u8; 32], said: Option<&str>) -> Option<String> {
    let said = said.filter(|word| word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(said.to_ascii_lowercase().as_bytes());
    Some(hex::encode(&mac.finalize().into_bytes()[..8]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_has_one_pseudonym_under_one_key_and_what_is_no_word_has_none() {
        let word = bridge_api::scan::room_pseudonym("!a:x.test");
        let of = |key: u8, word: &str| pseudonym(&[key; 32], Some(word));
        assert_eq!(of(1, &word), of(1, &word.to_uppercase()));
        assert_ne!(of(1, &word), of(2, &word));
        assert_ne!(of(1, &word).unwrap(), word[..16]);
        assert_eq!([of(1, "!a:x.test"), of(1, ""), pseudonym(&[1; 32], None)], [None, None, None]);
    }
}
