//! GIF, WebP, BMP and PSD: the sizes stand at fixed places.

use super::super::bytes::{be32, le16, le32};
use super::super::look::Walk;
use super::super::source::View;
use super::super::window::Window;
use super::pixels;

/// Where it ends, if it does.
pub(super) fn gif(view: &View<'_>) -> Walk<Option<u64>> {
    let mut window = Window::new(*view, 4096);
    let header = window.get(0, 13)?;
    let (width, height) = (u64::from(le16(header, 6)), u64::from(le16(header, 8)));
    let colours = |flags: u8| if flags & 0x80 != 0 { 3u64 << ((flags & 7) + 1) } else { 0 };
    let mut at = 13 + colours(header.get(10).copied().unwrap_or(0));
    let mut frames = 0;
    pixels(view, width, height, 1)?;
    while at < view.size() {
        let block = window.get(at, 10)?;
        match block.first() {
            Some(0x3b) => return Ok(Some(at + 1)),
            Some(0x2c) => {
                frames += 1;
                pixels(view, u64::from(le16(block, 5)), u64::from(le16(block, 7)), 1)?;
                pixels(view, width, height, frames)?;
                at += 11 + colours(block.get(9).copied().unwrap_or(0));
            }
            Some(0x21) => at += 2,
            // Not a block: readers stop here.
            _ => return Ok(Some(at)),
        }
        loop {
            let length = u64::from(window.get(at, 1)?.first().copied().unwrap_or(0));
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
    }
    Ok(None)
}

/// Where it ends.
pub(super) fn webp(view: &View<'_>) -> Walk<Option<u64>> {
    let mut window = Window::new(*view, 1024);
    let end = 8 + u64::from(le32(window.get(0, 12)?, 4));
    let (mut at, mut frames, mut canvas) = (12, 0, (0, 0));
    while at < end.min(view.size()) {
        let chunk = window.get(at, 18)?;
        let wide = |i: usize| (u64::from(le16(chunk, i)) | u64::from(chunk.get(i + 2).copied().unwrap_or(0)) << 16) + 1;
        match chunk.get(..4) {
            Some(b"VP8X") => {
                canvas = (wide(12), wide(15));
                pixels(view, canvas.0, canvas.1, 1)?;
            }
            Some(b"VP8L") => {
                let bits = u64::from(le32(chunk, 9));
                pixels(view, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, 1)?;
            }
            Some(b"VP8 ") => pixels(view, u64::from(le16(chunk, 14) & 0x3fff), u64::from(le16(chunk, 16) & 0x3fff), 1)?,
            Some(b"ANMF") => {
                frames += 1;
                pixels(view, canvas.0, canvas.1, frames)?;
            }
            _ => {}
        }
        at += 8 + u64::from(le32(chunk, 4)).next_multiple_of(2);
    }
    Ok(Some(end))
}

/// Where it ends, if it says so.
pub(super) fn bmp(view: &View<'_>) -> Walk<Option<u64>> {
    let header = view.read(0, 30)?;
    let (width, height) = if le32(&header, 14) == 12 {
        (u64::from(le16(&header, 18)), u64::from(le16(&header, 20)))
    } else {
        let side = |at: usize| u64::from((le32(&header, at) as i32).unsigned_abs());
        (side(18), side(22))
    };
    pixels(view, width, height, 1)?;
    let claimed = u64::from(le32(&header, 2));
    Ok((claimed >= 26 && claimed < view.size()).then_some(claimed))
}

/// Nothing about its end.
pub(super) fn photoshop(view: &View<'_>) -> Walk<Option<u64>> {
    let header = view.read(0, 26)?;
    pixels(view, u64::from(be32(&header, 18)), u64::from(be32(&header, 14)), 1)?;
    Ok(None)
}
