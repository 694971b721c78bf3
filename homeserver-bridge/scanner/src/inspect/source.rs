//! Bytes to look at, wherever they are: the content itself, a part of it, or an unpacked member.

use std::io::{self, BufRead, Read};

use zeroize::Zeroizing;

use super::look::{Look, Walk};
use crate::decrypt::Plain;

/// How much is read at once where everything is read.
pub(super) const PIECE: usize = 64 << 10;

/// Bytes that can be read anywhere.
pub(super) trait Source {
    /// Bytes in all.
    fn size(&self) -> u64;
    /// Up to `length` bytes from `offset`, fewer only at the end.
    fn fetch(&self, offset: u64, length: usize) -> io::Result<Zeroizing<Vec<u8>>>;
}

impl Source for Plain {
    fn size(&self) -> u64 {
        Plain::size(self)
    }
    fn fetch(&self, offset: u64, length: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        self.read(offset, length)
    }
}

/// A part of a source under inspection. Every reading is counted.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) look: &'a Look<'a>,
    source: &'a dyn Source,
    start: u64,
    size: u64,
    /// Containers around it.
    pub(super) depth: u32,
    /// A part of a document or a program package, not a file that people would take out of an archive.
    pub(super) part: bool,
    /// Programs are to be expected: it is in a package of programs that is permitted.
    pub(super) programs: bool,
}

impl<'a> View<'a> {
    pub(super) fn new(look: &'a Look<'a>, source: &'a dyn Source) -> Self {
        Self { look, source, start: 0, size: source.size(), depth: 0, part: false, programs: false }
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Up to `length` bytes from `offset`, fewer only at the end.
    pub(super) fn read(&self, offset: u64, length: usize) -> Walk<Zeroizing<Vec<u8>>> {
        let offset = offset.min(self.size);
        let length = (self.size - offset).min(length as u64) as usize;
        self.look.work(length as u64)?;
        Ok(self.source.fetch(self.start + offset, length)?)
    }

    /// A part of it at the same depth; what lies beyond the end is not in it.
    pub(super) fn slice(&self, offset: u64, length: u64) -> Self {
        let offset = offset.min(self.size);
        Self { start: self.start + offset, size: (self.size - offset).min(length), ..*self }
    }

    /// Another source as what is inside this one.
    pub(super) fn inside(&self, source: &'a dyn Source) -> Self {
        Self { source, start: 0, size: source.size(), depth: self.depth + 1, ..*self }
    }

    /// A part of it as what is inside.
    pub(super) fn inner(&self, offset: u64, length: u64) -> Self {
        let mut inner = self.slice(offset, length);
        inner.depth += 1;
        inner
    }

    /// The last bytes, up to `length`, with their offset.
    pub(super) fn tail(&self, length: usize) -> Walk<(u64, Zeroizing<Vec<u8>>)> {
        let at = self.size.saturating_sub(length as u64);
        Ok((at, self.read(at, length)?))
    }

    /// For decoders that want a stream.
    pub(super) fn stream(self, offset: u64) -> Stream<'a> {
        Stream { view: self, at: offset, piece: Zeroizing::new(Vec::new()), used: 0 }
    }
}

/// A view from front to end. When the inspection has had enough, reading fails, and the look knows why.
pub(super) struct Stream<'a> {
    view: View<'a>,
    at: u64,
    piece: Zeroizing<Vec<u8>>,
    used: usize,
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used == self.piece.len() {
            self.piece = self.view.read(self.at, PIECE).map_err(|_| io::Error::other("not read"))?;
            self.at += self.piece.len() as u64;
            self.used = 0;
        }
        Ok(&self.piece[self.used..])
    }

    fn consume(&mut self, amount: usize) {
        self.used = (self.used + amount).min(self.piece.len());
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let piece = self.fill_buf()?;
        let length = piece.len().min(buffer.len());
        buffer[..length].copy_from_slice(&piece[..length]);
        self.consume(length);
        Ok(length)
    }
}
