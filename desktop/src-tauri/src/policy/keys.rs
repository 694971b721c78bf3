//! Every key of an organisation's rules with what it may be: the one list that rules are held to, and that the templates
//! and the description for administrators are compared with.

use serde_json::Value;

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Beside the two others.
    Whole,
    Locked,
    Preset,
}

impl Part {
    /// Its name; none for what has none.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Whole => None,
            Self::Locked => Some("locked"),
            Self::Preset => Some("preset"),
        }
    }
}

/// What a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of the service, on the web.
    Address,
    /// One of these.
    Word(&'static [&'static str]),
    /// Yes or no.
    Truth,
    /// One of these.
    Number(&'static [u32]),
    /// A whole number from the one to the other.
    Range(u32, u32),
}

/// One key.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) parts: &'static [Part],
}

const BOTH: &[Part] = &[Part::Locked, Part::Preset];
const LOCKED: &[Part] = &[Part::Locked];
const PRESET: &[Part] = &[Part::Preset];

/// All there are.
pub(super) const KEYS: &[Key] = &[
    Key { name: "bridge", kind: Kind::Address, parts: &[Part::Whole] },
    Key { name: "language", kind: Kind::Word(&["en", "fr", "uk"]), parts: BOTH },
    Key { name: "theme", kind: Kind::Word(&["system", "light", "dark", "contrast"]), parts: BOTH },
    Key { name: "zoom", kind: Kind::Number(&[80, 90, 100, 110, 125, 150, 175, 200]), parts: PRESET },
    Key { name: "notifications_show", kind: Kind::Word(&["nothing", "sender", "text"]), parts: BOTH },
    Key { name: "typing", kind: Kind::Truth, parts: LOCKED },
    Key { name: "reading", kind: Kind::Truth, parts: LOCKED },
    Key { name: "clean_files", kind: Kind::Truth, parts: BOTH },
    Key { name: "look_for_updates", kind: Kind::Truth, parts: BOTH },
    Key { name: "app_lock_minutes", kind: Kind::Range(1, 240), parts: LOCKED },
];

/// The key of this name in this part.
pub(super) fn find(part: Part, name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name && key.parts.contains(&part))
}

/// Whether every key is there and may have the value it has. Parts are objects; what is null counts as not said.
pub(super) fn are_possible(rules: &Value) -> bool {
    let Some(whole) = rules.as_object() else { return false };
    whole.iter().all(|(name, value)| {
        match [Part::Locked, Part::Preset].into_iter().find(|part| part.name() == Some(name.as_str())) {
            Some(part) => {
                value.as_object().is_some_and(|values| values.iter().all(|(name, value)| may_be(part, name, value)))
            }
            None => may_be(Part::Whole, name, value),
        }
    })
}

fn may_be(part: Part, name: &str, value: &Value) -> bool {
    let number = || value.as_u64().and_then(|number| u32::try_from(number).ok());
    find(part, name).is_some_and(|key| match key.kind {
        _ if value.is_null() => true,
        Kind::Address => {
            value.as_str().and_then(|text| tauri::Url::parse(text).ok()).is_some_and(|url| is_on_the_web(&url))
        }
        Kind::Word(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Kind::Truth => value.is_boolean(),
        Kind::Number(numbers) => number().is_some_and(|number| numbers.contains(&number)),
        Kind::Range(least, most) => number().is_some_and(|number| (least..=most).contains(&number)),
    })
}

fn is_on_the_web(url: &tauri::Url) -> bool {
    matches!(url.scheme(), "https" | "http") && url.has_host()
}
