//! Limits of ZIP archives, by their central directory: an engine that skips a member larger than its own limit calls the
//! archive clean.
//!
//! Nothing is unpacked here, and what the directory claims may be a lie: the engine's own limits are the second line.
//! An archive behind other content (a polyglot) is examined too.

use std::io;

use super::Objection;
use crate::decrypt::Plain;

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END64: &[u8] = b"PK\x06\x06";
const LOCATOR64: &[u8] = b"PK\x06\x07";
const END_BYTES: usize = 22;

/// What an archive may claim at most. Keep them at or below the engine's.
#[derive(Debug, Clone)]
pub struct ZipLimits {
    /// Members.
    pub members: u64,
    /// Unpacked bytes of one member.
    pub member_bytes: u64,
    /// Unpacked bytes of all.
    pub total_bytes: u64,
    /// Unpacked to packed; looked at above 10 MiB.
    pub ratio: u64,
}

impl Default for ZipLimits {
    fn default() -> Self {
        Self { members: 10_000, member_bytes: 100 << 20, total_bytes: 400 << 20, ratio: 200 }
    }
}

/// The directory of an archive.
struct Directory {
    start: u64,
    end: u64,
    members: u64,
}

pub(super) fn examine(content: &Plain, limits: &ZipLimits) -> io::Result<Option<Objection>> {
    let begins_as_zip = content.read(0, 4)?[..] == *LOCAL;
    let Some(directory) = find_directory(content)? else {
        return Ok(begins_as_zip.then_some(Objection::Malformed));
    };
    if directory.members > limits.members {
        return Ok(Some(Objection::Limits));
    }
    let (mut at, mut seen, mut total, mut encrypted) = (directory.start, 0u64, 0u64, false);
    while at < directory.end {
        let entry = content.read(at, 46)?;
        if entry.len() < 46 || entry[..4] != *CENTRAL {
            return Ok(Some(Objection::Malformed));
        }
        let (name, extra, comment) = (u16_at(&entry, 28), u16_at(&entry, 30), u16_at(&entry, 32));
        let mut unpacked = u64::from(u32_at(&entry, 24));
        if unpacked == u64::from(u32::MAX) {
            unpacked = zip64_size(&content.read(at + 46 + name, extra as usize)?).unwrap_or(u64::MAX);
        }
        encrypted |= u16_at(&entry, 8) & 1 != 0;
        seen += 1;
        total = total.saturating_add(unpacked);
        if seen > limits.members || unpacked > limits.member_bytes || total > limits.total_bytes {
            return Ok(Some(Objection::Limits));
        }
        at += 46 + name + extra + comment;
    }
    if seen != directory.members || at != directory.end {
        return Ok(Some(Objection::Malformed));
    }
    let bomb = total > 10 << 20 && total / content.size().max(1) > limits.ratio;
    Ok(if bomb { Some(Objection::Limits) } else { encrypted.then_some(Objection::Encrypted) })
}

/// The last end record whose directory is where it should be, if there is one.
fn find_directory(content: &Plain) -> io::Result<Option<Directory>> {
    let tail_at = content.size().saturating_sub((END_BYTES + usize::from(u16::MAX)) as u64);
    let tail = content.read(tail_at, END_BYTES + usize::from(u16::MAX))?;
    let ends = (0..tail.len().saturating_sub(END_BYTES - 1)).rev().filter(|i| tail[*i..].starts_with(END));
    for i in ends.take(64) {
        let end = &tail[i..];
        let end_at = tail_at + i as u64;
        let (mut members, mut size) = (u16_at(end, 10), u64::from(u32_at(end, 12)));
        let mut after = end_at;
        let overflows = members == u64::from(u16::MAX) || size == u64::from(u32::MAX) || u32_at(end, 16) == u32::MAX;
        if overflows && let Some((at, members64, size64)) = find_end64(content, end_at)? {
            (after, members, size) = (at, members64, size64);
        }
        let Some(start) = after.checked_sub(size) else { continue };
        // A record of an empty archive would hide the real one before it.
        if size > 0 && content.read(start, 4)?[..] == *CENTRAL {
            return Ok(Some(Directory { start, end: after, members }));
        }
    }
    Ok(None)
}

fn find_end64(content: &Plain, end_at: u64) -> io::Result<Option<(u64, u64, u64)>> {
    let Some(locator_at) = end_at.checked_sub(20) else { return Ok(None) };
    let locator = content.read(locator_at, 20)?;
    if locator[..4] != *LOCATOR64 {
        return Ok(None);
    }
    let at = u64_at(&locator, 8);
    let record = content.read(at, 56)?;
    let valid = record.len() == 56 && record[..4] == *END64;
    Ok(valid.then(|| (at, u64_at(&record, 32), u64_at(&record, 40))))
}

