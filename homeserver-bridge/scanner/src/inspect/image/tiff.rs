//! TIFF, and the raw pictures of cameras that are TIFF: every page has its own size.

use super::super::bytes::{be16, be32, le16, le32};
use super::super::look::Walk;
use super::super::source::View;
use super::super::window::Window;
use super::pixels;

const WIDTH: u16 = 256;
const HEIGHT: u16 = 257;

/// Nothing about its end: the parts may stand in any order.
pub(super) fn walk(view: &View<'_>) -> Walk<Option<u64>> {
    let mut window = Window::new(*view, 4096);
    let big = window.get(0, 2)? == b"MM";
    let short = |bytes: &[u8], at: usize| if big { be16(bytes, at) } else { le16(bytes, at) };
    let long = |bytes: &[u8], at: usize| if big { be32(bytes, at) } else { le32(bytes, at) };
    let mut next = u64::from(long(window.get(0, 8)?, 4));
    let (mut seen, mut largest) = (0, 0);
    while next != 0 && next < view.size() {
        let count = u64::from(short(window.get(next, 2)?, 0));
        let (mut width, mut height) = (0, 0);
        for i in 0..count {
            let tag = window.get(next + 2 + 12 * i, 12)?;
            let value = if short(tag, 2) == 3 { u64::from(short(tag, 8)) } else { u64::from(long(tag, 8)) };
            match short(tag, 0) {
                WIDTH => width = value,
                HEIGHT => height = value,
                _ => {}
            }
        }
        seen += 1;
        largest = width.saturating_mul(height).max(largest);
        pixels(view, width, height, 1)?;
        pixels(view, largest, 1, seen)?;
        next = u64::from(long(window.get(next + 2 + 12 * count, 4)?, 0));
    }
    Ok(None)
}
