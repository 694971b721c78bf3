//! The end record and the directory: what an archive claims.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use super::super::Objection;
use super::super::bytes::{le16, le32, le64};
use super::super::look::Walk;
use super::super::notes::Note;
use super::super::source::View;
use super::super::window::Window;

const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END64: &[u8] = b"PK\x06\x06";
const LOCATOR64: &[u8] = b"PK\x06\x07";
const END_BYTES: usize = 22;
/// Longer names are of no use to anybody.
const NAME_MOST: usize = 1024;
/// How much of each name is kept.
const NAME_KEPT: usize = 160;

/// The directory of an archive.
pub(super) struct Directory {
    pub(super) start: u64,
    end: u64,
    pub(super) members: u64,
    /// Where it says that it starts.
    claimed_start: u64,
    /// Where the end record and its comment end.
    after: u64,
}

/// What the directory says of a member.
pub(super) struct Entry {
    /// The beginning of its name.
    pub(super) name: Box<[u8]>,
    pub(super) name_bytes: usize,
    pub(super) encrypted: bool,
    /// Sizes and checksum follow the data.
    pub(super) descriptor: bool,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) packed: u64,
    pub(super) unpacked: u64,
    pub(super) local_at: u64,
}

pub(in super::super) fn begins(head: &[u8]) -> bool {
    let spanned = head.starts_with(b"PK00PK\x03\x04") || head.starts_with(b"PK\x07\x08PK\x03\x04");
    spanned || head.starts_with(b"PK\x03\x04") || (head.starts_with(END) && head.len() >= END_BYTES)
}

/// Whether an archive stands at the end of other content. In a PDF one inside a stream is an attachment.
pub(in super::super) fn is_attached(view: &View<'_>, pdf: bool) -> Walk<bool> {
    let Some(directory) = find(view)? else { return Ok(false) };
    if pdf && directory.claimed_start != directory.start {
        let behind = view.read(directory.after, 16)?;
        return Ok(!behind.trim_ascii_start().starts_with(b"endstream"));
    }
    Ok(true)
}

/// The last end record whose directory is where it should be, if there is one.
pub(super) fn find(view: &View<'_>) -> Walk<Option<Directory>> {
    let (tail_at, tail) = view.tail(END_BYTES + usize::from(u16::MAX))?;
    let mut found = None;
    for i in memchr::memmem::rfind_iter(&tail, END).filter(|i| i + END_BYTES <= tail.len()).take(64) {
        let Some(directory) = read_end(view, tail_at + i as u64, &tail[i..])? else { continue };
        if found.is_none() {
            found = Some(directory);
        } else if directory.after == view.size() {
            // Another one that also ends where the archive ends: two archives, depending on who reads.
            return view.look.bent();
        }
    }
    Ok(found)
}

fn read_end(view: &View<'_>, end_at: u64, end: &[u8]) -> Walk<Option<Directory>> {
    let (mut members, mut size) = (u64::from(le16(end, 10)), u64::from(le32(end, 12)));
    let mut claimed_start = u64::from(le32(end, 16));
    let mut after = end_at;
    let overflows = le16(end, 10) == u16::MAX || le32(end, 12) == u32::MAX || le32(end, 16) == u32::MAX;
    if overflows && let Some((at, record)) = find_end64(view, end_at)? {
        (after, members, size, claimed_start) = (at, le64(&record, 32), le64(&record, 40), le64(&record, 48));
    }
    let Some(start) = after.checked_sub(size) else { return Ok(None) };
    // A record of an empty archive would hide the real one before it.
    if size == 0 || view.read(start, 4)?[..] != *CENTRAL {
        return Ok(None);
    }
    let comment = u64::from(le16(end, 20));
    let after_all = end_at + END_BYTES as u64 + comment;
    Ok(Some(Directory { start, end: after, members, claimed_start, after: after_all }))
}

