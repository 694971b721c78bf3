//! How a person is called: `Given FAMILY [Organisation]`, from HR's entry.
//!
//! Invisible characters, changes of direction and brackets in a name do not survive, so that no name can carry a label
//! of its own or look like a Matrix id.

use bridge_api::EmailAddress;
use bridge_api::accounts::OwnName;
use unicode_normalization::UnicodeNormalization;

/// The longest given or family name that somebody from outside may give themselves, in characters.
const LONGEST_NAME: usize = 60;

/// `Given FAMILY`.
pub fn full_name(given: &str, family: &str) -> String {
    let text = format!("{} {}", clean(given), clean(family).to_uppercase());
    text.trim().to_owned()
}

/// `Given FAMILY [Organisation]`, the Matrix display name; `organisation` is the organisation's display name.
pub fn display_name(given: &str, family: &str, organisation: &str) -> String {
    format!("{} [{}]", full_name(given, family), clean(organisation))
}

/// `Given FAMILY [External: domain]`, the Matrix display name of somebody from outside: the domain is what their address
/// proves. `label` is the operator's word.
pub(super) fn outsider(given: &str, family: &str, label: &str, email: &EmailAddress) -> String {
    format!("{} [{}: {}]", full_name(given, family), clean(label), email.domain())
}

/// Given and family name of somebody from outside: as they said, or what stands before the `@`.
pub(super) fn of_outsider(name: Option<&OwnName>, email: &EmailAddress) -> (String, String) {
    let short = |text: &str| clean(text).chars().take(LONGEST_NAME).collect::<String>();
    match name.map(|name| (short(&name.given), short(&name.family))) {
        Some((given, family)) if !given.is_empty() => (given, family),
        Some((_, family)) if !family.is_empty() => (family, String::new()),
        _ => (email.local().to_owned(), String::new()),
    }
}

fn clean(text: &str) -> String {
    let visible: String = text.nfc().filter(|c| c.is_whitespace() || !(c.is_control() || invisible(*c))).collect();
    let plain = visible.replace('[', "(").replace(']', ")").replace(['@', ':'], "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Format characters: they show nothing and change how the rest is read.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_name_stands_in_capitals_and_the_organisation_in_brackets() {
        assert_eq!(display_name("Anna", "Kovalenko", "Interior"), "Anna KOVALENKO [Interior]");
        assert_eq!(display_name("Élise", "d'Été-Noël", "Finance"), "Élise D'ÉTÉ-NOËL [Finance]");
        assert_eq!(display_name("Олена", "Їжак", "МВС"), "Олена ЇЖАК [МВС]");
    }

    #[test]
    fn a_name_carries_no_label_and_nothing_invisible() {
        assert_eq!(display_name("Eve [Police]", "X", "Finance"), "Eve (Police) X [Finance]");
        let email: EmailAddress = "jane.doe@firm.example".parse().unwrap();
        let called = |given: &str, family: &str| {
            let name = OwnName { given: given.to_owned(), family: family.to_owned() };
            let (given, family) = of_outsider(Some(&name), &email);
            outsider(&given, &family, "External", &email)
        };
        assert_eq!(called("Jane", "Doe [Interior]"), "Jane DOE (INTERIOR) [External: firm.example]");
        assert_eq!(called("", "Doe"), "Doe [External: firm.example]");
        assert_eq!(called("\u{202e}", " "), "jane.doe [External: firm.example]");
        assert_eq!(full_name("A\u{202e}nn\u{200b}a ", " @x:y\n z"), "Anna XY Z");
    }
}
