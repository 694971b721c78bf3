//! Office documents of the old kind, Outlook messages, installers, and password-protected documents of the new kind: all
//! of them OLE containers.
//!
//! Directory entries are 128 bytes and begin with their name, so names are looked for at every 128th byte instead of
//! following chains that a sender may have bent. Chains are followed only to read a stream, and never further than the
//! container has sectors.

mod chain;
mod office;

use super::bytes::{le16, le32, le64};
use super::look::Walk;
use super::notes::Note;
use super::source::{PIECE, View};
use super::{Objection, examine_inside, members, permit};
use chain::Container;

pub(super) const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
pub(super) const TYPE: &str = "application/x-ole-storage";
const ENTRY: usize = 128;
/// More streams of a kind than this are not read one by one; the engine does.
const STREAMS_MOST: usize = 1000;

/// What the names in the container say.
#[derive(Default)]
struct Names {
    protected: bool,
    macros: bool,
    installer: bool,
    document: Option<&'static str>,
    root: Option<Stream>,
    word: Option<Stream>,
    sheets: Option<Stream>,
    files: Vec<Stream>,
}

/// Where a stream begins, and its bytes.
#[derive(Clone, Copy)]
pub(super) struct Stream {
    start: u32,
    size: u64,
    /// A file wrapped in its own header.
    native: bool,
}

pub(super) fn walk(view: View<'_>, found: &mut &'static str) -> Walk {
    let names = names(&view)?;
    *found = if names.installer { "application/x-msi" } else { names.document.unwrap_or(TYPE) };
    permit(&view, found)?;
    let (look, rules) = (view.look, view.look.rules);
    let encrypted = || look.refuse(Objection::Encrypted, Note::EncryptedMember);
    if names.protected {
        return encrypted();
    }
    let mut container = Container::open(view, names.root)?;
    if let Some(stream) = names.word
        && office::word_is_encrypted(view.inside(&container.stream(&stream)?))?
    {
        return encrypted();
    }
    let mut macros = names.macros;
    if let Some(stream) = names.sheets {
        let sheets = office::sheets(view.inside(&container.stream(&stream)?))?;
        if sheets.encrypted {
            return encrypted();
        }
        macros |= sheets.macros;
    }
    if macros {
        look.seen(rules.macros, Objection::Type, Note::Macros)?;
    }
    for file in &names.files {
        look.members(1)?;
        let stream = container.stream(file)?;
        let mut inner = view.inside(&stream);
        if file.native {
            let Some((name, at, size)) = office::native(&inner)? else { continue };
            inner.part = false;
            members::named(&inner, &name)?;
            inner = inner.slice(at, size);
        }
        examine_inside(inner)?;
    }
    Ok(())
}

fn names(view: &View<'_>) -> Walk<Names> {
    let mut names = Names::default();
    let mut at = 512;
    while at < view.size() {
        let piece = view.read(at, PIECE)?;
        for entry in piece.chunks_exact(ENTRY) {
            // Names are UTF-16; ours are in the first half of it.
            if entry[0] == 0 || entry[1] != 0 || !matches!(entry[66], 1 | 2 | 5) {
                continue;
            }
            let units = entry[..64].chunks_exact(2).map(|pair| le16(pair, 0));
            let name: String =
                units.take_while(|unit| *unit != 0).map(|unit| char::from_u32(unit.into()).unwrap_or('?')).collect();
            note(&mut names, &name, entry);
        }
        at += PIECE as u64;
    }
    Ok(names)
}

fn note(names: &mut Names, name: &str, entry: &[u8]) {
    let stream = Stream { start: le32(entry, 116), size: le64(entry, 120) & 0xffff_ffff, native: false };
    match name {
        "EncryptedPackage" | "EncryptedSummary" | "EncryptedSummaryInfo" => names.protected = true,
        "_VBA_PROJECT" => names.macros = true,
        "Root Entry" => {
            let class = &entry[80..96];
            let installer = b"\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";
            names.installer |=
                matches!(class[0], 0x82 | 0x84 | 0x86) && class[1..3] == [0x10, 0x0c] && class[3..] == installer[..];
            names.root.get_or_insert(stream);
        }
        "WordDocument" => {
            names.document = Some("application/msword");
            names.word.get_or_insert(stream);
        }
        "Workbook" | "Book" => {
            names.document.get_or_insert("application/vnd.ms-excel");
            names.sheets.get_or_insert(stream);
        }
        "PowerPoint Document" => names.document = Some("application/vnd.ms-powerpoint"),
        "VisioDocument" => names.document = Some("application/vnd.visio"),
        "__properties_version1.0" => names.document = Some("application/vnd.ms-outlook"),
        "\u{1}Ole10Native" if names.files.len() < STREAMS_MOST => names.files.push(Stream { native: true, ..stream }),
        _ if names.files.len() < STREAMS_MOST
            && (matches!(name, "Package" | "CONTENTS") || name.starts_with("__substg1.0_3701")) =>
        {
            names.files.push(stream);
        }
        _ => {}
    }
}
