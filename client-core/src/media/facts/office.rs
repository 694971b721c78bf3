//! Documents of Office Open XML and OpenDocument: archives in which few parts say who wrote the document. Everything else
//! is copied as it is packed; only small parts are ever unpacked.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use memchr::memmem;
use zip::{ZipArchive, ZipWriter};

use super::properties::{Part, emptied};
use super::{Facts, Found};

/// More members than any document has.
const MOST: usize = 20_000;

/// The largest part that is unpacked.
const LARGEST_PART: u64 = 4 << 20;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    OpenXml,
    OpenDocument,
}

/// None for what is damaged or unusual, protected, or no document.
pub(super) fn look_into(file: &[u8]) -> Option<Found> {
    // The list of the members takes memory: they are counted before it is made.
    if memmem::find_iter(file, b"PK\x01\x02").take(MOST + 1).count() > MOST {
        return None;
    }
    let mut archive = ZipArchive::new(Cursor::new(file)).ok()?;
    let unusual = archive.offset() != 0 || archive.has_duplicate_names() || archive.has_overlapping_entries().ok()?;
    if unusual {
        return None;
    }
    let names: Vec<String> = archive.file_names_raw().map(lower).collect::<Option<_>>()?;
    let kind = kind(&mut archive, &names)?;
    if names.iter().any(|name| kind.is_signature(name)) {
        return Some(Found::Signed);
    }
    if is_protected(&mut archive, &names)? {
        return None;
    }
    let mut parts = BTreeMap::new();
    let mut facts = Facts::new();
    for (index, _) in names.iter().enumerate().filter(|(_, name)| kind.is_about_the_author(name)) {
        let part = unpacked(&mut archive, index)?;
        // Some programs leave it wholly empty.
        if part.is_empty() {
            continue;
        }
        if let Part::Told(left, told) = emptied(&part)? {
            parts.insert(index, left);
            facts.extend(told);
        }
    }
    if parts.is_empty() {
        return Some(Found::Nothing);
    }
    let without = packed(&mut archive, &parts, file.len())?;
    is_the_rest_the_same(file, &mut archive, &without, &parts)?.then_some(Found::Told(without, facts))
}

/// Names are compared without regard to large and small letters, as programs do.
fn lower(name: &[u8]) -> Option<String> {
    std::str::from_utf8(name).ok().map(str::to_ascii_lowercase)
}

fn kind(archive: &mut Archive<'_>, names: &[String]) -> Option<Kind> {
    if names.iter().any(|name| name == "[content_types].xml") {
        return Some(Kind::OpenXml);
    }
    let declared = names.iter().position(|name| name == "mimetype")?;
    let open = unpacked(archive, declared)?.starts_with(b"application/vnd.oasis.opendocument");
    open.then_some(Kind::OpenDocument)
}

impl Kind {
    fn is_signature(self, name: &str) -> bool {
        match self {
            Self::OpenXml => {
                name.starts_with("_xmlsignatures/") || name.starts_with("package/services/digital-signature/")
            }
            Self::OpenDocument => name.starts_with("meta-inf/") && name.contains("signatures"),
        }
    }

    fn is_about_the_author(self, name: &str) -> bool {
        match self {
            Self::OpenXml => {
                matches!(name, "docprops/core.xml" | "docprops/app.xml" | "docprops/custom.xml")
                    || name.starts_with("package/services/metadata/core-properties/") && name.ends_with(".psmdcp")
            }
            Self::OpenDocument => name == "meta.xml",
        }
    }
}

/// Whether a password is needed for any of it.
fn is_protected(archive: &mut Archive<'_>, names: &[String]) -> Option<bool> {
    for index in 0..names.len() {
        if archive.by_index_raw(index).ok()?.encrypted() {
            return Some(true);
        }
    }
    let Some(manifest) = names.iter().position(|name| name == "meta-inf/manifest.xml") else { return Some(false) };
    Some(memmem::find(&unpacked(archive, manifest)?, b"encryption-data").is_some())
}

/// A small part; none for a large one, whatever it claims to be.
fn unpacked(archive: &mut Archive<'_>, index: usize) -> Option<Vec<u8>> {
    let mut part = Vec::new();
    archive.by_index(index).ok()?.take(LARGEST_PART + 1).read_to_end(&mut part).ok()?;
    (part.len() as u64 <= LARGEST_PART).then_some(part)
}

/// The archive with other words in some parts.
fn packed(archive: &mut Archive<'_>, parts: &BTreeMap<usize, String>, size: usize) -> Option<Vec<u8>> {
    let mut without = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).ok()?;
        if let Some(part) = parts.get(&index) {
            let name = std::str::from_utf8(member.name_raw()).ok()?.to_owned();
            without.start_file(name, member.options()).ok()?;
            without.write_all(part.as_bytes()).ok()?;
        } else {
            without.raw_copy_file(member).ok()?;
        }
    }
    Some(without.finish().ok()?.into_inner())
}

/// Whether all other members can be found again as they were, byte for byte: what cannot is no file to change.
fn is_the_rest_the_same(
    before: &[u8],
    archive: &mut Archive<'_>,
    after: &[u8],
    parts: &BTreeMap<usize, String>,
) -> Option<bool> {
    let mut written = ZipArchive::new(Cursor::new(after)).ok()?;
    if written.len() != archive.len() {
        return Some(false);
    }
    for index in (0..archive.len()).filter(|index| !parts.contains_key(index)) {
        if member(before, archive, index)? != member(after, &mut written, index)? {
            return Some(false);
        }
    }
    Some(true)
}

/// A member's name, check sum, size and packed bytes.
fn member<'a>(file: &'a [u8], archive: &mut Archive<'_>, index: usize) -> Option<(Vec<u8>, u32, u64, &'a [u8])> {
    let member = archive.by_index_raw(index).ok()?;
    let begin = usize::try_from(member.data_start()?).ok()?;
    let end = begin.checked_add(usize::try_from(member.compressed_size()).ok()?)?;
    Some((member.name_raw().to_vec(), member.crc32(), member.size(), file.get(begin..end)?))
}
