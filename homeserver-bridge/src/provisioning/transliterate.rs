//! Names in ASCII letters, for Matrix ids: Ukrainian by the national table of 2010 (resolution 55 of the Cabinet of
//! Ministers), everything else letter by letter.

use unicode_normalization::UnicodeNormalization;

/// The name in lower case: words joined by `-`, in them only `a` to `z` and digits.
pub fn ascii(name: &str) -> String {
    let name: Vec<char> = name.nfc().flat_map(char::to_lowercase).collect();
    let mut out = String::with_capacity(name.len());
    for (at, &letter) in name.iter().enumerate() {
        let before = at.checked_sub(1).map(|i| name[i]);
        if letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '_' | '.') {
            out.push('-');
        } else if let Some(latin) = ukrainian(letter, before) {
            out.push_str(latin);
        } else {
            let latin = deunicode::deunicode_char(letter).unwrap_or_default();
            out.extend(latin.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
        }
    }
    out.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

fn ukrainian(letter: char, before: Option<char>) -> Option<&'static str> {
    // An apostrophe is part of the word: what follows it is not at its beginning.
    let first = before.is_none_or(|c| !c.is_alphabetic() && !matches!(c, '\'' | '\u{2019}' | '\u{2bc}'));
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' if before == Some('з') => "gh",
        'г' => "h",
        'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'є' => ["ie", "ye"][usize::from(first)],
        'ж' => "zh",
        'з' => "z",
        'и' => "y",
        'і' => "i",
        'ї' => ["i", "yi"][usize::from(first)],
        'й' => ["i", "y"][usize::from(first)],
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => ["iu", "yu"][usize::from(first)],
        'я' => ["ia", "ya"][usize::from(first)],
        'ь' | '\'' | '\u{2019}' | '\u{2bc}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ukrainian_follows_the_national_table() {
        let examples = [
            ("Алушта", "alushta"),
            ("Згурський", "zghurskyi"),
            ("Ґалаґан", "galagan"),
            ("Єнакієве", "yenakiieve"),
            ("Їжакевич", "yizhakevych"),
            ("Кадиївка", "kadyivka"),
            ("Йосипівка", "yosypivka"),
            ("Стрий", "stryi"),
            ("Щербухи", "shcherbukhy"),
            ("Юрій", "yurii"),
            ("Знам'янка", "znamianka"),
            ("Костянтин", "kostiantyn"),
            ("Феодосія", "feodosiia"),
            ("Нечуй-Левицький", "nechui-levytskyi"),
        ];
        for (name, latin) in examples {
            assert_eq!(ascii(name), latin, "{name}");
        }
    }

    #[test]
    fn accents_and_apostrophes_go_and_words_stay_apart() {
        let examples = [
            ("François-Noël", "francois-noel"),
            ("d'Été", "dete"),
            ("Łukasz Żak", "lukasz-zak"),
            ("E\u{301}lise", "elise"),
            ("Straße", "strasse"),
            (" van  der Berg ", "van-der-berg"),
            ("Ёлкін", "iolkin"),
            ("@:/", ""),
        ];
        for (name, latin) in examples {
            assert_eq!(ascii(name), latin, "{name}");
        }
    }
}
