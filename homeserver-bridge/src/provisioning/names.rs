//! How a person is called: `Given FAMILY [Organisation]`, from HR's entry.
//!
//! Invisible characters, changes of direction and brackets in a name do not survive, so that no name can carry a label
//! of its own or look like a Matrix id.

use unicode_normalization::UnicodeNormalization;

/// `Given FAMILY`.
pub fn full_name(given: &str, family: &str) -> String {
    let text = format!("{} {}", clean(given), clean(family).to_uppercase());
    text.trim().to_owned()
}

/// `Given FAMILY [Organisation]`, the Matrix display name; `organisation` is the organisation's display name.
pub fn display_name(given: &str, family: &str, organisation: &str) -> String {
    format!("{} [{}]", full_name(given, family), clean(organisation))
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
        assert_eq!(full_name("A\u{202e}nn\u{200b}a ", " @x:y\n z"), "Anna XY Z");
    }
}
