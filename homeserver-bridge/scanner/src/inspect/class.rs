//! Media types in classes, so that what a client declares can be held against what was found.

/// What a file is, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Picture,
    Media,
    Text,
    Document,
    Archive,
    /// Runs, or makes something run.
    Program,
    /// Pages and drawings that may hold scripts.
    Page,
    Unknown,
}

/// Archives that we recognise and do not walk.
const UNWALKED: [&str; 20] = [
    "application/vnd.rar",
    "application/x-7z-compressed",
    "application/vnd.ms-cab-compressed",
    "application/x-arj",
    "application/x-lzh-compressed",
    "application/x-ace-compressed",
    "application/x-cpio",
    "application/x-unix-archive",
    "application/x-ms-wim",
    "application/x-lz4",
    "application/x-lzip",
    "application/x-compress",
    "application/x-szdd",
    "application/vnd.ms-tnef",
    "application/mac-binhex40",
    "application/vnd.bzip3",
    "application/x-zoo",
    "application/x-stuffit",
    "application/x-xar",
    "application/x-installshield",
];

pub(super) fn is_unwalked(media_type: &str) -> bool {
    UNWALKED.contains(&media_type)
}

pub(super) fn of(media_type: &str) -> Class {
    match media_type {
        "image/svg+xml" | "text/html" | "multipart/related" | "application/xhtml+xml" => Class::Page,
        "application/hta" | "application/x-wsf" | "text/x-powershell" | "text/vbscript" | "application/x-bat" => {
            Class::Program
        }
        "text/javascript" | "application/javascript" | "text/x-shellscript" => Class::Program,
        "application/vnd.microsoft.portable-executable"
        | "application/x-executable"
        | "application/x-mach-binary"
        | "application/java"
        | "application/java-archive"
        | "application/wasm"
        | "application/x-msi"
        | "application/x-ms-shortcut"
        | "application/x-mswinurl"
        | "application/x-desktop"
        | "application/x-ms-reg"
        | "application/x-ms-library"
        | "application/x-ms-settings"
        | "application/vnd.ms-htmlhelp"
        | "application/x-shockwave-flash"
        | "application/x-google-chrome-extension"
        | "application/vnd.debian.binary-package"
        | "application/x-rpm"
        | "application/vnd.symbian.install" => Class::Program,
        "application/zip"
        | "application/x-tar"
        | "application/gzip"
        | "application/x-bzip2"
        | "application/x-xz"
        | "application/zstd"
        | "application/x-iso9660-image"
        | "application/x-udf-image"
        | "application/x-virtual-disk"
        | "application/x-apple-diskimage"
        | "application/x-qemu-disk" => Class::Archive,
        "application/pdf" | "application/rtf" | "application/msword" | "application/onenote" => Class::Document,
        "application/epub+zip" | "application/postscript" | "message/rfc822" | "application/mbox" => Class::Document,
        t if t.starts_with("application/vnd.android.") => Class::Program,
        t if is_unwalked(t) => Class::Archive,
        t if ["application/vnd.openxmlformats", "application/vnd.oasis", "application/vnd.ms-"]
            .iter()
            .any(|start| t.starts_with(start)) =>
        {
            Class::Document
        }
        t if t.starts_with("image/") => Class::Picture,
        t if t.starts_with("audio/") || t.starts_with("video/") => Class::Media,
        t if t.starts_with("text/") => Class::Text,
        _ => Class::Unknown,
    }
}

/// Whether a file that is declared to be one thing was found to be quite another: a picture that is a program or an
/// archive, a document that is a page with scripts. Unknown on either side contradicts nothing.
pub fn contradicts(declared: &str, found: &str) -> bool {
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (declared, found) = (of(&declared), of(found));
    match (declared, found) {
        (Class::Unknown, _) | (_, Class::Unknown) => false,
        (said, is) if said == is => false,
        (Class::Picture | Class::Media, Class::Picture | Class::Media) => false,
        // Scripts and sources go as text; office documents of the old kind are told from others by little.
        (Class::Text | Class::Program, Class::Text) | (Class::Page, Class::Text) | (Class::Text, Class::Page) => false,
        (Class::Document, Class::Text | Class::Archive) | (Class::Archive, Class::Document) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_another_class_contradicts() {
        let pe = "application/vnd.microsoft.portable-executable";
        for (declared, found) in [
            ("image/png", pe),
            ("image/jpeg", "application/zip"),
            ("image/png", "image/svg+xml"),
            ("application/pdf", "text/html"),
            ("text/plain", "application/hta"),
            ("video/mp4; codecs=x", "application/pdf"),
            ("Image/PNG", "text/html"),
        ] {
            assert!(contradicts(declared, found), "{declared} {found}");
        }
        for (declared, found) in [
            ("image/png", "image/jpeg"),
            ("image/heic", "application/octet-stream"),
            ("application/octet-stream", pe),
            ("", pe),
            ("audio/ogg", "video/webm"),
            ("text/csv", "text/plain"),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip"),
            ("application/zip", "application/vnd.oasis.opendocument.text"),
        ] {
            assert!(!contradicts(declared, found), "{declared} {found}");
        }
    }
}
