//! How a word in Latin letters sounds, roughly: what the habits of transliterating Ukrainian into English, French and
//! Polish spelling have in common. "Chevtchenko" and "Shevchenko", "Zelensky" and "Zelenskyi" sound alike.
//!
//! Two different names may sound alike too, so that a likeness counts no more than a slip of the pen.

/// What is written in different ways, longest first.
const ALIKE: [(&str, &str); 25] = [
    ("chtch", "c"),
    ("shch", "c"),
    ("szcz", "c"),
    ("tch", "c"),
    ("sch", "c"),
    ("you", "iu"),
    ("iou", "iu"),
    ("dj", "dzh"),
    ("ch", "c"),
    ("sh", "c"),
    ("cz", "c"),
    ("sz", "c"),
    ("kh", "h"),
    ("gh", "h"),
    ("gu", "h"),
    ("ou", "u"),
    ("ks", "x"),
    ("ph", "f"),
    ("g", "h"),
    ("y", "i"),
    ("j", "i"),
    ("w", "v"),
    ("q", "k"),
    ("ö", "o"),
    ("ü", "u"),
];

/// The sound of a word of lower-case letters.
pub(super) fn sound(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let alike = ALIKE.iter().find(|(written, _)| rest.starts_with(written));
        let (taken, heard) = alike.map_or((letter.len_utf8(), &rest[..letter.len_utf8()]), |(w, h)| (w.len(), *h));
        for letter in heard.chars() {
            // Doubled letters are a habit of spelling, too.
            if !out.ends_with(letter) {
                out.push(letter);
            }
        }
        rest = &rest[taken..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provisioning::ascii;

    #[test]
    fn habits_of_transliteration_sound_alike() {
        for (name, spellings) in [
            ("Шевченко", &["Shevchenko", "Chevtchenko", "Szewczenko"][..]),
            ("Зеленський", &["Zelensky", "Zelenskyi", "Zelenskyy", "Zelenskij", "Zelenski"]),
            ("Ющенко", &["Yushchenko", "Iouchtchenko", "Youchtchenko", "Juszczenko"]),
            ("Тимошенко", &["Tymoshenko", "Tymochenko", "Timoshenko"]),
            ("Хмельницький", &["Khmelnytskyi", "Khmelnytsky", "Khmelnitski"]),
            ("Герасименко", &["Herasymenko", "Guerassymenko", "Gerasimenko"]),
            ("Григорій", &["Hryhorii", "Grigori", "Hryhoriy"]),
            ("Юлія", &["Yuliia", "Yulia", "Julia", "Ioulia"]),
            ("Михайло", &["Mykhailo", "Mikhailo"]),
        ] {
            let heard = sound(&ascii(name));
            for spelling in spellings {
                assert_eq!(sound(&ascii(spelling)), heard, "{name} {spelling}");
            }
        }
        assert_ne!(sound("kovalenko"), sound("kovalchuk"));
    }
}
