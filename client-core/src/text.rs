//! Names as they may be shown: without characters that turn the line around or hide, and split into person and
//! organisation.

/// A name for one line: no control characters, no bidi controls, no invisible ones, no runs of white space.
pub(crate) fn clean(name: &str) -> String {
    line(name).chars().take(200).collect()
}

/// As [`clean`], however long it is.
pub(crate) fn line(text: &str) -> String {
    let visible = text.chars().filter(|c| !hidden(*c)).map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut clean = String::with_capacity(text.len());
    for c in visible {
        if c != ' ' || !clean.ends_with(' ') {
            clean.push(c);
        }
    }
    clean.trim().to_owned()
}

/// Whether a character shows nothing or turns the line around.
pub(crate) fn hidden(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A file's name: as [`clean`], and only the last part of a path.
pub fn clean_file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean = clean(last).trim_start_matches('.').to_owned();
    if clean.is_empty() { "file".to_owned() } else { clean }
}

/// A person's name and organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonName {
    pub(crate) name: String,
    pub(crate) organisation: String,
}

/// Takes `Given FAMILY [Organisation]` apart. HR owns the display name, so the last bracket is the organisation.
/// Without a display name, the id stands for the person.
pub(crate) fn person_name(display_name: Option<&str>, user_id: &str) -> PersonName {
    let clean = clean(display_name.unwrap_or_default());
    if clean.is_empty() {
        return PersonName { name: user_id.to_owned(), organisation: String::new() };
    }
    let split = clean.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    match split {
        Some((name, organisation)) if !name.trim().is_empty() && !organisation.trim().is_empty() => {
            PersonName { name: name.trim().to_owned(), organisation: organisation.trim().to_owned() }
        }
        _ => PersonName { name: clean, organisation: String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_and_turning_characters_go() {
        assert_eq!(clean("An\u{202E}na\u{200B}  K\u{FEFF}o\nva"), "Anna Ko va");
        assert_eq!(clean_file_name("../../etc/pass\u{202E}wd"), "passwd");
        assert_eq!(clean_file_name("C:\\x\\.bashrc"), "bashrc");
        assert_eq!(clean_file_name("\u{200B}"), "file");
        assert_eq!(clean("Łukasz Ünïcode Зеленко"), "Łukasz Ünïcode Зеленко");
    }

    #[test]
    fn a_display_name_is_person_and_organisation() {
        let name = person_name(Some("Anna KOVALENKO [Interior]"), "@a:b");
        assert_eq!(name, PersonName { name: "Anna KOVALENKO".into(), organisation: "Interior".into() });
        let twice = person_name(Some("Eve [Finance] [Guests]"), "@a:b");
        assert_eq!(twice.organisation, "Guests");
        let none = person_name(None, "@a:b");
        assert_eq!(none, PersonName { name: "@a:b".into(), organisation: String::new() });
        assert_eq!(person_name(Some("[Interior]"), "@a:b").organisation, "");
    }
}
