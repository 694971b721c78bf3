//! Password-protected archives of kinds that we do not walk: RAR and 7z.

use super::Objection;
use super::bytes::{holds, le16, le32, le64};
use super::look::Walk;
use super::notes::Note;
use super::source::View;
use super::window::Window;

/// The method "AES-256 with SHA-256" in a 7z header.
const AES: &[u8] = &[0x06, 0xf1, 0x07, 0x01];
const HEADER_MOST: u64 = 4 << 20;

pub(super) fn examine(view: &View<'_>, media_type: &str) -> Walk {
    let locked = match media_type {
        "application/vnd.rar" => rar(view)?,
        "application/x-7z-compressed" => sevenz(view)?,
        _ => false,
    };
    if locked { view.look.refuse(Objection::Encrypted, Note::EncryptedMember) } else { Ok(()) }
}

fn sevenz(view: &View<'_>) -> Walk<bool> {
    let start = view.read(0, 32)?;
    let (at, size) = (le64(&start, 12).saturating_add(32), le64(&start, 20));
    Ok(holds(&view.read(at, size.min(HEADER_MOST) as usize)?, AES))
}

fn rar(view: &View<'_>) -> Walk<bool> {
    let fifth = view.read(0, 8)?[..] == *b"Rar!\x1a\x07\x01\0";
    let mut window = Window::new(*view, 4096);
    let mut at = if fifth { 8 } else { 7 };
    while at < view.size() {
        let (locked, next) = if fifth { rar5(window.get(at, 512)?) } else { rar4(window.get(at, 64)?) };
        if locked {
            return Ok(true);
        }
        let Some(next) = next.and_then(|length| at.checked_add(length)).filter(|next| *next > at) else { break };
        at = next;
    }
    Ok(false)
}

/// Whether a header says that something is encrypted, and how far it is to the next one.
fn rar4(header: &[u8]) -> (bool, Option<u64>) {
    let (kind, flags, size) = (header.get(2).copied().unwrap_or(0), le16(header, 3), u64::from(le16(header, 5)));
    let data = if flags & 0x8000 != 0 { u64::from(le32(header, 7)) } else { 0 };
    let locked = (kind == 0x73 && flags & 0x80 != 0) || (kind == 0x74 && flags & 4 != 0);
    (locked, (size >= 7).then(|| size + data))
}

fn rar5(header: &[u8]) -> (bool, Option<u64>) {
    let mut rest = header.get(4..).unwrap_or_default();
    let all = rest.len();
    let Some(size) = number(&mut rest) else { return (false, None) };
    let prefix = (4 + all - rest.len()) as u64;
    let body = &rest[..rest.len().min(size as usize)];
    let mut fields = body;
    let (Some(kind), Some(flags)) = (number(&mut fields), number(&mut fields)) else { return (false, None) };
    let extra = if flags & 1 != 0 { number(&mut fields).unwrap_or(0) } else { 0 };
    let data = if flags & 2 != 0 { number(&mut fields).unwrap_or(0) } else { 0 };
    if kind == 4 {
        return (true, None);
    }
    let mut records = &body[body.len().saturating_sub(extra as usize)..];
    let mut locked = false;
    while kind <= 3 && !records.is_empty() {
        let Some(length) = number(&mut records) else { break };
        let (mut record, rest) = records.split_at(records.len().min(length as usize));
        locked |= number(&mut record) == Some(1);
        records = rest;
    }
    (locked, prefix.checked_add(size).and_then(|sum| sum.checked_add(data)))
}

/// A number in groups of seven bits.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..63).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
