//! Stems: what is left of a word without what inflection adds to it. Light on purpose: a search that finds a little too much
//! is better than one that does not find the word in another case. Ukrainian, French and English; which of them a word is,
//! its letters say as far as it matters.
//!
//! Words come folded (`words.rs`): small letters without marks, so that і stands for ї as well, и for й, г for ґ.

/// A stem has at least so many letters, one of them a vowel.
const SHORTEST: usize = 3;

/// Endings of Ukrainian words, folded; the longest that fits goes, and then one more.
const UKRAINIAN: &[&str] = &[
    // Of nouns.
    "а",
    "у",
    "і",
    "и",
    "е",
    "є",
    "о",
    "я",
    "ю",
    "ь",
    "ом",
    "ем",
    "єм",
    "ою",
    "ею",
    "єю",
    "ам",
    "ям",
    "ах",
    "ях",
    "ами",
    "ями",
    "ьми",
    "ов",
    "ев",
    "єв",
    "ів",
    "еи",
    "іи",
    "ові",
    "еві",
    "єві",
    "істю",
    "ості",
    "ость",
    "ість",
    "остеи",
    // Of adjectives.
    "ии",
    "іі",
    "оі",
    "ого",
    "ому",
    "им",
    "ім",
    "их",
    "іх",
    "ими",
    "іми",
    "ього",
    "ьому",
    "ьоі",
    "ьою",
    "єі",
    // Of verbs.
    "ати",
    "яти",
    "ити",
    "увати",
    "ювати",
    "ав",
    "яв",
    "ив",
    "ала",
    "али",
    "ало",
    "яла",
    "яли",
    "яло",
    "ила",
    "или",
    "ило",
    "ував",
    "ював",
    "ювала",
    "увала",
    "ювали",
    "ували",
    "ає",
    "ають",
    "аєте",
    "аємо",
    "аєш",
    "яє",
    "яють",
    "ує",
    "ують",
    "уєте",
    "уємо",
    "ює",
    "юють",
    "ить",
    "ять",
    "уть",
    "ють",
    "ать",
    "имо",
    "ите",
    "иш",
    "емо",
    "ете",
    // What looks like the beginning of one of a verb: депутати would lose it, so депутат loses it as well.
    "ат",
    "ят",
    "ит",
    "ал",
    "ял",
    "ил",
];

/// Endings of French words that change more than they add.
const OTHERWISE: [(&str, &str); 7] =
    [("eaux", "eau"), ("aux", "al"), ("ail", "al"), ("ails", "al"), ("euse", "eu"), ("euses", "eu"), ("eux", "eu")];

/// The stem of a folded word.
pub(super) fn stem(word: &str) -> String {
    if word.chars().any(|c| c.is_ascii_digit()) {
        return word.to_owned();
    }
    if word.chars().any(is_cyrillic) { ukrainian(word) } else { latin(word) }
}

fn is_cyrillic(c: char) -> bool {
    ('\u{0400}'..='\u{04FF}').contains(&c)
}

fn is_vowel(c: char) -> bool {
    "аеиоуюяєіыэaeiouy".contains(c)
}

/// What is left without an ending, if that is still a stem.
fn without<'a>(word: &'a str, ending: &str) -> Option<&'a str> {
    let rest = word.strip_suffix(ending)?;
    (rest.chars().count() >= SHORTEST && rest.chars().any(is_vowel)).then_some(rest)
}

fn ukrainian(word: &str) -> String {
    let mut rest = without(word, "ся").or_else(|| without(word, "сь")).unwrap_or(word);
    for _ in 0..2 {
        let shorter = UKRAINIAN.iter().filter_map(|ending| without(rest, ending)).min_by_key(|rest| rest.len());
        rest = shorter.unwrap_or(rest);
    }
    let mut letters: Vec<char> = single(rest).chars().collect();
    // рік and року, Київ and Києва: the vowel of a closed syllable.
    if let Some(vowel) = letters.iter_mut().rev().find(|c| is_vowel(**c))
        && "іє".contains(*vowel)
    {
        *vowel = 'о';
    }
    // рука and руці, книга and книзі, друг and друже.
    if let Some(last) = letters.last_mut() {
        *last = match *last {
            'ц' | 'ч' => 'к',
            'з' | 'ж' => 'г',
            'с' | 'ш' => 'х',
            other => other,
        };
    }
    letters.into_iter().collect()
}

