//! Our own look at the content, beside the engine: its real type, and what engines are known to wave through.
//!
//! The type comes from the bytes, never from the sender. This finds no malware; it says what cannot or may not pass.

mod coherent;
mod ole;
mod zip;

use std::io;

use crate::decrypt::Plain;

pub(crate) use coherent::is_coherent;
pub use zip::ZipLimits;

/// What may pass.
#[derive(Debug, Clone)]
pub struct InspectionRules {
    /// Media types that are refused.
    pub forbidden_types: Vec<String>,
    /// If not empty, the only media types that pass.
    pub allowed_types: Vec<String>,
    /// Limits for archives.
    pub zip: ZipLimits,
}

impl Default for InspectionRules {
    /// Programs are refused, everything else passes.
    fn default() -> Self {
        let programs = [
            "application/vnd.microsoft.portable-executable",
            "application/x-executable",
            "application/x-mach-binary",
            "application/java",
            "application/vnd.android.dex",
        ];
        Self {
            forbidden_types: programs.map(String::from).to_vec(),
            allowed_types: Vec::new(),
            zip: ZipLimits::default(),
        }
    }
}

/// What the look came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The media type by the content; `application/octet-stream` if nothing is known of it.
    pub type_found: String,
    /// Why it cannot pass, if it cannot.
    pub objection: Option<Objection>,
}

/// Why a content cannot pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objection {
    /// Its type is refused.
    Type,
    /// It is encrypted inside.
    Encrypted,
    /// It would unpack to more than we look through.
    Limits,
    /// It is not what it begins as.
    Malformed,
}

impl InspectionRules {
    /// Looks at the content. Blocks on the disk and computes: run it where that does no harm.
    ///
    /// # Errors
    /// If the content cannot be read.
    pub fn inspect(&self, content: &Plain) -> io::Result<Inspection> {
        let head = content.read(0, 8192)?;
        let type_found = type_of(&head);
        let objection = match zip::examine(content, &self.zip)? {
            Some(objection) => Some(objection),
            None if ole::is_encrypted_document(content)? => Some(Objection::Encrypted),
            None if !self.permits(type_found) => Some(Objection::Type),
            None => None,
        };
        Ok(Inspection { type_found: type_found.to_owned(), objection })
    }

    fn permits(&self, type_found: &str) -> bool {
        let names = |list: &[String]| list.iter().any(|t| t == type_found);
        !names(&self.forbidden_types) && (self.allowed_types.is_empty() || names(&self.allowed_types))
    }
}

fn type_of(head: &[u8]) -> &'static str {
    if let Some(kind) = infer::get(head) {
        return kind.mime_type();
    }
    let text = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    let control = head.iter().any(|b| *b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c));
    if text && !control && !head.is_empty() { "text/plain" } else { "application/octet-stream" }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn inspect(rules: &InspectionRules, bytes: &[u8]) -> Inspection {
        rules.inspect(&Plain::from_bytes(bytes.to_vec())).expect("memory")
    }

    #[test]
    fn the_type_is_what_the_bytes_say() {
        let rules = InspectionRules::default();
        let mut elf = vec![0x7f, b'E', b'L', b'F'];
        elf.resize(64, 0);
        let cases: [(&[u8], &str, Option<Objection>); 6] = [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png", None),
            (b"%PDF-1.7\n", "application/pdf", None),
            (b"plain words\n", "text/plain", None),
            (b"\x00\x01\x02", "application/octet-stream", None),
            (&elf, "application/x-executable", Some(Objection::Type)),
            (b"MZ\x90\0", "application/vnd.microsoft.portable-executable", Some(Objection::Type)),
        ];
        for (bytes, type_found, objection) in cases {
            assert_eq!(inspect(&rules, bytes), Inspection { type_found: type_found.into(), objection });
        }
    }

    #[test]
    fn a_list_of_allowed_types_lets_nothing_else_through() {
        let rules = InspectionRules { allowed_types: vec!["image/png".into()], ..InspectionRules::default() };
        assert_eq!(inspect(&rules, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").objection, None);
        assert_eq!(inspect(&rules, b"plain words").objection, Some(Objection::Type));
        assert_eq!(inspect(&rules, b"").objection, Some(Objection::Type));
    }

    proptest! {
        #[test]
        fn no_content_makes_it_panic(head in prop::sample::select(vec![&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b""]),
                                     body in prop::collection::vec(any::<u8>(), 0..3000), tail in prop::sample::select(vec![&b"PK\x05\x06"[..], b"PK\x06\x07", b""]),
                                     rest in prop::collection::vec(any::<u8>(), 0..80)) {
            let content = [head, &body, tail, &rest].concat();
            let _ = inspect(&InspectionRules::default(), &content);
        }
    }
}
