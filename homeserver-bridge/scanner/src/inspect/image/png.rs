//! PNG and APNG.

use super::super::bytes::be32;
use super::super::look::Walk;
use super::super::source::View;
use super::super::window::Window;
use super::pixels;

/// Where it ends, if it does.
pub(super) fn walk(view: &View<'_>) -> Walk<Option<u64>> {
    let mut window = Window::new(*view, 1024);
    let (mut at, mut width, mut height) = (8, 0, 0);
    while at < view.size() {
        let chunk = window.get(at, 16)?;
        let length = u64::from(be32(chunk, 0));
        match chunk.get(4..8) {
            Some(b"IHDR") => {
                (width, height) = (u64::from(be32(chunk, 8)), u64::from(be32(chunk, 12)));
                pixels(view, width, height, 1)?;
            }
            Some(b"acTL") => pixels(view, width, height, u64::from(be32(chunk, 8)))?,
            Some(b"IEND") => return Ok(Some(at + 12 + length)),
            _ => {}
        }
        at += 12 + length;
    }
    Ok(None)
}
