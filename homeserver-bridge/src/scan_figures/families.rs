//! Families of media types, for people: a chart of eighty types says nothing.

/// The families' words, in the order in which they are named when counts are equal.
pub const FAMILIES: [&str; 9] = ["document", "pdf", "image", "archive", "text", "sound", "video", "program", "unknown"];

/// The family of a media type that was found in content.
pub fn family(media_type: &str) -> &'static str {
    let (class, kind) = media_type.split_once('/').unwrap_or((media_type, ""));
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    match class {
        "image" => "image",
        "audio" => "sound",
        "video" => "video",
        "text" if has(&["script", "shellscript", "python", "perl"]) => "program",
        "text" | "message" => "text",
        "application" if kind == "pdf" => "pdf",
        "application"
            if has(&[
                "officedocument",
                "opendocument",
                "msword",
                "ms-excel",
                "ms-powerpoint",
                "ole",
                "rtf",
                "macroenabled",
                "epub",
            ]) =>
        {
            "document"
        }
        "application"
            if has(&[
                "executable",
                "msdownload",
                "mach-binary",
                "elf",
                "java",
                "wasm",
                "script",
                "android",
                "sharedlib",
                "x-msi",
                "portable",
                "dosexec",
            ]) =>
        {
            "program"
        }
        "application"
            if has(&[
                "zip", "compress", "tar", "rar", "7z", "xz", "bzip", "zstd", "lz", "archive", "cab", "iso", "deb",
                "rpm",
            ]) =>
        {
            "archive"
        }
        "application" if has(&["json", "xml"]) => "text",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_belong_to_families_and_every_answer_is_one() {
        let table = [
            ("application/pdf", "pdf"),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document"),
            ("application/x-ole-storage", "document"),
            ("application/zip", "archive"),
            ("application/x-7z-compressed", "archive"),
            ("application/vnd.microsoft.portable-executable", "program"),
            ("application/x-executable", "program"),
            ("text/x-shellscript", "program"),
            ("text/plain", "text"),
            ("image/png", "image"),
            ("audio/mpeg", "sound"),
            ("application/octet-stream", "unknown"),
            ("", "unknown"),
        ];
        for (media_type, expected) in table {
            assert_eq!(family(media_type), expected, "{media_type}");
            assert!(FAMILIES.contains(&expected));
        }
    }
}
