//! PDF: whether it is encrypted, what it does when it is opened, and the files in it.
//!
//! Names are looked for in the whole file, whatever the cross-reference tables say: readers repair broken files, so what
//! no table mentions may count. Objects in compressed streams are unpacked under limits and looked through as well.

use std::io::{self, BufRead, Read};

use flate2::bufread::ZlibDecoder;

use super::look::Walk;
use super::notes::Note;
use super::scratch::Scratch;
use super::source::{PIECE, View};
use super::{HEAD, Objection, examine_inside, polyglot};

pub(super) const TYPE: &str = "application/pdf";
/// Readers accept what begins within so many bytes.
const BEGINS_WITHIN: usize = 1024;
/// No name that we look for, with what follows it, is longer.
const AHEAD: usize = 256;

/// What names in front of a stream say of it.
#[derive(Default)]
struct Dictionary {
    objects: bool,
    file: bool,
    deflated: bool,
    otherwise_coded: bool,
}

pub(super) fn begins(head: &[u8]) -> bool {
    let head = &head[..head.len().min(BEGINS_WITHIN)];
    memchr::memmem::find(head, b"%PDF-").is_some_and(|at| head.get(at + 5).is_some_and(u8::is_ascii_digit))
}

pub(super) fn walk(view: View<'_>) -> Walk {
    let mut dictionary = Dictionary::default();
    let (mut at, mut end) = (0, None);
    while at < view.size() {
        let piece = view.read(at, PIECE + AHEAD)?;
        let own = piece.len().min(PIECE);
        for i in memchr::memchr3_iter(b'/', b's', b'e', &piece[..own]) {
            let rest = &piece[i..];
            if rest[0] == b'/' {
                name(&view, rest, &mut dictionary)?;
            } else if rest.starts_with(b"endstream") {
                dictionary = Dictionary::default();
            } else if rest.starts_with(b"stream\n") || rest.starts_with(b"stream\r") {
                // Not the end of `endstream`.
                if i < 3 || piece[i - 3..i] != *b"end" {
                    let line_end = 7 + u64::from(rest.starts_with(b"stream\r\n"));
                    stream(&view, at + i as u64 + line_end, &dictionary)?;
                }
            }
        }
        for i in memchr::memmem::find_iter(&piece[..own], b"%%EOF") {
            end = Some(at + i as u64 + 5);
        }
        at += PIECE as u64;
    }
    match end {
        Some(end) => polyglot::appended(&view, end),
        None => Ok(()),
    }
}

/// Looks at one name; `bytes` begin with its slash.
fn name(view: &View<'_>, bytes: &[u8], dictionary: &mut Dictionary) -> Walk {
    let (mut name, mut length, mut at) = ([0u8; 24], 0, 1);
    while let Some(byte) = bytes.get(at).filter(|b| !b.is_ascii_whitespace() && !b"()<>[]{}/%\0".contains(b)) {
        let escaped = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = escaped.filter(|_| *byte == b'#').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if length == name.len() {
            return Ok(());
        }
        name[length] = escaped.unwrap_or(*byte);
        length += 1;
        at += if escaped.is_some() { 3 } else { 1 };
    }
    let (look, rules) = (view.look, view.look.rules);
    match &name[..length] {
        b"Encrypt" => {
            let value = bytes[at..].trim_ascii_start();
            if value.starts_with(b"<<") || value.first().is_some_and(u8::is_ascii_digit) {
                return look.refuse(Objection::Encrypted, Note::EncryptedMember);
            }
        }
        b"JavaScript" => look.seen(rules.pdf_javascript, Objection::Type, Note::PdfJavascript)?,
        b"Launch" => look.seen(rules.pdf_launch, Objection::Type, Note::PdfLaunch)?,
        b"EmbeddedFile" | b"EmbeddedFiles" => {
            dictionary.file |= length == 12;
            look.seen(rules.pdf_attachments, Objection::Type, Note::PdfAttachment)?;
        }
        b"ObjStm" => dictionary.objects = true,
        b"FlateDecode" => dictionary.deflated = true,
        b"ASCIIHexDecode" | b"ASCII85Decode" | b"LZWDecode" | b"RunLengthDecode" | b"Crypt" | b"Predictor" => {
            dictionary.otherwise_coded = true;
        }
        _ => {}
    }
    Ok(())
}

/// Looks into a stream that holds objects or a file.
fn stream(view: &View<'_>, at: u64, dictionary: &Dictionary) -> Walk {
    if !dictionary.objects && !dictionary.file {
        return Ok(());
    }
    let look = view.look;
    if dictionary.otherwise_coded {
        return look.seen(look.rules.unwalked_archives, Objection::Limits, Note::UnwalkedArchive);
    }
    look.members(1)?;
    if !dictionary.deflated {
        // Objects in it were looked through with the rest.
        let file = view.inner(at, plain_length(view, at)?);
        return if dictionary.file { examine_inside(file) } else { Ok(()) };
    }
    let mut decoder = AsFarAsItGoes(ZlibDecoder::new(view.stream(at)));
    let unpacked = Scratch::unpack(look, &mut decoder, u64::MAX)?;
    look.work(0)?;
    let inner = view.inside(&unpacked);
    if dictionary.file {
        return examine_inside(inner);
    }
    objects(&inner)
}

/// Names in unpacked objects.
fn objects(view: &View<'_>) -> Walk {
    let mut at = 0;
    while at < view.size() {
        let piece = view.read(at, PIECE + AHEAD)?;
        for i in memchr::memchr_iter(b'/', &piece[..piece.len().min(PIECE)]) {
            name(view, &piece[i..], &mut Dictionary::default())?;
        }
        at += PIECE as u64;
    }
    Ok(())
}

/// How far it is to the word that ends a stream.
fn plain_length(view: &View<'_>, start: u64) -> Walk<u64> {
    let mut at = start;
    while at < view.size() {
        let piece = view.read(at, PIECE + HEAD)?;
        if let Some(i) = memchr::memmem::find(&piece, b"endstream") {
            return Ok(at + i as u64 - start);
        }
        at += PIECE as u64;
    }
    Ok(view.size().saturating_sub(start))
}

/// Streams in old files often end a little too soon; readers show what there is.
struct AsFarAsItGoes<R>(ZlibDecoder<R>);

impl<R: BufRead> Read for AsFarAsItGoes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(self.0.read(buffer).unwrap_or(0))
    }
}
