//! What single streams of old office documents say: that the document is encrypted, that sheets are macros, and what
//! file an object wraps.

use super::super::bytes::{le16, le32};
use super::super::look::Walk;
use super::super::source::View;
use super::super::window::Window;

const FILE_PASS: u16 = 0x2f;
const BOUND_SHEET: u16 = 0x85;
const END: u16 = 0x0a;
/// The kind of a sheet of Excel 4.0 macros.
const MACRO_SHEET: u8 = 1;

/// By the flags of the File Information Block.
pub(super) fn word_is_encrypted(stream: View<'_>) -> Walk<bool> {
    let block = stream.read(0, 12)?;
    Ok(le16(&block, 10) & 0x0100 != 0)
}

#[derive(Default)]
pub(super) struct Sheets {
    pub(super) encrypted: bool,
    pub(super) macros: bool,
}

/// Reads the records of a workbook up to the end of the part that is about all sheets.
pub(super) fn sheets(stream: View<'_>) -> Walk<Sheets> {
    let mut window = Window::new(stream, 16 << 10);
    let mut sheets = Sheets::default();
    let mut at = 0;
    while at < stream.size() {
        let record = window.get(at, 10)?;
        let (kind, length) = (le16(record, 0), le16(record, 2));
        match kind {
            FILE_PASS => sheets.encrypted = true,
            BOUND_SHEET if record.get(9) == Some(&MACRO_SHEET) => sheets.macros = true,
            END => break,
            _ => {}
        }
        at += 4 + u64::from(length);
    }
    Ok(sheets)
}

/// The file that an object wraps: its name, where it begins, its bytes.
pub(super) fn native(stream: &View<'_>) -> Walk<Option<(Vec<u8>, u64, u64)>> {
    let head = stream.read(0, 4096)?;
    if le16(&head, 4) != 2 {
        return Ok(None);
    }
    let text = |at: usize| {
        let rest = head.get(at..)?;
        rest.iter().position(|b| *b == 0).map(|length| (rest[..length].to_vec(), at + length + 1))
    };
    let Some((name, at)) = text(6) else { return Ok(None) };
    let Some((_, at)) = text(at) else { return Ok(None) };
    let data = at + 8 + le32(&head, at + 4) as usize;
    let size = stream.read(data as u64, 4)?;
    Ok(Some((name, data as u64 + 4, u64::from(le32(&size, 0)))))
}
