//! Words as the index and the searcher see them: accents, case, hyphens, apostrophes and alphabets do not matter.
//!
//! Every word is brought to ASCII letters, Ukrainian by its national table. A word that was not ASCII keeps its own
//! spelling beside that, so that a slip of one letter stays one letter.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::provisioning::ascii;

/// A word of a search term: the spellings that mean it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word(pub(super) Vec<String>);

/// The most words of a term that are looked at.
const WORDS: usize = 8;
/// The longest word that is looked at, in characters.
const LETTERS: usize = 40;

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`' | '\u{b4}')
}

/// The parts between spaces, hyphens and other signs; apostrophes belong to the word.
fn parts(text: &str) -> Vec<String> {
    let text: String = text.nfc().collect();
    let split = text.split(|c: char| !(c.is_alphanumeric() || is_apostrophe(c) || is_combining_mark(c)));
    split
        .map(|part| part.trim_matches(is_apostrophe).chars().take(LETTERS).collect())
        .filter(|p: &String| !p.is_empty())
        .collect()
}

/// Lower case without marks, in the word's own alphabet.
fn native(part: &str) -> String {
    let plain = part.nfd().filter(|c| !is_combining_mark(*c) && !is_apostrophe(*c));
    plain.flat_map(char::to_lowercase).collect()
}

fn spellings(part: &str) -> Vec<String> {
    let latin: String = ascii(part).chars().filter(char::is_ascii_alphanumeric).collect();
    let native = native(part);
    let mut all = vec![latin];
    if !native.is_ascii() {
        all.push(native);
    }
    all.retain(|word| !word.is_empty());
    all.dedup();
    all
}

/// What a text is found by: its words, the halves around an apostrophe, and what a hyphen joins.
pub(super) fn indexed(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in parts(text) {
        words.extend(spellings(&part));
        if part.contains(is_apostrophe) {
            words.extend(part.split(is_apostrophe).flat_map(spellings));
        }
    }
    for chunk in text.split_whitespace().filter(|chunk| chunk.contains(is_hyphen)) {
        let joined: String = chunk.chars().filter(|c| !is_hyphen(*c)).collect();
        words.extend(parts(&joined).iter().flat_map(|part| spellings(part)));
    }
    words.sort();
    words.dedup();
    words
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}')
}

/// The words of a search term.
pub(super) fn searched(term: &str) -> Vec<Word> {
    let words = parts(term).into_iter().map(|part| Word(spellings(&part))).filter(|word| !word.0.is_empty());
    words.take(WORDS).collect()
}

/// Whether `word` and `other` differ by at most one letter: changed, left out, added, or two exchanged.
pub(super) fn within_one_slip(word: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    match (&a[..a.len() - back], &b[..b.len() - back]) {
        ([], []) | ([_], [] | [_]) | ([], [_]) => true,
        ([p, q], [r, s]) => p == s && q == r,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, term: &str) -> bool {
        let words = indexed(text);
        searched(term).iter().all(|word| word.0.iter().any(|spelling| words.contains(spelling)))
    }

    #[test]
    fn spelling_habits_do_not_matter() {
        for (text, terms) in [
            ("Jean-Pierre D'Été", &["jean pierre", "JEAN-PIERRE", "jeanpierre", "d’ete", "dete", "ete", "d ete"][..]),
            ("François Noël", &["francois", "FRANÇOIS", "franc\u{327}ois noel"]),
            ("Олена Їжак", &["олена", "Olena", "ЇЖАК", "yizhak", "іжак"]),
            ("Olena Shevchenko", &["Олена Шевченко"]),
            ("Мар'яна Нечуй-Левицька", &["марʼяна", "Mariana", "nechui", "левицька", "нечуйлевицька"]),
            ("IT/Security (Kyiv)", &["it security", "kyiv"]),
            ("Łukasz Straße", &["lukasz strasse", "łukasz"]),
        ] {
            for term in terms {
                assert!(found(text, term), "{term} must find {text}: {:?}", indexed(text));
            }
        }
        assert!(!found("Olena Shevchenko", "Olena Kovalenko"));
        assert!(searched(" -'!  ").is_empty());
    }

    #[test]
    fn one_slip_is_one_letter() {
        for (a, b) in [("olena", "olena"), ("olena", "olna"), ("olna", "olena"), ("olena", "oleni"), ("olena", "oelna")]
        {
            assert!(within_one_slip(a, b), "{a} {b}");
        }
        for (a, b) in [("olena", "ona"), ("olena", "aneol"), ("olena", "olean1"), ("", "ab")] {
            assert!(!within_one_slip(a, b), "{a} {b}");
        }
    }
}
