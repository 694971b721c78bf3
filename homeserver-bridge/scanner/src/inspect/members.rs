//! What holds for members of every kind of archive: their names.

use super::look::{Stop, Walk};
use super::notes::Note;
use super::source::View;
use super::{Objection, examine_inside};

/// What a double click makes of a name, where the content alone does not tell.
const ENDINGS: [(&str, &[&str]); 14] = [
    ("application/vnd.microsoft.portable-executable", &["exe", "dll", "scr", "pif", "cpl", "ocx", "sys", "xll"]),
    ("text/javascript", &["js", "jse"]),
    ("text/vbscript", &["vbs", "vbe"]),
    ("application/x-wsf", &["wsf", "wsh", "wsc", "sct"]),
    ("application/x-bat", &["bat", "cmd"]),
    ("text/x-powershell", &["ps1", "psm1", "psd1"]),
    ("application/hta", &["hta"]),
    ("application/x-ms-shortcut", &["lnk"]),
    ("application/x-mswinurl", &["url", "website"]),
    ("application/x-ms-reg", &["reg"]),
    ("application/x-msi", &["msi", "msp", "msix", "appx"]),
    ("application/java-archive", &["jar", "jnlp"]),
    ("application/vnd.ms-htmlhelp", &["chm"]),
    ("application/x-virtual-disk", &["vhd", "vhdx", "vmdk"]),
];

/// Looks at a member as at a content of its own.
pub(super) fn member(inner: View<'_>, name: &[u8]) -> Walk {
    named(&inner, name)?;
    examine_inside(inner)
}

/// Refuses a name that leaves the archive's folder, and one that stands for a forbidden type.
pub(super) fn named(view: &View<'_>, name: &[u8]) -> Walk {
    let mut parts = name.split(|b| matches!(b, b'/' | b'\\'));
    if parts.any(|part| part == b"..") {
        return view.look.bent();
    }
    if view.part {
        return Ok(());
    }
    let name = name.to_ascii_lowercase();
    let ending = name.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let ending = ending.trim_ascii_end();
    let stands_for = ENDINGS.iter().find(|(_, endings)| endings.iter().any(|e| e.as_bytes() == ending));
    if stands_for.is_some_and(|(media_type, _)| view.look.rules.forbids(media_type)) && ending.len() < name.len() {
        view.look.note(Note::ForbiddenMember);
        return Err(Stop::Refused(Objection::Type));
    }
    Ok(())
}
