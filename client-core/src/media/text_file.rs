//! A text file as words for the window: however its letters are written, and no more than a person reads there.
//!
//! UTF-8, and UTF-16 where a mark says so. Else it is one of the two old ways to write French and Ukrainian on a PC.

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

use crate::text::hidden;
use crate::view::FileTextView;

/// How many bytes of a file are shown.
const SHOWN: usize = 256 * 1024;

/// The beginning of a text file; none if the bytes are no text.
pub(super) fn beginning(bytes: &[u8]) -> Option<FileTextView> {
    let part = bytes.get(..SHOWN).unwrap_or(bytes);
    let whole = part.len() == bytes.len();
    let text = decoded(part, whole).replace("\r\n", "\n").replace('\r', "\n");
    if text.contains(|c: char| c.is_control() && !c.is_whitespace()) {
        return None;
    }
    Some(FileTextView { text: text.replace(hidden, ""), whole })
}

fn decoded(part: &[u8], whole: bool) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(part) {
        return encoding.decode_without_bom_handling(part.get(mark..).unwrap_or_default()).0.into_owned();
    }
    match std::str::from_utf8(part) {
        Ok(text) => text.to_owned(),
        // The cut may go through a letter.
        Err(error) if !whole && error.error_len().is_none() => {
            String::from_utf8_lossy(part.get(..error.valid_up_to()).unwrap_or_default()).into_owned()
        }
        Err(_) => of_one_byte(part).decode_without_bom_handling(part).0.into_owned(),
    }
}

/// The letters above ASCII stand side by side in Ukrainian, and mostly alone in French.
fn of_one_byte(part: &[u8]) -> &'static Encoding {
    let letters = part.iter().filter(|byte| **byte >= 0xC0).count();
    let pairs = part.windows(2).filter(|pair| pair.iter().all(|byte| *byte >= 0xC0)).count();
    if pairs * 3 > letters { WINDOWS_1251 } else { WINDOWS_1252 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Option<String> {
        beginning(bytes).map(|found| found.text)
    }

    #[test]
    fn letters_are_read_however_they_are_written() {
        let french = "Été créé à Noël : « décision conjointe », 12 € près.\nFin.";
        let ukrainian = "Міністерство внутрішніх справ: їхнє рішення є спільним.\nКінець.";
        for words in [french, ukrainian] {
            assert_eq!(text(words.as_bytes()).as_deref(), Some(words));
            assert_eq!(text(format!("\u{FEFF}{words}").as_bytes()).as_deref(), Some(words));
            let little: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(text(&[&[0xFF, 0xFE], little.as_slice()].concat()).as_deref(), Some(words));
            let big: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(text(&[&[0xFE, 0xFF], big.as_slice()].concat()).as_deref(), Some(words));
        }
        assert_eq!(text(&WINDOWS_1252.encode(french).0).as_deref(), Some(french));
        assert_eq!(text(&WINDOWS_1251.encode(ukrainian).0).as_deref(), Some(ukrainian));
    }

    #[test]
    fn lines_end_in_one_way_and_nothing_turns_them_around() {
        assert_eq!(text(b"one\r\ntwo\rthree\n").as_deref(), Some("one\ntwo\nthree\n"));
        assert_eq!(text("to \u{202E}annA\u{202C}\tb".as_bytes()).as_deref(), Some("to annA\tb"));
        assert_eq!(text(b""), Some(String::new()));
    }

    #[test]
    fn what_is_no_text_is_not_shown() {
        for bytes in [&b"PK\x03\x04\0\0"[..], b"\x7FELF", b"GIF89a\0\0", &[0x81, 0x41], &[0; 40]] {
            assert_eq!(text(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn a_large_file_is_cut_between_letters_and_says_so() {
        let all = format!("x{}", "є".repeat(SHOWN));
        let found = beginning(all.as_bytes()).expect("text");
        assert!(!found.whole);
        assert_eq!(found.text.len(), SHOWN - 1);
        assert!(all.starts_with(&found.text));
        assert!(beginning(&vec![b'a'; SHOWN]).expect("text").whole);
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_is_text_without_control_characters_or_none(bytes: Vec<u8>) {
            let shown = text(&bytes).unwrap_or_default();
            assert!(!shown.contains(|c: char| c.is_control() && !c.is_whitespace()), "{shown:?}");
        }
    }
}
