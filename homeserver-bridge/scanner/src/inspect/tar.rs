//! TAR archives: members where they stand, by their headers.

use super::Objection;
use super::look::Walk;
use super::members::member;
use super::notes::Note;
use super::source::View;

pub(super) const TYPE: &str = "application/x-tar";
const BLOCK: u64 = 512;
/// A long name or a list of extended fields is not longer than this.
const FIELDS_MOST: u64 = 1 << 20;

/// What the headers before a member said of it.
#[derive(Default)]
struct Extended {
    size: Option<u64>,
    sparse: bool,
    name: Option<Vec<u8>>,
}

pub(super) fn begins(head: &[u8]) -> bool {
    head.len() >= 512 && checksum_holds(&head[..512]) && head[0] != 0
}

pub(super) fn walk(view: View<'_>) -> Walk {
    let look = view.look;
    let mut at = 0;
    let mut extended = Extended::default();
    while at < view.size() {
        let header = view.read(at, BLOCK as usize)?;
        if header.iter().all(|b| *b == 0) {
            return end(&view, at);
        }
        if header.len() < BLOCK as usize || !checksum_holds(&header) {
            return look.bent();
        }
        look.members(1)?;
        let Some(claimed) = number(&header[124..136]) else { return look.bent() };
        let kind = header[156];
        // An extended size is for the member, not for headers about it.
        let size = if matches!(kind, b'x' | b'g' | b'L' | b'K') { claimed } else { extended.size.unwrap_or(claimed) };
        let data = at + BLOCK;
        if size > view.size().saturating_sub(data) && holds_data(kind) {
            look.claims(size, size)?;
            return look.bent();
        }
        match kind {
            b'x' | b'g' => read_fields(&view, data, size, &mut extended)?,
            b'L' => extended.name = Some(view.read(data, size.min(FIELDS_MOST) as usize)?.to_vec()),
            b'S' => {
                let real = number(&header[483..495]).unwrap_or(u64::MAX);
                look.claims(real, real)?;
                return look.refuse(Objection::Limits, Note::UnwalkedArchive);
            }
            b'0' | b'7' | 0 => {
                if extended.sparse {
                    return look.refuse(Objection::Limits, Note::UnwalkedArchive);
                }
                let name = extended.name.take().unwrap_or_else(|| until_zero(&header[..100]).to_vec());
                look.unpacked(size, size)?;
                member(view.inner(data, size), until_zero(&name))?;
                extended = Extended::default();
            }
            _ => extended = Extended::default(),
        }
        let data_size = if holds_data(kind) { size } else { 0 };
        at = data + data_size.next_multiple_of(BLOCK);
    }
    Ok(())
}

/// Links, devices and folders have none, whatever their headers say.
fn holds_data(kind: u8) -> bool {
    !matches!(kind, b'1'..=b'6')
}

/// Nothing but zeros may follow the end.
fn end(view: &View<'_>, at: u64) -> Walk {
    let mut at = at;
    while at < view.size() {
        let piece = view.read(at, super::source::PIECE)?;
        if piece.iter().any(|b| *b != 0) {
            return view.look.bent();
        }
        at += piece.len() as u64;
    }
    Ok(())
}

fn read_fields(view: &View<'_>, at: u64, size: u64, extended: &mut Extended) -> Walk {
    if size > FIELDS_MOST {
        return view.look.refuse(Objection::Limits, Note::TooMuchToUnpack);
    }
    let fields = view.read(at, size as usize)?;
    let mut rest = &fields[..];
    while !rest.is_empty() && rest[0] != 0 {
        let length = rest.iter().position(|b| *b == b' ').and_then(|i| std::str::from_utf8(&rest[..i]).ok());
        let Some(length) = length.and_then(|l| l.parse::<usize>().ok()) else { return view.look.bent() };
        let Some(record) = rest.get(..length).filter(|_| length > 0) else { return view.look.bent() };
        let text = record.splitn(2, |b| *b == b' ').nth(1).unwrap_or_default();
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        let (key, value) = text.split_at(text.iter().position(|b| *b == b'=').unwrap_or(text.len()));
        let value = value.strip_prefix(b"=").unwrap_or_default();
        let size = || std::str::from_utf8(value).ok().and_then(|v| v.parse::<u64>().ok()).unwrap_or(u64::MAX);
        match key {
            b"size" => extended.size = Some(size()),
            b"path" => extended.name = Some(value.to_vec()),
            b"GNU.sparse.realsize" | b"GNU.sparse.size" => {
                view.look.claims(size(), size())?;
                extended.sparse = true;
            }
            _ if key.starts_with(b"GNU.sparse.") => extended.sparse = true,
            _ => {}
        }
        rest = &rest[length..];
    }
    Ok(())
}

/// Octal, or binary with its first bit set.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let (high, low) = field.split_at(field.len().saturating_sub(8));
        let large = high.iter().enumerate().any(|(i, b)| if i == 0 { b & 0x7f != 0 } else { *b != 0 });
        return Some(if large { u64::MAX } else { low.iter().fold(0, |n, b| n << 8 | u64::from(*b)) });
    }
    let text = std::str::from_utf8(field).ok()?;
    let digits = text.trim_matches(|c| c == '\0' || c == ' ');
    if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
}

fn checksum_holds(header: &[u8]) -> bool {
    let blank = |i: usize| (148..156).contains(&i);
    let sum: u64 = header.iter().enumerate().map(|(i, b)| if blank(i) { 32 } else { u64::from(*b) }).sum();
    let signed: i64 = header.iter().enumerate().map(|(i, b)| if blank(i) { 32 } else { i64::from(*b as i8) }).sum();
    number(&header[148..156]).is_some_and(|claimed| claimed == sum || i64::try_from(claimed) == Ok(signed))
}

fn until_zero(bytes: &[u8]) -> &[u8] {
    bytes.split(|b| *b == 0).next().unwrap_or_default()
}
