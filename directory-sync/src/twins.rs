//! Texts that look the same and are not: the shape of a name, and characters that a name must not hold.
//!
//! A small table of the letters that Latin, Cyrillic and Greek share by sight; not the whole of Unicode's confusables.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Two texts with the same shape look alike to a person: compatibility forms and look-alike letters folded. `text` is in
/// lower case. Nothing if its shape is the text itself, as it is of most: finding out is much cheaper than doing it.
pub fn shape(text: &str) -> Option<String> {
    if text.is_ascii() {
        text.contains('`').then(|| text.replace('`', "'"))
    } else if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().any(|letter| look(letter) != letter).then(|| text.chars().map(look).collect())
    } else {
        Some(text.nfkc().flat_map(char::to_lowercase).map(look).collect())
    }
}

fn look(letter: char) -> char {
    match letter {
        'a'..='z' | ' ' | '-' => letter,
        'а' | 'α' => 'a',
        'в' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' | 'н' => 'h',
        'і' | 'ı' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' => 'm',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'у' => 'y',
        'ѵ' | 'ν' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'ʼ' | '’' | '‘' | '`' | '´' => '\'',
        '‐' | '‑' | '–' | '—' => '-',
        other => other,
    }
}

/// A character that shows nothing or changes the direction of what follows.
pub fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether one word mixes letters of Latin, Cyrillic and Greek.
pub fn mixes_scripts(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let script = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(0),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(1),
        '\u{400}'..='\u{52f}' => Some(2),
        _ => None,
    };
    text.split(|letter: char| letter.is_whitespace() || letter == '-').any(|word| {
        let mut scripts = word.chars().filter_map(script);
        let first = scripts.next();
        scripts.any(|other| Some(other) != first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        let text = text.to_lowercase();
        super::shape(&text).unwrap_or(text)
    }

    #[test]
    fn look_alikes_have_one_shape_and_different_names_have_not() {
        assert_eq!(shape("Олена"), shape("Oлeна"));
        assert_eq!(shape("O’Brien"), shape("o'brien"));
        assert_ne!(shape("Олена"), shape("Олеся"));
        assert_ne!(shape("René"), shape("Rene"));
        assert_eq!(shape("ﬁona"), shape("Fiona"));
        assert_eq!(shape("D`Arcy"), shape("d'Arсy"));
        assert!(
            ('\0'..='\u{7f}').all(|letter| shape(&letter.to_string()) == look(letter.to_ascii_lowercase()).to_string())
        );
    }

    #[test]
    fn one_word_has_one_script() {
        assert!(mixes_scripts("Oлена"));
        assert!(!mixes_scripts("Олена Smith"));
        assert!(!mixes_scripts("Марʼяна"));
        assert!(!mixes_scripts("Łukasz-Олена"));
    }

    #[test]
    fn what_cannot_be_seen_is_found() {
        assert!("a\u{202e}b".chars().any(is_invisible));
        assert!("a\u{200b}".chars().any(is_invisible));
        assert!(!"Марʼяна d’Été".chars().any(is_invisible));
    }
}