fn zip64_size(mut extra: &[u8]) -> Option<u64> {
    while extra.len() >= 4 {
        let (id, length) = (u16_at(extra, 0), u16_at(extra, 2) as usize);
        let field = extra.get(4..4 + length)?;
        if id == 1 {
            return (field.len() >= 8).then(|| u64_at(field, 0));
        }
        extra = &extra[4 + length..];
    }
    None
}

fn u16_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 2).map_or(0, |b| u64::from(u16::from_le_bytes([b[0], b[1]])))
}
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}
fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Member {
        claimed: u32,
        flags: u16,
        zip64: Option<u64>,
    }

    fn member(claimed: u32) -> Member {
        Member { claimed, flags: 0, zip64: None }
    }

    fn archive(members: &[Member]) -> Vec<u8> {
        let mut bytes = [LOCAL, &[0; 30]].concat();
        let start = bytes.len() as u32;
        for member in members {
            let extra: Vec<u8> = member
                .zip64
                .map(|size| [&1u16.to_le_bytes()[..], &8u16.to_le_bytes(), &size.to_le_bytes()].concat())
                .unwrap_or_default();
            let mut entry = vec![0; 46];
            entry[..4].copy_from_slice(CENTRAL);
            entry[8..10].copy_from_slice(&member.flags.to_le_bytes());
            entry[24..28].copy_from_slice(&member.claimed.to_le_bytes());
            entry[28..30].copy_from_slice(&1u16.to_le_bytes());
            entry[30..32].copy_from_slice(&(extra.len() as u16).to_le_bytes());
            entry.push(b'a');
            bytes.extend(entry);
            bytes.extend(extra);
        }
        let mut end = vec![0; END_BYTES];
        end[..4].copy_from_slice(END);
        end[10..12].copy_from_slice(&(members.len() as u16).to_le_bytes());
        end[12..16].copy_from_slice(&(bytes.len() as u32 - start).to_le_bytes());
        end[16..20].copy_from_slice(&start.to_le_bytes());
        bytes.extend(end);
        bytes
    }

    fn judge(bytes: Vec<u8>) -> Option<Objection> {
        let limits = ZipLimits { members: 3, member_bytes: 1 << 30, total_bytes: 2 << 30, ratio: 1 << 40 };
        examine(&Plain::from_bytes(bytes), &limits).expect("memory")
    }

    #[test]
    fn an_ordinary_archive_passes_and_other_content_is_left_alone() {
        assert_eq!(judge(archive(&[member(10), member(20)])), None);
        assert_eq!(judge(b"no archive".to_vec()), None);
        assert_eq!(judge(Vec::new()), None);
    }

    #[test]
    fn each_limit_holds() {
        assert_eq!(judge(archive(&[member(1), member(1), member(1), member(1)])), Some(Objection::Limits));
        assert_eq!(judge(archive(&[member((1 << 30) + 1)])), Some(Objection::Limits));
        assert_eq!(judge(archive(&[member(1 << 30), member(1 << 30), member(1)])), Some(Objection::Limits));
        let zip64 = Member { claimed: u32::MAX, flags: 0, zip64: Some(5 << 30) };
        assert_eq!(judge(archive(&[zip64])), Some(Objection::Limits));
        let unknown = Member { claimed: u32::MAX, flags: 0, zip64: None };
        assert_eq!(judge(archive(&[unknown])), Some(Objection::Limits));
        let bomb = examine(&Plain::from_bytes(archive(&[member(90 << 20)])), &ZipLimits::default());
        assert_eq!(bomb.expect("memory"), Some(Objection::Limits));
    }

    #[test]
    fn an_encrypted_member_is_seen_and_an_archive_behind_a_picture_too() {
        let locked = Member { claimed: 5, flags: 1, zip64: None };
        let bytes = archive(&[member(5), locked]);
        assert_eq!(judge(bytes.clone()), Some(Objection::Encrypted));
        let polyglot = [b"GIF89a".to_vec(), bytes, b"trailing".to_vec()].concat();
        assert_eq!(judge(polyglot), Some(Objection::Encrypted));
    }

    #[test]
    fn what_begins_as_an_archive_must_be_one() {
        assert_eq!(judge([LOCAL, &[7; 100]].concat()), Some(Objection::Malformed));
        assert_eq!(judge(archive(&[])), Some(Objection::Malformed));
        let mut short = archive(&[member(1), member(1)]);
        let at = short.len() - END_BYTES + 10;
        short[at] = 1;
        assert_eq!(judge(short), Some(Objection::Malformed));
    }
}
