//! How a file can be looked at, as far as its message says: by its media type, or where that says nothing, by the ending of
//! its name. Nothing is believed here: what the bytes are is seen when the file is opened.

use crate::view::FileLook;

/// How a file with this media type and name can be looked at.
pub(crate) fn look_of(media_type: &str, name: &str) -> FileLook {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "" | "application/octet-stream" | "binary/octet-stream" => by_ending(name),
        "image/png" | "image/jpeg" | "image/gif" | "image/webp" => FileLook::Picture,
        "application/pdf" => FileLook::Pdf,
        "application/json" | "application/xml" | "application/yaml" | "application/toml" => FileLook::Text,
        other => match other.split_once('/') {
            Some(("video", _)) => FileLook::Video,
            Some(("audio", _)) => FileLook::Sound,
            Some(("text", _)) => FileLook::Text,
            _ => FileLook::Other,
        },
    }
}

fn by_ending(name: &str) -> FileLook {
    let Some((_, ending)) = name.rsplit_once('.') else { return FileLook::Other };
    match ending.to_lowercase().as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" => FileLook::Picture,
        "mp4" | "m4v" | "mov" | "webm" | "mkv" => FileLook::Video,
        "mp3" | "m4a" | "aac" | "ogg" | "oga" | "opus" | "wav" | "flac" => FileLook::Sound,
        "txt" | "log" | "md" | "csv" | "tsv" | "json" | "xml" | "yaml" | "yml" | "toml" | "ini" | "srt" | "ics"
        | "vcf" => FileLook::Text,
        "pdf" => FileLook::Pdf,
        _ => FileLook::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_counts_and_the_ending_where_it_says_nothing() {
        let table = [
            ("image/png", "plan.png", FileLook::Picture),
            ("image/svg+xml", "plan.png", FileLook::Other),
            ("Video/MP4; codecs=avc1", "x", FileLook::Video),
            ("audio/ogg", "x.mp4", FileLook::Sound),
            ("text/html", "page.html", FileLook::Text),
            ("application/pdf", "x.txt", FileLook::Pdf),
            ("application/zip", "notes.txt", FileLook::Other),
            ("application/octet-stream", "Notes.TXT", FileLook::Text),
            ("application/octet-stream", "report.pdf", FileLook::Pdf),
            ("application/octet-stream", "film.mov", FileLook::Video),
            ("application/octet-stream", "pdf", FileLook::Other),
            ("", "call.opus", FileLook::Sound),
            ("nothing", "call.opus", FileLook::Other),
        ];
        for (media_type, name, expected) in table {
            assert_eq!(look_of(media_type, name), expected, "{media_type} {name}");
        }
    }
}
