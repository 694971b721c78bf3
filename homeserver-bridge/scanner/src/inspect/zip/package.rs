//! Which documents and packages are ZIP archives, and what their parts say of the whole: macros, protection, templates
//! from elsewhere.

use super::super::Objection;
use super::super::bytes::{holds, readable};
use super::super::look::Walk;
use super::super::notes::Note;
use super::super::source::View;
use super::TYPE;
use super::directory::Entry;

/// The most of one part that is read for what it says of the whole.
const PART_MOST: usize = 4 << 20;

pub(super) struct Package {
    pub(super) media_type: &'static str,
    /// Its members are parts of a document.
    pub(super) document: bool,
    /// Its members are a program.
    pub(super) programs: bool,
}

const PLAIN: Package = Package { media_type: TYPE, document: false, programs: false };

/// Folder in an OOXML package, its type, and its type with macros.
const OOXML: [(&[u8], &str, &str); 4] = [
    (
        b"word/",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.ms-word.document.macroEnabled.12",
    ),
    (
        b"xl/",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
    ),
    (
        b"ppt/",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
    ),
    (b"visio/", "application/vnd.ms-visio.drawing.main+xml", "application/vnd.ms-visio.drawing.macroEnabled.main+xml"),
];

/// What the member `mimetype` may say.
const SAID: [&str; 7] = [
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.graphics",
    "application/vnd.oasis.opendocument.formula",
    "application/vnd.oasis.opendocument.chart",
    "application/epub+zip",
];

pub(super) fn of(view: &View<'_>, entries: &[Entry]) -> Walk<Package> {
    let named = |name: &[u8]| entries.iter().any(|entry| *entry.name == *name);
    let below = |folder: &[u8]| entries.iter().any(|entry| entry.name.starts_with(folder));
    if named(b"[Content_Types].xml") {
        let macros = entries.iter().any(|entry| entry.name.to_ascii_lowercase().ends_with(b"vbaproject.bin"));
        if let Some((_, plain, with_macros)) = OOXML.iter().find(|(folder, _, _)| below(folder)) {
            let media_type = if macros { *with_macros } else { *plain };
            return Ok(Package { media_type, document: true, programs: false });
        }
    }
    let first = entries.iter().find(|entry| *entry.name == *b"mimetype" && entry.method == 0 && entry.packed < 128);
    if let Some(first) = first {
        let said = view.read(first.local_at + 30, 8 + 128 + 64)?;
        let said = said.get(8..).unwrap_or_default();
        let found = SAID.iter().find(|media_type| {
            // An extra field may stand between name and content; templates add a word.
            memchr::memmem::find(said, media_type.as_bytes()).is_some_and(|at| at < 64)
        });
        if let Some(media_type) = found {
            return Ok(Package { media_type, document: true, programs: false });
        }
    }
    let program = |media_type| Ok(Package { media_type, document: false, programs: true });
    if named(b"AndroidManifest.xml") {
        return program("application/vnd.android.package-archive");
    }
    if named(b"META-INF/MANIFEST.MF") {
        return program("application/java-archive");
    }
    if named(b"AppxManifest.xml") {
        return program("application/x-msi");
    }
    Ok(PLAIN)
}

/// What a part says of the whole document.
pub(super) fn examine_part(part: &View<'_>, package: &Package, name: &[u8]) -> Walk {
    if !package.document {
        return Ok(());
    }
    let (look, rules) = (part.look, part.look.rules);
    let name = name.to_ascii_lowercase();
    let macros = || look.seen(rules.macros, Objection::Type, Note::Macros);
    let document = package.media_type.starts_with("application/vnd.oasis");
    if document && (name.starts_with(b"basic/") || name.starts_with(b"scripts/")) && part.size() > 0 {
        macros()?;
    }
    if document && name == b"meta-inf/manifest.xml" {
        let text = part.read(0, PART_MOST)?;
        if holds(&text, b"encryption-data") || holds(&text, b"encrypted-package") {
            return look.refuse(Objection::Encrypted, Note::EncryptedMember);
        }
    }
    if name.ends_with(b"vbaproject.bin") || name.starts_with(b"xl/macrosheets/") {
        macros()?;
    }
    if name == b"[content_types].xml" {
        let text = part.read(0, PART_MOST)?.to_ascii_lowercase();
        if [&b"macrosheet"[..], b"vbaproject", b"macroenabled"].iter().any(|word| holds(&text, word)) {
            macros()?;
        }
    }
    if name.ends_with(b".rels") && fetches(&part.read(0, PART_MOST)?) {
        look.seen(rules.external_templates, Objection::Type, Note::ExternalTemplate)?;
    }
    Ok(())
}

/// Whether a list of relations names a template, an object or a frame that is elsewhere. Links and pictures are not
/// meant, nor a template on the writer's own disk, which is usual.
fn fetches(relations: &[u8]) -> bool {
    let text = readable(relations);
    const KINDS: [&[u8]; 5] = [b"/attachedtemplate", b"/oleobject", b"/frame", b"/subdocument", b"/altchunk"];
    text.split(|b| *b == b'<').any(|relation| {
        let kind = KINDS.iter().any(|kind| holds(relation, kind));
        let target = memchr::memmem::find(relation, b"target=").map_or(&[][..], |at| &relation[at + 7..]);
        let target = target.get(1..).unwrap_or_default();
        let local = target.starts_with(b"file:///") && !target.starts_with(b"file:////");
        let scheme = target.iter().take(16).position(|b| *b == b':').is_some_and(|at| at > 1);
        let outside = target.starts_with(b"\\\\") || target.starts_with(b"//") || (scheme && !local);
        kind && outside && holds(relation, b"external")
    })
}
