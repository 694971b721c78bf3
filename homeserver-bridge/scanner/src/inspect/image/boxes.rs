//! HEIF, AVIF and JPEG 2000: boxes in boxes, a few of which say how large the picture is.

use super::super::bytes::{be32, be64};
use super::super::look::Walk;
use super::super::source::View;
use super::super::window::Window;
use super::pixels;

/// Boxes that hold boxes on the way to a size, with the bytes before their content.
const HOLDERS: [(&[u8; 4], u64); 5] = [(b"meta", 4), (b"iprp", 0), (b"ipco", 0), (b"jp2h", 0), (b"moov", 0)];
const DEEP: u32 = 6;

/// Nothing about its end.
pub(super) fn walk(view: &View<'_>) -> Walk<Option<u64>> {
    let mut window = Window::new(*view, 4096);
    level(view, &mut window, 0, view.size(), 0)?;
    Ok(None)
}

fn level(view: &View<'_>, window: &mut Window<'_>, from: u64, to: u64, deep: u32) -> Walk {
    let mut at = from;
    while at < to {
        let head = window.get(at, 20)?;
        let kind: Option<[u8; 4]> = head.get(4..8).and_then(|kind| kind.try_into().ok());
        let (mut size, mut begin) = (u64::from(be32(head, 0)), 8);
        if size == 1 {
            (size, begin) = (be64(head, 8), 16);
        } else if size == 0 {
            size = to - at;
        }
        let Some(kind) = kind.filter(|_| size >= begin) else { break };
        match &kind {
            b"ispe" => pixels(view, u64::from(be32(head, 12)), u64::from(be32(head, 16)), 1)?,
            b"ihdr" => pixels(view, u64::from(be32(head, 12)), u64::from(be32(head, 8)), 1)?,
            _ => {}
        }
        let end = at.saturating_add(size).min(to);
        if let Some((_, before)) = HOLDERS.iter().find(|(holder, _)| **holder == kind)
            && deep < DEEP
        {
            level(view, window, (at + begin + before).min(end), end, deep + 1)?;
        }
        at = end;
    }
    Ok(())
}
