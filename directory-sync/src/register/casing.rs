//! Names from registers that write them in capitals, put back as people write them. Knows hyphens, apostrophes and the
//! particles of names in French, Ukrainian and their neighbours; knows no dictionary: McDonald comes out as Mcdonald.

/// Words that stay small in front of another word, in a name: `de Gaulle`, `van der Meer`, `фон Галлер`.
const PARTICLES: &[&str] = &[
    "de", "du", "des", "von", "van", "der", "den", "zu", "af", "av", "of", "da", "dos", "el", "et", "і", "й", "та",
    "фон", "ван", "дер", "де", "ді", "да",
];

/// Parts that stay small between hyphens: `Saint-Germain-des-Prés`.
const INNER: &[&str] = &["de", "du", "des", "en", "et", "la", "le", "les", "lès", "sous", "sur", "aux", "на"];

/// The text as a name is written. White space stays as it is.
pub(super) fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut first = true;
    while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
        out.push_str(&rest[..start]);
        let end = rest[start..].find(char::is_whitespace).map_or(rest.len(), |length| start + length);
        let last = rest[end..].trim().is_empty();
        let word = rest[start..end].to_lowercase();
        if !last && PARTICLES.contains(&word.as_str()) {
            out.push_str(&word);
        } else {
            hyphenated(&word, first, &mut out);
        }
        first = false;
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '–')
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '`')
}

fn hyphenated(word: &str, first: bool, out: &mut String) {
    let parts = word.split(is_hyphen).count();
    let mut left = word;
    for at in 0..parts {
        let end = left.find(is_hyphen).unwrap_or(left.len());
        let part = &left[..end];
        if at > 0 && at + 1 < parts && INNER.contains(&part) {
            out.push_str(part);
        } else {
            elided(part, first && at == 0, out);
        }
        let mut behind = left[end..].chars();
        if let Some(hyphen) = behind.next() {
            out.push(hyphen);
        }
        left = behind.as_str();
    }
}

/// One part between hyphens. One letter and an apostrophe in front are `d'Artagnan`, `L'Hermitte`, `O'Connor`,
/// `О'Коннор`; an apostrophe elsewhere, and any in front of я, ю, є, ї, is inside a Ukrainian word: `Дем'янів`, `П'ятак`.
fn elided(part: &str, first: bool, out: &mut String) {
    let mut letters = part.chars();
    let (head, sign) = (letters.next(), letters.next().filter(|sign| is_apostrophe(*sign)));
    let rest = letters.as_str();
    let (Some(head), Some(sign), Some(next)) = (head, sign, rest.chars().next()) else { return capital(part, out) };
    let name_follows = match head {
        'д' | 'о' | 'л' => !matches!(next, 'я' | 'ю' | 'є' | 'ї'),
        'а'..='я' | 'і' | 'ї' | 'є' | 'ґ' => false,
        _ => true,
    };
    if !name_follows {
        return capital(part, out);
    }
    if head == 'd' || (head == 'l' && !first) {
        out.push(head);
    } else {
        out.extend(head.to_uppercase());
    }
    out.push(sign);
    capital(rest, out);
}

fn capital(part: &str, out: &mut String) {
    // An opening bracket or quote may stand before the first letter.
    let Some(at) = part.find(char::is_alphabetic) else { return out.push_str(part) };
    let mut letters = part[at..].chars();
    out.push_str(&part[..at]);
    out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    out.push_str(letters.as_str());
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn names_in_capitals_come_out_as_people_write_them() {
        for (capitals, name) in [
            ("JEAN-PIERRE", "Jean-Pierre"),
            ("DE GAULLE", "de Gaulle"),
            ("ÉLODIE DE LA TOUR D'AUVERGNE", "Élodie de La Tour d'Auvergne"),
            ("D’ARTAGNAN", "d’Artagnan"),
            ("L'HERMITTE", "L'Hermitte"),
            ("SAINT-GERMAIN-DES-PRÉS", "Saint-Germain-des-Prés"),
            ("O'CONNOR", "O'Connor"),
            ("VAN DER MEER", "van der Meer"),
            ("GUY DE", "Guy De"),
            ("НЕЧУЙ-ЛЕВИЦЬКИЙ", "Нечуй-Левицький"),
            ("МАРʼЯНА ДЕМ'ЯНІВ", "Марʼяна Дем'янів"),
            ("П'ЯТАК", "П'ятак"),
            ("Д'ЯЧЕНКО", "Д'яченко"),
            ("О'КОННОР", "О'Коннор"),
            ("ЇЖАКЕВИЧ", "Їжакевич"),
            ("ФОН ГАЛЛЕР", "фон Галлер"),
            ("anna  (marie)", "Anna  (Marie)"),
            ("", ""),
            ("- ' '", "- ' '"),
        ] {
            assert_eq!(title(capitals), name);
            assert_eq!(title(name), name, "what is written well stays");
        }
    }
}
