//! Whether members are where and what the directory says: no two on the same bytes, none between them, headers that agree.

use super::super::Objection;
use super::super::bytes::{holds, le16, le32};
use super::super::look::Walk;
use super::super::notes::Note;
use super::super::source::View;
use super::directory::{Directory, Entry};

const LOCAL: &[u8] = b"PK\x03\x04";
/// How much between two members is looked through for another one.
const GAP_MOST: usize = 64 << 10;

/// Where the packed data of a member stand: from, length.
pub(super) type Place = (u64, u64);

pub(super) fn check(view: &View<'_>, directory: &Directory, entries: &[Entry]) -> Walk<Vec<Place>> {
    let look = view.look;
    let mut places = Vec::with_capacity(entries.len());
    for entry in entries {
        let header = view.read(entry.local_at, 30 + entry.name_bytes)?;
        if !agrees(&header, entry) {
            return look.bent();
        }
        let data = entry.local_at + (30 + entry.name_bytes) as u64 + u64::from(le16(&header, 28));
        let end = data.checked_add(entry.packed);
        if end.is_none_or(|end| end > directory.start) {
            return look.bent();
        }
        places.push((data, entry.packed));
    }
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_unstable_by_key(|i| entries[*i].local_at);
    let mut free = 0;
    for i in order {
        let entry = &entries[i];
        if entry.local_at < free {
            // Several members share bytes: a bomb that needs no ratio.
            return look.refuse(Objection::Limits, Note::BentArchive);
        }
        gap(view, free, entry.local_at)?;
        free = places[i].0 + places[i].1;
        if entry.descriptor {
            free = descriptor_end(view, free, entry, directory.start)?;
        }
    }
    gap(view, free, directory.start)?;
    Ok(places)
}

/// What no member claims must not hold one.
fn gap(view: &View<'_>, from: u64, to: u64) -> Walk {
    let length = to.saturating_sub(from);
    if length == 0 {
        return Ok(());
    }
    let bytes = view.read(from, length.min(GAP_MOST as u64) as usize)?;
    if from == 0 || holds(&bytes, LOCAL) {
        return view.look.refuse(Objection::Malformed, Note::BentArchive);
    }
    Ok(())
}

fn agrees(header: &[u8], entry: &Entry) -> bool {
    if header.len() < 30 + entry.name_bytes || header[..4] != *LOCAL {
        return false;
    }
    let (flags, method) = (le16(header, 6), le16(header, 8));
    let (crc, packed, unpacked) = (le32(header, 14), le32(header, 18), le32(header, 22));
    let same = |local: u32, central: u64| {
        u64::from(local) == central || local == u32::MAX || (local == 0 && flags & (1 << 3) != 0)
    };
    let name = &header[30..30 + entry.name_bytes];
    method == entry.method
        && usize::from(le16(header, 26)) == entry.name_bytes
        && name.starts_with(&entry.name)
        && (flags & 1 != 0) == entry.encrypted
        && same(packed, entry.packed)
        && same(unpacked, entry.unpacked)
        && (crc == entry.crc || (crc == 0 && flags & (1 << 3) != 0))
}

/// Where the descriptor after the data ends: with or without its mark, with short or long sizes.
fn descriptor_end(view: &View<'_>, at: u64, entry: &Entry, limit: u64) -> Walk<u64> {
    let bytes = view.read(at, 24)?;
    let mark = if bytes.starts_with(b"PK\x07\x08") { 4 } else { 0 };
    if le32(&bytes, mark) != entry.crc {
        // A writer that set the flag and left the descriptor out.
        return Ok(at);
    }
    let short =
        u64::from(le32(&bytes, mark + 4)) == entry.packed && u64::from(le32(&bytes, mark + 8)) == entry.unpacked;
    Ok((at + mark as u64 + if short { 12 } else { 20 }).min(limit.max(at)))
}
