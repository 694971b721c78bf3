//! Values that are bytes, written as the text that people and other systems know: GUIDs and security identifiers.

use std::fmt::Write as _;

/// How the bytes of an attribute are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// UTF-8.
    Text,
    /// A GUID in the order that Microsoft keeps it in memory.
    Guid,
    /// A security identifier.
    Sid,
}

/// The syntax of an attribute. By name and not by looks: sixteen random bytes may well be a text.
pub(super) fn syntax(attribute: &str) -> Syntax {
    match attribute.to_ascii_lowercase().as_str() {
        "objectguid" | "ms-ds-consistencyguid" | "msexchmailboxguid" => Syntax::Guid,
        "objectsid" | "sidhistory" => Syntax::Sid,
        _ => Syntax::Text,
    }
}

/// The text of a value; `None` if the bytes are not of that syntax.
pub(super) fn text(syntax: Syntax, bytes: &[u8]) -> Option<String> {
    match syntax {
        Syntax::Text => std::str::from_utf8(bytes).ok().map(str::to_owned),
        Syntax::Guid => guid(bytes.try_into().ok()?),
        Syntax::Sid => sid(bytes),
    }
}

fn guid(bytes: [u8; 16]) -> Option<String> {
    let [a, b, c, d, e, f, g, h, rest @ ..] = bytes;
    let mut ordered = [d, c, b, a, f, e, h, g, 0, 0, 0, 0, 0, 0, 0, 0];
    ordered[8..].copy_from_slice(&rest);
    uuid(&ordered)
}

/// Sixteen bytes in the order in which they are written, as `entryUUID` has them.
pub(super) fn uuid(bytes: &[u8]) -> Option<String> {
    if bytes.len() != 16 {
        return None;
    }
    let digits = hex::encode(bytes);
    Some([&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-"))
}

fn sid(bytes: &[u8]) -> Option<String> {
    let (head, rest) = bytes.split_at_checked(8)?;
    let (revision, count) = (head[0], usize::from(head[1]));
    if revision != 1 || rest.len() != count * 4 {
        return None;
    }
    let authority = head[2..].iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mut written = format!("S-1-{authority}");
    for part in rest.chunks_exact(4) {
        let part = u32::from_le_bytes(part.try_into().ok()?);
        write!(written, "-{part}").ok()?;
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_written_as_other_systems_show_it() {
        let bytes = hex::decode("33221100554477668899aabbccddeeff").expect("hex");
        assert_eq!(text(Syntax::Guid, &bytes).as_deref(), Some("00112233-4455-6677-8899-aabbccddeeff"));
        assert_eq!(text(syntax("objectGUID"), &bytes[1..]), None);
        assert_eq!(uuid(&bytes).as_deref(), Some("33221100-5544-7766-8899-aabbccddeeff"));
    }

    #[test]
    fn a_security_identifier_is_written_as_other_systems_show_it() {
        let bytes = hex::decode("010500000000000515000000a065cf7e784b9b5fe77c8770091c0100").expect("hex");
        let written = text(syntax("OBJECTSID"), &bytes);
        assert_eq!(written.as_deref(), Some("S-1-5-21-2127521184-1604012920-1887927527-72713"));
        for cut in [0, 7, 8, 27] {
            assert_eq!(text(Syntax::Sid, &bytes[..cut]), None, "{cut}");
        }
    }

    #[test]
    fn what_is_no_text_is_none() {
        assert_eq!(text(syntax("sn"), &[0xff]), None);
        assert_eq!(text(syntax("sn"), "Є".as_bytes()).as_deref(), Some("Є"));
    }
}
