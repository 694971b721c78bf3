//! Streams of an OLE container: chains of sectors, found through tables of successors. A chain that
//! leaves the file just ends, and is looked at as far as it goes; one that goes in circles is refused.

use std::io;

use zeroize::Zeroizing;

use super::super::bytes::{le16, le32};
use super::super::look::Walk;
use super::super::source::{Source, View};
use super::super::window::Window;
use super::Stream;

/// Streams below this size are kept in small sectors of their own.
const SMALL_STREAM: u64 = 4096;
const SMALL_SECTOR: u64 = 64;
/// Sector numbers from here on are marks.
const MARK: u32 = 0xffff_fffa;

pub(super) struct Container<'a> {
    view: View<'a>,
    sector: u64,
    /// Sectors that hold the table of successors.
    table: Vec<u32>,
    window: Window<'a>,
    /// Where the small sectors stand, and the table of their successors.
    small: Runs<'a>,
    small_table: Runs<'a>,
}

impl<'a> Container<'a> {
    pub(super) fn open(view: View<'a>, root: Option<Stream>) -> Walk<Self> {
        let header = view.read(0, 512)?;
        let shift = le16(&header, 30);
        let sector = 1u64 << shift.clamp(7, 16);
        let most = (view.size() / sector + 1) as usize;
        let mut table: Vec<u32> = (0..109).map(|i| le32(&header, 76 + 4 * i)).take_while(|s| *s < MARK).collect();
        let (mut next, mut steps) = (le32(&header, 68), 0);
        while next < MARK && steps < most && table.len() < most {
            let more = view.read((u64::from(next) + 1) * sector, sector as usize)?;
            let count = (sector as usize / 4).saturating_sub(1);
            table.extend((0..count).map(|i| le32(&more, 4 * i)).take_while(|s| *s < MARK));
            next = if more.is_empty() { MARK } else { le32(&more, 4 * count) };
            steps += 1;
        }
        table.truncate(most);
        let mut this = Self {
            view,
            sector,
            table,
            window: Window::new(view, 4096),
            small: Runs::new(view),
            small_table: Runs::new(view),
        };
        this.small_table = this.follow(le32(&header, 60), None)?;
        if let Some(root) = root {
            this.small = this.follow(root.start, Some(root.size))?;
        }
        Ok(this)
    }

    /// The bytes of a stream.
    pub(super) fn stream(&mut self, stream: &Stream) -> Walk<Runs<'a>> {
        if stream.size >= SMALL_STREAM {
            return self.follow(stream.start, Some(stream.size));
        }
        let mut runs = Runs::new(self.view);
        let mut next = u64::from(stream.start);
        while runs.size < stream.size && next < u64::from(MARK) {
            self.view.look.work(0)?;
            let Some(at) = self.small.place(next * SMALL_SECTOR) else { break };
            runs.push(at, SMALL_SECTOR);
            let successor = self.small_table.fetch(next * 4, 4)?;
            next = if successor.len() == 4 { u64::from(le32(&successor, 0)) } else { u64::from(MARK) };
        }
        runs.size = runs.size.min(stream.size);
        Ok(runs)
    }

    fn follow(&mut self, start: u32, size: Option<u64>) -> Walk<Runs<'a>> {
        let look = self.view.look;
        let mut runs = Runs::new(self.view);
        let mut seen = vec![false; (self.view.size() / self.sector + 1) as usize];
        let mut next = start;
        while next < MARK && size.is_none_or(|size| runs.size < size) {
            let at = (u64::from(next) + 1) * self.sector;
            match seen.get_mut(next as usize) {
                // It goes in circles.
                Some(true) => return look.bent(),
                Some(seen) if at < self.view.size() => *seen = true,
                _ => break,
            }
            runs.push(at, self.sector);
            next = self.successor(next)?;
        }
        runs.size = runs.size.min(size.unwrap_or(u64::MAX));
        Ok(runs)
    }

    fn successor(&mut self, sector: u32) -> Walk<u32> {
        let each = self.sector / 4;
        let Some(table) = self.table.get((u64::from(sector) / each) as usize) else { return Ok(MARK) };
        let at = (u64::from(*table) + 1) * self.sector + u64::from(sector) % each * 4;
        let bytes = self.window.get(at, 4)?;
        Ok(if bytes.len() == 4 { le32(bytes, 0) } else { MARK })
    }
}

/// Pieces of the container, one after the other.
pub(super) struct Runs<'a> {
    view: View<'a>,
    /// Where each begins in the stream, and in the container.
    runs: Vec<(u64, u64)>,
    size: u64,
}

impl<'a> Runs<'a> {
    /// Of nothing yet.
    fn new(view: View<'a>) -> Self {
        Self { view, runs: Vec::new(), size: 0 }
    }

    fn push(&mut self, at: u64, length: u64) {
        let follows = self.runs.last().is_some_and(|(begin, place)| place + (self.size - begin) == at);
        if !follows {
            self.runs.push((self.size, at));
        }
        self.size += length;
    }

    /// Where a byte of the stream stands in the container.
    fn place(&self, offset: u64) -> Option<u64> {
        if offset >= self.size {
            return None;
        }
        let i = self.runs.partition_point(|(begin, _)| *begin <= offset).checked_sub(1)?;
        let (begin, place) = self.runs.get(i)?;
        Some(place + (offset - begin))
    }
}

impl Source for Runs<'_> {
    fn size(&self) -> u64 {
        self.size
    }

    fn fetch(&self, offset: u64, length: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        let end = offset.saturating_add(length as u64).min(self.size);
        let mut bytes = Zeroizing::new(Vec::with_capacity(end.saturating_sub(offset) as usize));
        let mut at = offset;
        while let Some(place) = self.place(at).filter(|_| at < end) {
            let i = self.runs.partition_point(|(begin, _)| *begin <= at);
            let until = self.runs.get(i).map_or(end, |(begin, _)| end.min(*begin));
            let piece = self.view.read(place, (until - at) as usize).map_err(|_| io::Error::other("not read"))?;
            if piece.is_empty() {
                break;
            }
            bytes.extend_from_slice(&piece);
            at += piece.len() as u64;
        }
        Ok(bytes)
    }
}
