//! JPEG.

use super::super::bytes::be16;
use super::super::look::Walk;
use super::super::source::{PIECE, View};
use super::super::window::Window;
use super::pixels;

/// Where it ends, if it does.
pub(super) fn walk(view: &View<'_>) -> Walk<Option<u64>> {
    let mut window = Window::new(*view, 1024);
    let mut at = 2;
    while at < view.size() {
        let segment = window.get(at, 10)?;
        let (mark, kind) = (segment.first().copied(), segment.get(1).copied().unwrap_or(0));
        if mark != Some(0xff) {
            // Readers look for the next mark.
            at = next_mark(view, at)?;
            continue;
        }
        match kind {
            0xff => at += 1,
            0xd9 => return Ok(Some(at + 2)),
            0x01 | 0xd0..=0xd8 => at += 2,
            0xc0..=0xcf if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => {
                pixels(view, u64::from(be16(segment, 7)), u64::from(be16(segment, 5)), 1)?;
                at += 2 + u64::from(be16(segment, 2)).max(2);
            }
            0xda => at = next_mark(view, at + 2 + u64::from(be16(segment, 2)))?,
            _ => at += 2 + u64::from(be16(segment, 2)).max(2),
        }
    }
    Ok(None)
}

/// The next mark in coded data: neither a stuffed byte nor a restart.
fn next_mark(view: &View<'_>, from: u64) -> Walk<u64> {
    let mut at = from;
    while at < view.size() {
        let piece = view.read(at, PIECE + 1)?;
        let own = piece.len().min(PIECE);
        let mark = memchr::memchr_iter(0xff, &piece[..own])
            .find(|i| !matches!(piece.get(i + 1), Some(0 | 0xd0..=0xd7 | 0xff) | None));
        if let Some(i) = mark {
            return Ok(at + i as u64);
        }
        at += PIECE as u64;
    }
    Ok(view.size())
}
