//! From a text to the words that it is found by. The same for what is searched and for what is searched in: letters without
//! case and marks, one apostrophe, no elided article, and then the stem (`stems.rs`). The language of a text does not matter.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::stems::stem;
use crate::text::hidden;

/// Of a text so many bytes are looked at, and so many words are kept; of a word so many letters.
const LONGEST_TEXT: usize = 20_000;
const MOST_WORDS: usize = 2_000;
const LONGEST_WORD: usize = 48;

/// What French puts before a word that begins with a vowel.
const ELIDED: [&str; 13] = ["l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"];

/// A word, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) folded: String,
    pub(super) stem: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Small letters without marks; nothing but letters and digits is left.
pub(super) fn fold(raw: &str) -> String {
    let mut folded = String::with_capacity(raw.len());
    let letters = raw.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    for c in letters.filter(|c| c.is_alphanumeric() && !is_apostrophe(*c)).take(LONGEST_WORD) {
        match c {
            'ґ' => folded.push('г'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            other => folded.push(other),
        }
    }
    folded
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02BC}' | '\u{2018}' | '\u{00B4}' | '`' | '\u{2032}' | '\u{FF07}')
}

fn belongs(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || (hidden(c) && !c.is_control())
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let text = &text[..text.floor_char_boundary(LONGEST_TEXT)];
    let mut words = Vec::new();
    let mut open: Option<usize> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if words.len() >= MOST_WORDS {
            return words;
        }
        if belongs(c) && !is_apostrophe(c) {
            open.get_or_insert(at);
        } else if let Some(start) = open {
            let goes_on = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if is_apostrophe(c) && goes_on {
                if ELIDED.contains(&fold(&text[start..at]).as_str()) {
                    open = None;
                }
                continue;
            }
            words.extend(word(text, start, at));
            open = None;
        }
    }
    words.extend(open.and_then(|start| word(text, start, text.len())));
    words
}

fn word(text: &str, start: usize, end: usize) -> Option<Word> {
    let raw = &text[start..end];
    // Of an English possessive the noun is left.
    let owner = raw.strip_suffix(['s', 'S']).and_then(|raw| raw.strip_suffix(is_apostrophe));
    let raw = owner.filter(|raw| raw.is_ascii()).unwrap_or(raw);
    let folded = fold(raw);
    (!folded.is_empty()).then(|| Word { stem: stem(&folded), folded, start, end: start + raw.len() })
}

/// A word that is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    folded: String,
    stem: String,
    /// It may be the beginning of a word: somebody is still typing it.
    open: bool,
}

/// What is searched for: every word must be there. The last one may be a beginning if nothing follows it.
pub(super) fn terms(text: &str) -> Vec<Term> {
    let mut terms: Vec<Term> = words(text)
        .into_iter()
        .map(|word| Term { folded: word.folded, stem: word.stem, open: word.end == text.len() })
        .collect();
    terms.truncate(16);
    terms
}

impl Term {
    /// Whether a word is meant.
    pub(super) fn means(&self, word: &Word) -> bool {
        word.stem == self.stem || (self.open && word.folded.starts_with(&self.folded))
    }
}

/// The words of a text in the form in which they are kept: each once, as they are written and as stems.
pub(super) fn digest(parts: &[&str]) -> String {
    let all: Vec<Word> = parts.iter().flat_map(|part| words(part)).collect();
    let joined = |form: fn(&Word) -> &str| {
        let mut forms: Vec<&str> = all.iter().map(form).collect();
        forms.sort_unstable();
        forms.dedup();
        format!(" {} ", forms.join(" "))
    };
    format!("{}\n{}", joined(|word| &word.folded), joined(|word| &word.stem))
}

/// Whether a digest has all terms.
pub(super) fn matches(digest: &str, terms: &[Term]) -> bool {
    let (folded, stems) = digest.split_once('\n').unwrap_or_default();
    terms.iter().all(|term| {
        stems.contains(&format!(" {} ", term.stem)) || (term.open && folded.contains(&format!(" {}", term.folded)))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    fn finds(text: &str, wanted: &str) -> bool {
        matches(&digest(&[text]), &terms(wanted))
    }

    #[test]
    fn words_are_folded_and_lose_articles_and_apostrophes() {
        assert_eq!(folded("L’école d'été, aujourd’hui"), ["ecole", "ete", "aujourdhui"]);
        assert_eq!(folded("П’ять ґанків; Їжак-й"), ["пять", "ганків", "іжак", "и"]);
        assert_eq!(folded("Anna's file_name.PDF ‘x’"), ["anna", "file", "name", "pdf", "x"]);
        assert_eq!(folded("e\u{301}te\u{301} so\u{AD}ft"), ["ete", "soft"]);
        assert_eq!(folded("… !! \u{200B}"), Vec::<String>::new());
    }

    #[test]
    fn inflected_words_are_found_in_all_languages() {
        assert!(finds("Рішення комісії про безпеку", "комісія"));
        assert!(finds("Подивись у київському архіві", "архів київський"));
        assert!(finds("Les réunions de l’équipe sont validées", "reunion equipe validé"));
        assert!(finds("The policies were signed", "policy sign"));
        assert!(!finds("Рішення комісії", "комісія бюджет"));
    }

    #[test]
    fn the_last_word_may_be_a_beginning_unless_something_follows_it() {
        assert!(finds("Засідання завтра", "засі"));
        assert!(!finds("Засідання завтра", "засі "));
        assert!(!finds("Засідання завтра", "засі завтра"));
    }

    #[test]
    fn an_endless_text_costs_no_more_than_a_long_one() {
        let text = "слово ".repeat(100_000);
        assert!(words(&text).len() <= MOST_WORDS);
        let word = "я".repeat(100_000);
        assert_eq!(words(&word)[0].folded.chars().count(), LONGEST_WORD);
    }

    proptest! {
        #[test]
        fn any_text_has_words_that_stand_in_it_and_are_found_again(text in "\\PC{0,80}|[а-яіїєґ’' ]{0,60}|[a-zà-ÿ’' ]{0,60}") {
            let all = words(&text);
            let digest = digest(&[&text]);
            for word in &all {
                prop_assert!(word.start < word.end && word.end <= text.len());
                let piece = &text[word.start..word.end];
                prop_assert_eq!(&fold(piece), &word.folded);
                prop_assert!(!word.stem.is_empty());
                // Whatever stands in a text is found by itself.
                let term = Term { folded: word.folded.clone(), stem: word.stem.clone(), open: false };
                prop_assert!(matches(&digest, &[term]));
            }
            prop_assert!(matches(&digest, &terms(&text)));
        }

        #[test]
        fn the_same_words_are_found_however_they_are_written(text in "[a-zà-ÿа-яіїєґ]{1,30}") {
            let upper: String = text.to_uppercase();
            let apart: String = text.nfd().collect();
            prop_assert!(finds(&text, &apart));
            prop_assert!(finds(&apart, &text));
            prop_assert_eq!(folded(&upper).concat(), folded(&text).concat());
        }
    }
}
