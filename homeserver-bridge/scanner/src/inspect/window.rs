//! Small readings, one after the other, out of larger ones.

use zeroize::Zeroizing;

use super::look::Walk;
use super::source::View;

pub(super) struct Window<'a> {
    view: View<'a>,
    size: usize,
    start: u64,
    piece: Zeroizing<Vec<u8>>,
}

impl<'a> Window<'a> {
    /// Reads `size` bytes at once.
    pub(super) fn new(view: View<'a>, size: usize) -> Self {
        Self { view, size, start: 0, piece: Zeroizing::new(Vec::new()) }
    }

    /// Up to `length` bytes from `at`, fewer only at the end.
    pub(super) fn get(&mut self, at: u64, length: usize) -> Walk<&[u8]> {
        let end = at.saturating_add(length as u64).min(self.view.size());
        if at < self.start || end > self.start + self.piece.len() as u64 {
            self.piece = self.view.read(at, length.max(self.size))?;
            self.start = at;
        } else {
            // What is at hand costs too, so that a loop over it ends.
            self.view.look.work(0)?;
        }
        let from = (at - self.start).min(self.piece.len() as u64) as usize;
        let to = (from + length).min(self.piece.len());
        Ok(&self.piece[from..to])
    }
}
