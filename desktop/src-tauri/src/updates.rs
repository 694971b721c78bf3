//! The key that the organisation signs announcements of newer versions with. It is built in, from `DEPESHA_UPDATE_KEY`; a
//! program without one asks for none.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// In base64.
const BUILT_IN: Option<&str> = option_env!("DEPESHA_UPDATE_KEY");

/// The key, if there is one.
pub(crate) fn key() -> Option<[u8; 32]> {
    BUILT_IN.and_then(decoded)
}

fn decoded(text: &str) -> Option<[u8; 32]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// System and processor, as announcements name them.
pub(crate) fn platform() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_thirty_two_bytes() {
        assert_eq!(decoded("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), Some([0; 32]));
        for bad in ["", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "no base64"] {
            assert_eq!(decoded(bad), None, "{bad}");
        }
    }
}