fn find_end64(view: &View<'_>, end_at: u64) -> Walk<Option<(u64, zeroize::Zeroizing<Vec<u8>>)>> {
    let Some(locator_at) = end_at.checked_sub(20) else { return Ok(None) };
    let locator = view.read(locator_at, 20)?;
    if locator[..4] != *LOCATOR64 {
        return Ok(None);
    }
    let at = le64(&locator, 8);
    let record = view.read(at, 56)?;
    let valid = record.len() == 56 && record[..4] == *END64;
    let ends = at.checked_add(12).and_then(|sum| sum.checked_add(le64(&record, 4))) == Some(locator_at);
    Ok((valid && ends).then_some((at, record)))
}

/// All entries. What they claim together is held against the limits as it is read.
pub(super) fn entries(view: &View<'_>, directory: &Directory) -> Walk<Vec<Entry>> {
    let look = view.look;
    if directory.claimed_start != directory.start {
        // Something stands before the archive.
        return look.refuse(Objection::Type, Note::Polyglot);
    }
    let behind = view.slice(directory.after.min(view.size()), u64::MAX);
    if directory.after > view.size() || behind.read(0, 1 << 16)?.iter().any(|b| *b != 0) {
        return look.refuse(Objection::Malformed, Note::Polyglot);
    }
    let hasher = RandomState::new();
    let mut names = HashSet::new();
    let mut window = Window::new(*view, 32 << 10);
    let (mut entries, mut at, mut total) = (Vec::new(), directory.start, 0u64);
    while at < directory.end {
        if entries.len() as u64 >= directory.members {
            return look.bent();
        }
        let head = window.get(at, 46)?;
        if head.len() < 46 || head[..4] != *CENTRAL {
            return look.bent();
        }
        let (name, extra, comment) = (usize::from(le16(head, 28)), usize::from(le16(head, 30)), le16(head, 32));
        let mut entry = read_entry(head);
        let disk = le16(head, 34);
        let rest = window.get(at + 46, name + extra)?;
        if name > NAME_MOST || rest.len() < name + extra || disk != 0 {
            return look.bent();
        }
        entry.name_bytes = name;
        entry.name = rest[..name.min(NAME_KEPT)].into();
        if !widen(&mut entry, &rest[name..]) || !names.insert(hasher.hash_one(&rest[..name])) {
            return look.bent();
        }
        total = total.saturating_add(entry.unpacked);
        look.claims(entry.unpacked, total)?;
        at += (46 + name + extra) as u64 + u64::from(comment);
        entries.push(entry);
    }
    if entries.len() as u64 != directory.members || at != directory.end {
        return look.bent();
    }
    Ok(entries)
}

fn read_entry(head: &[u8]) -> Entry {
    let flags = le16(head, 8);
    let method = le16(head, 10);
    Entry {
        name: Box::default(),
        name_bytes: 0,
        // A member, strong encryption, an encrypted directory, or the method of AES.
        encrypted: flags & (1 | 1 << 6 | 1 << 13) != 0 || method == 99,
        descriptor: flags & (1 << 3) != 0,
        method,
        crc: le32(head, 16),
        packed: u64::from(le32(head, 20)),
        unpacked: u64::from(le32(head, 24)),
        local_at: u64::from(le32(head, 42)),
    }
}

/// Takes the large numbers from the extra field; false if they should be there and are not.
fn widen(entry: &mut Entry, mut extra: &[u8]) -> bool {
    let large = u64::from(u32::MAX);
    if entry.unpacked != large && entry.packed != large && entry.local_at != large {
        return true;
    }
    while extra.len() >= 4 {
        let (id, length) = (le16(extra, 0), usize::from(le16(extra, 2)));
        let Some(field) = extra.get(4..4 + length) else { return false };
        if id == 1 {
            let mut numbers = field.chunks_exact(8).map(|number| le64(number, 0));
            let wide = [&mut entry.unpacked, &mut entry.packed, &mut entry.local_at].into_iter();
            return wide.filter(|n| **n == large).all(|n| numbers.next().map(|wide| *n = wide).is_some());
        }
        extra = &extra[4 + length..];
    }
    false
}