/// French and English, which share most of what goes: plurals, the feminine, endings of verbs.
fn latin(word: &str) -> String {
    let mut rest = word.to_owned();
    for (ending, instead) in OTHERWISE {
        if let Some(short) = rest.strip_suffix(ending)
            && !short.is_empty()
        {
            rest = format!("{short}{instead}");
            break;
        }
    }
    for endings in [&["s", "x"][..], &["ing", "ed", "er", "ez", "ee", "e"]] {
        let shorter = endings.iter().find_map(|ending| without(&rest, ending)).map(ToOwned::to_owned);
        rest = shorter.unwrap_or(rest);
    }
    let mut rest = single(&rest).to_owned();
    if rest.ends_with('y') {
        rest.replace_range(rest.len() - 1.., "i");
    } else if rest.ends_with("if") {
        rest.replace_range(rest.len() - 1.., "v");
    }
    rest
}

/// A consonant that stands twice at the end stands once.
fn single(word: &str) -> &str {
    let mut from_end = word.chars().rev();
    match (from_end.next(), from_end.next()) {
        (Some(last), Some(before)) if last == before && !is_vowel(last) => &word[..word.len() - last.len_utf8()],
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::search::words::fold;

    /// The different stems of forms of one word.
    fn stems(forms: &str) -> BTreeSet<String> {
        forms.split(' ').map(|form| stem(&fold(form))).collect()
    }

    #[test]
    fn forms_of_a_ukrainian_word_have_one_stem() {
        for forms in [
            "міністерство міністерства міністерством міністерстві міністерств",
            "договір договору договори договорів договорами",
            "засідання засіданням засіданні засідань",
            "рішення рішенню рішень рішеннями",
            "комісія комісії комісію комісією комісій комісіями",
            "справа справи справу справ справами",
            "держава держави державі державою держав",
            "безпека безпеки безпеці безпекою",
            "книга книзі книги книгу",
            "рік року роки років роками",
            "Київ Києва Києву Києві",
            "Львів Львова Львові",
            "ніч ночі",
            "зустріч зустрічі зустріччю",
            "область області областю областей",
            "український української українського українські українських",
            "підписати підписав підписала підписали",
            "працювати працює працював працюють праця",
            "документ документа документи документів документами",
            "робота роботи роботу робіт роботою",
            "ґанок ганок",
            "депутат депутата депутати депутатів депутатами",
            "кредит кредиту кредити кредитів",
            "канал каналу канали каналів",
            "орган органу органи органі",
            "програма програми програм програмами",
            "новість новості новостей",
            "пам’ять пам’яті",
            "стаття статті статтю статей",
            "архів архіву архіві архіви",
            "п’ять пʼяти п'яти",
        ] {
            assert_eq!(stems(forms).len(), 1, "{forms}: {:?}", stems(forms));
        }
    }

    #[test]
    fn forms_of_a_french_or_english_word_have_one_stem() {
        for forms in [
            "réunion réunions Réunion",
            "validé validée validés validées valider validez",
            "national nationaux nationale nationales",
            "bureau bureaux",
            "travail travaux",
            "email emails",
            "actif active actives actifs",
            "officiel officielle officiels officielles",
            "ukrainien ukrainienne ukrainiens",
            "nombreux nombreuse nombreuses",
            "cœur coeur cœurs",
            "file files",
            "policy policies",
            "copie copies copy",
            "sign signed signing signs",
            "meeting meetings",
            "plan planned plans",
        ] {
            assert_eq!(stems(forms).len(), 1, "{forms}: {:?}", stems(forms));
        }
    }

    #[test]
    fn other_words_have_other_stems() {
        for words in
            ["місто міністр", "рішення засідання", "réunion révision", "budget bureau", "sign send", "2024 2025"]
        {
            assert_eq!(stems(words).len(), 2, "{words}: {:?}", stems(words));
        }
    }
}
