//! Pages and drawings that do something: scripts, handlers, and drawings that fetch from elsewhere.

use super::Objection;
use super::bytes::{holds, readable};
use super::look::Walk;
use super::notes::Note;
use super::source::{PIECE, View};

/// Nothing that is looked for is longer.
const OVERLAP: usize = 2048;

pub(super) fn walk(view: View<'_>, media_type: &str) -> Walk {
    let rules = view.look.rules;
    let mut at = 0;
    while at < view.size() {
        let piece = view.read(at, PIECE + OVERLAP)?;
        let text = readable(&piece);
        if media_type == "application/rtf" {
            if holds(&text, b"\\*\\template http") || holds(&text, b"\\*\\template \\\\\\\\") {
                view.look.seen(rules.external_templates, Objection::Type, Note::ExternalTemplate)?;
            }
        } else {
            // `ActiveMime` in Base64: how pages saved by an office program carry macros.
            if media_type == "multipart/related" && holds(&text, b"qwn0axzltwltz") {
                view.look.seen(rules.macros, Objection::Type, Note::Macros)?;
            }
            if acts(&text) || (media_type == "image/svg+xml" && fetches(&text)) {
                view.look.seen(rules.active_content, Objection::Type, Note::ActiveContent)?;
            }
        }
        at += PIECE as u64;
    }
    Ok(())
}

fn acts(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 9] = [
        b"<script",
        b"javascript:",
        b"vbscript:",
        b"<iframe",
        b"<object",
        b"<embed",
        b"<applet",
        b"data:text/html",
        b"<foreignobject",
    ];
    WORDS.iter().any(|word| holds(text, word)) || has_handler(text)
}

/// ` onload=` and its like.
fn has_handler(text: &[u8]) -> bool {
    memchr::memmem::find_iter(text, b"on").any(|at| {
        let before = at.checked_sub(1).and_then(|i| text.get(i));
        let name = text[at + 2..].iter().take(24).take_while(|b| b.is_ascii_lowercase()).count();
        let after = text[at + 2 + name..].iter().find(|b| !b.is_ascii_whitespace());
        before.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'/'))
            && name >= 3
            && after == Some(&b'=')
            && in_tag(&text[..at])
    })
}

fn in_tag(before: &[u8]) -> bool {
    let before = &before[before.len().saturating_sub(OVERLAP)..];
    match (memchr::memrchr(b'<', before), memchr::memrchr(b'>', before)) {
        (Some(open), Some(close)) => open > close,
        (open, None) => open.is_some(),
        (None, _) => false,
    }
}

/// References that a drawing follows by itself. Links that people click are none.
fn fetches(text: &[u8]) -> bool {
    if holds(text, b"<!entity") || holds(text, b"@import") || holds(text, b"url(http") || holds(text, b"url(//") {
        return true;
    }
    memchr::memmem::find_iter(text, b"href").any(|at| {
        let value: Vec<u8> = text[at + 4..].iter().copied().filter(|b| !b.is_ascii_whitespace()).take(12).collect();
        let value = value.strip_prefix(b"=").unwrap_or_default();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let outside =
            [&b"http:"[..], b"https:", b"//", b"file:", b"ftp:", b"\\\\"].iter().any(|s| value.starts_with(s));
        let open = memchr::memrchr(b'<', &text[..at]).map_or(&[][..], |i| &text[i + 1..at]);
        outside && !(open.starts_with(b"a ") || open.starts_with(b"a\n") || open.starts_with(b"svg:a "))
    })
}
