//! Pictures for the window, through a scheme of its own: the page names a handle, never an address or a key, and gets bytes
//! only of a safe file that really is a picture.

use tauri::http::{Response, StatusCode, header};
use tauri::{AppHandle, Manager};

use crate::shell::Shell;

/// The name of the scheme.
pub(crate) const SCHEME: &str = "depesha-media";

/// What stands before the handle of a room's picture.
const OF_A_ROOM: &str = "room.";

/// The answer to a request of the page.
pub(crate) async fn answer(app: AppHandle, path: String) -> Response<Vec<u8>> {
    let handle = path.trim_start_matches('/').to_owned();
    let messenger = app.state::<Shell>().messenger();
    let opened = match (messenger, handle.strip_prefix(OF_A_ROOM)) {
        (Ok(messenger), Some(handle)) => messenger.room_picture(handle).await,
        (Ok(messenger), None) => messenger.open_file(&handle).await.map(|opened| opened.bytes),
        (Err(problem), _) => Err(problem),
    };
    match opened {
        Ok(bytes) => match picture(&bytes) {
            Some(kind) => reply(StatusCode::OK, kind, bytes),
            None => reply(StatusCode::UNSUPPORTED_MEDIA_TYPE, "text/plain", Vec::new()),
        },
        Err(_) => reply(StatusCode::FORBIDDEN, "text/plain", Vec::new()),
    }
}

fn reply(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response<Vec<u8>> {
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(body);
    response.unwrap_or_default()
}

/// The media type by the first bytes: what a sender declares is not believed, and drawings that carry scripts are none.
fn picture(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
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
        for other in [&b"<svg xmlns='http://www.w3.org/2000/svg'>"[..], b"<html>", b"%PDF-1.7", b"", b"GIF"] {
            assert_eq!(picture(other), None);
        }
    }
}
