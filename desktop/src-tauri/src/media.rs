//! Files for the window, through a scheme of its own: the page names a handle, never an address or a key, and gets bytes
//! only of a safe file that really is a picture, a recording or a PDF document. Words come by a command (`file_text`).

use client_core::view::ProblemView;
use tauri::http::{Response, StatusCode, header};
use tauri::{AppHandle, Manager};

use crate::shell::Shell;

/// The name of the scheme.
pub(crate) const SCHEME: &str = "depesha-media";

/// What stands before the handle of a room's picture.
const OF_A_ROOM: &str = "room.";

/// The page holds all of what it shows; what is larger is saved.
const LARGEST: usize = 100 << 20;

/// The window's own page: no other may read what it asks for here.
const PAGE: &str = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };

/// What bytes are, if they are of a kind that is shown.
type KindOf = fn(&[u8]) -> Option<&'static str>;

/// The answer to a request of the page.
pub(crate) async fn answer(app: AppHandle, path: String) -> Response<Vec<u8>> {
    let handle = path.trim_start_matches('/').to_owned();
    let messenger = app.state::<Shell>().messenger();
    let (opened, kind): (_, KindOf) = match (messenger, handle.strip_prefix(OF_A_ROOM)) {
        (Ok(messenger), Some(handle)) => (messenger.room_picture(handle).await, picture),
        (Ok(messenger), None) => (messenger.look_at_file(&handle).await, shown),
        (Err(problem), _) => (Err(problem), shown),
    };
    match opened {
        Ok(bytes) if bytes.len() > LARGEST => refusal(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(bytes) => match kind(&bytes) {
            Some(kind) => reply(StatusCode::OK, kind, bytes),
            None => refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        },
        Err(problem) => refusal(status(&problem)),
    }
}

fn refusal(status: StatusCode) -> Response<Vec<u8>> {
    reply(status, "text/plain", Vec::new())
}

fn reply(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response<Vec<u8>> {
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, PAGE)
        .body(body);
    response.unwrap_or_default()
}

/// What the page tells the person comes from this number.
fn status(problem: &ProblemView) -> StatusCode {
    match problem {
        ProblemView::NotFound => StatusCode::NOT_FOUND,
        ProblemView::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        ProblemView::AppLocked => StatusCode::LOCKED,
        _ => StatusCode::FORBIDDEN,
    }
}

/// The media type by the first bytes: what a sender declares is not believed.
fn shown(bytes: &[u8]) -> Option<&'static str> {
    picture(bytes).or_else(|| recording(bytes)).or_else(|| bytes.starts_with(b"%PDF-").then_some("application/pdf"))
}

/// Drawings that carry scripts are no pictures.
fn picture(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// Whether the computer can play it is another matter.
fn recording(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4)? {
            b"M4A " | b"M4B " => Some("audio/mp4"),
            // Pictures in the same wrapping.
            b"heic" | b"heix" | b"hevc" | b"heim" | b"mif1" | b"msf1" | b"avif" | b"avis" => None,
            _ => Some("video/mp4"),
        },
        [0x1A, 0x45, 0xDF, 0xA3, ..] => Some("video/webm"),
        [b'O', b'g', b'g', b'S', ..] => Some("audio/ogg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some("audio/wav"),
        [b'f', b'L', b'a', b'C', ..] => Some("audio/flac"),
        [b'I', b'D', b'3', ..] | [0xFF, 0xFA | 0xFB | 0xF2 | 0xF3 | 0xE2 | 0xE3, ..] => Some("audio/mpeg"),
        [0xFF, 0xF0 | 0xF1 | 0xF8 | 0xF9, ..] => Some("audio/aac"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_are_pictures() {
        assert_eq!(picture(b"\x89PNG\r\n\x1a\nrest"), Some("image/png"));
        assert_eq!(picture(b"\xFF\xD8\xFF\xE0rest"), Some("image/jpeg"));
        assert_eq!(picture(b"RIFF1234WEBPrest"), Some("image/webp"));
        let others = [&b"<svg xmlns='http://www.w3.org/2000/svg'>"[..], b"<html>", b"%PDF-1.7", b"", b"GIF", b"OggS"];
        for other in others {
            assert_eq!(picture(other), None);
        }
    }

    #[test]
    fn recordings_and_documents_are_known_by_their_bytes_and_nothing_else_is_shown() {
        let table = [
            (&b"\0\0\0\x20ftypisom\0\0"[..], Some("video/mp4")),
            (b"\0\0\0\x20ftypM4A \0\0", Some("audio/mp4")),
            (b"\0\0\0\x20ftypavif\0\0", None),
            (b"\0\0\0\x20ftyp", None),
            (b"\x1A\x45\xDF\xA3\x01", Some("video/webm")),
            (b"OggS\0", Some("audio/ogg")),
            (b"RIFF1234WAVEfmt ", Some("audio/wav")),
            (b"fLaC\0", Some("audio/flac")),
            (b"ID3\x04", Some("audio/mpeg")),
            (b"\xFF\xFB\x90", Some("audio/mpeg")),
            (b"\xFF\xF1\x50", Some("audio/aac")),
            (b"\xFF\xD8\xFF\xE0", Some("image/jpeg")),
            (b"%PDF-1.7", Some("application/pdf")),
            (b"<!doctype html>", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
            (b"PK\x03\x04", None),
            (b"words", None),
            (b"", None),
        ];
        for (bytes, expected) in table {
            assert_eq!(shown(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn an_answer_is_for_our_page_alone() {
        let origin = reply(StatusCode::OK, "image/png", Vec::new()).headers()["access-control-allow-origin"].clone();
        assert!(origin == "tauri://localhost" || origin == "http://tauri.localhost", "{origin:?}");
        assert_eq!(status(&ProblemView::FileNotReleased), StatusCode::FORBIDDEN);
        assert_eq!(status(&ProblemView::SignedOut), StatusCode::FORBIDDEN);
    }
}
