//! Words as the index and the searcher see them: accents, case, hyphens, apostrophes and alphabets do not matter.
//!
//! Every word is brought to ASCII letters, Ukrainian by its national table. A word that was not ASCII keeps its own
//! spelling beside that, so that a slip of one letter stays one letter.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::sound::sound;
use crate::provisioning::ascii;

/// A word of a search term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The spellings that mean it: in ASCII, and in its own alphabet if that is another.
    pub(super) spellings: Vec<String>,
    /// How it sounds.
    pub(super) sound: String,
}

/// The most words of a term that are looked at.
const WORDS: usize = 8;
/// The longest word that is looked at, in characters.
const LETTERS: usize = 40;
/// From how many digits on a number is searched as a phone number's end.
const PHONE_FROM: usize = 4;
/// More digits than any phone number has.
const LONGEST_NUMBER: usize = 20;
/// How many digits of a whole number count: what stands before them is written with a country's number or without.
const SIGNIFICANT: usize = 9;

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
    let word = |spellings: Vec<String>| {
        let sound = sound(spellings.first()?);
        Some(Word { spellings, sound })
    };
    parts(term).into_iter().filter_map(|part| word(spellings(&part))).take(WORDS).collect()
}

/// How the words of a name sound, those of them that are in Latin letters.
pub(super) fn sounds(words: &[String]) -> Vec<String> {
    let latin = words.iter().filter(|word| word.is_ascii());
    let mut sounds: Vec<String> = latin.map(|word| sound(word)).collect();
    sounds.sort();
    sounds.dedup();
    sounds
}

/// The beginnings of words, up to this many letters.
pub(super) fn beginnings(words: &[String], letters: usize) -> Vec<String> {
    let begun = |word: &String| {
        let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8()).take(letters);
        ends.map(|end| word[..end].to_owned()).collect::<Vec<_>>()
    };
    let mut all: Vec<String> = words.iter().flat_map(begun).collect();
    all.sort();
    all.dedup();
    all
}

/// Where a name stands among others, as far as its first letters go; `sorted` is what [`sort_name`] made of it.
pub(super) fn order(sorted: &str) -> u64 {
    /// Beside the letters: the end, a space, and what is no letter.
    const SIGNS: u64 = 29;
    /// As many as 64 bits hold.
    const LETTERS: usize = 13;
    let mut signs = sorted.bytes().map(|byte| match byte {
        b' ' => 1,
        b'a'..=b'z' => u64::from(byte - b'a') + 3,
        _ => 2,
    });
    (0..LETTERS).fold(0, |sum, _| sum * SIGNS + signs.next().unwrap_or(0))
}

/// A name as it is sorted: by family name, then given name.
pub(super) fn sort_name(family: &str, given: &str) -> String {
    format!("{} {}", plain(family), plain(given))
}

/// The letters of a name, in one word.
pub(super) fn plain(name: &str) -> String {
    parts(name).iter().filter_map(|part| spellings(part).into_iter().next()).collect()
}

/// The digits of a phone number from the last to the first; nothing if that is none. Several may stand in one text.
pub(super) fn phones(text: &str) -> Vec<String> {
    let numbers = text.split([';', ',', '/']).map(|number| number.chars().rev().filter(char::is_ascii_digit));
    numbers.map(|digits| digits.take(LONGEST_NUMBER).collect::<String>()).filter(|d| d.len() >= PHONE_FROM).collect()
}

/// The end of a phone number, from the last digit to the first, if the term can be one: an extension, or the whole in
/// any notation.
pub(super) fn searched_phone(term: &str) -> Option<String> {
    let sign = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '-' | '.' | '(' | ')');
    let digits: String = term.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < PHONE_FROM || !term.chars().all(sign) {
        return None;
    }
    let significant = digits.trim_start_matches('0');
    let known = if significant.len() >= PHONE_FROM { significant } else { digits.as_str() };
    Some(known.chars().rev().take(SIGNIFICANT).collect())
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
        searched(term).iter().all(|word| word.spellings.iter().any(|spelling| words.contains(spelling)))
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
    fn names_stand_by_family_then_given_name_whatever_their_alphabet() {
        let sorted = [("Abel", "Zoé"), ("D'Été", "Jean"), ("Étienne", "Abel"), ("Їжак", "Анна"), ("Їжак", "Олена")];
        let order = |(family, given): (&str, &str)| order(&sort_name(family, given));
        assert!(sorted.windows(2).all(|pair| order(pair[0]) < order(pair[1])));
        assert_eq!(order(("", "")), order(("-", " ")));
    }

    #[test]
    fn phone_numbers_are_found_by_their_end_in_any_notation() {
        let known = phones("+380 (44) 123-45-67 / 5512; 12");
        assert_eq!(known, ["7654321440 83".replace(' ', ""), "2155".to_owned()]);
        for term in ["4567", "123 45 67", "044 123 45 67", "+380441234567", "00380 44 123.45.67"] {
            assert!(known[0].starts_with(&searched_phone(term).unwrap()), "{term}");
        }
        for term in ["567", "12 a 4567", "", "kyiv 1234"] {
            assert_eq!(searched_phone(term), None, "{term}");
        }
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
