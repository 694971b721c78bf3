//! The languages of pages and of mails to officers: one message catalogue each, compiled in.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::Deserialize;

/// A language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// Ukrainian.
    #[serde(rename = "uk")]
    Ukrainian,
}

/// All of them, in the order in which they are offered.
pub(crate) const LANGUAGES: [Language; 3] = [Language::English, Language::French, Language::Ukrainian];

type Bundle = FluentBundle<FluentResource>;

static CATALOGUES: LazyLock<[Bundle; 3]> = LazyLock::new(|| LANGUAGES.map(bundle));

impl Language {
    /// Its code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Ukrainian => "uk",
        }
    }

    /// What it calls itself.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
            Self::Ukrainian => "Українська",
        }
    }

    /// From its code, as it stands in a cookie or an address.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.code() == code)
    }

    /// The one that a browser likes best (RFC 9110, section 12.5.4); English if it likes none of ours.
    pub(crate) fn from_accept(header: &str) -> Self {
        let mut best = (0.0, Self::English);
        for item in header.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let range = parts.next().unwrap_or_default().to_ascii_lowercase();
            let Some(language) = Self::from_code(range.split('-').next().unwrap_or_default()) else { continue };
            let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|q| q.parse::<f32>().ok());
            let weight = weight.unwrap_or(1.0);
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }

    /// Its catalogue, a file for each part of the consoles.
    fn sources(self) -> &'static [&'static str] {
        match self {
            Self::English => &[
                include_str!("../templates/locales/en.ftl"),
                include_str!("../templates/locales/en/accounts.ftl"),
                include_str!("../templates/locales/en/cases.ftl"),
                include_str!("../templates/locales/en/externals.ftl"),
                include_str!("../templates/locales/en/figures.ftl"),
                include_str!("../templates/locales/en/modes.ftl"),
                include_str!("../templates/locales/en/moves.ftl"),
                include_str!("../templates/locales/en/officers.ftl"),
                include_str!("../templates/locales/en/sign_in.ftl"),
            ],
            Self::French => &[
                include_str!("../templates/locales/fr.ftl"),
                include_str!("../templates/locales/fr/accounts.ftl"),
                include_str!("../templates/locales/fr/cases.ftl"),
                include_str!("../templates/locales/fr/externals.ftl"),
                include_str!("../templates/locales/fr/figures.ftl"),
                include_str!("../templates/locales/fr/modes.ftl"),
                include_str!("../templates/locales/fr/moves.ftl"),
                include_str!("../templates/locales/fr/officers.ftl"),
                include_str!("../templates/locales/fr/sign_in.ftl"),
            ],
            Self::Ukrainian => &[
                include_str!("../templates/locales/uk.ftl"),
                include_str!("../templates/locales/uk/accounts.ftl"),
                include_str!("../templates/locales/uk/cases.ftl"),
                include_str!("../templates/locales/uk/externals.ftl"),
                include_str!("../templates/locales/uk/figures.ftl"),
                include_str!("../templates/locales/uk/modes.ftl"),
                include_str!("../templates/locales/uk/moves.ftl"),
                include_str!("../templates/locales/uk/officers.ftl"),
                include_str!("../templates/locales/uk/sign_in.ftl"),
            ],
        }
    }

    /// A message, if there is one of this key.
    pub(crate) fn find(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let bundle = &CATALOGUES[self as usize];
        let pattern = bundle.get_message(key)?.value()?;
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set((*name).to_owned(), value.clone());
        }
        Some(bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned())
    }

    /// A message. A missing one shows its key; a test keeps that from happening.
    pub(crate) fn message(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        self.find(key, values).unwrap_or_else(|| key.to_owned())
    }
}

fn bundle(language: Language) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(language.code().parse().into_iter().collect());
    // Pages are not bidirectional; the isolating marks would only be in the way of copying.
    bundle.set_use_isolating(false);
    for source in language.sources() {
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(sound, _)| sound);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn keys(language: Language) -> BTreeSet<&'static str> {
        let lines = language.sources().iter().flat_map(|source| source.lines());
        let starts = lines.filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()));
        starts.filter_map(|l| l.split_once(" =").map(|(key, _)| key)).collect()
    }

    #[test]
    fn all_catalogues_are_sound_and_hold_the_same_messages() {
        for language in LANGUAGES {
            for source in language.sources() {
                let resource = FluentResource::try_new((*source).to_owned());
                assert!(resource.is_ok(), "{language:?}: {:?}", resource.err().map(|e| e.1));
            }
            assert_eq!(keys(language), keys(Language::English), "{language:?}");
            for key in keys(language) {
                assert!(language.find(key, &[]).is_some(), "{language:?} {key}");
            }
        }
    }

    /// Keys that stand whole in the pages: `m("…")`, `n("…"` and their kin in templates and beside this file.
    #[test]
    fn every_message_that_a_page_names_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let known = keys(Language::English);
        let mut seen = 0;
        for folder in [
            "templates/admin",
            "templates/security",
            "templates/console",
            "src/console",
            "src/console/admin",
            "src/console/security",
        ] {
            for file in std::fs::read_dir(root.join(folder)).unwrap() {
                let path = file.unwrap().path();
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                for call in [".m(\"", ".n(\"", ".with(\"", "Page::new(&context, \""] {
                    for rest in text.split(call).skip(1) {
                        let key = rest.split('"').next().unwrap();
                        assert!(known.contains(key) || key.ends_with('-'), "{}: {key}", path.display());
                        seen += 1;
                    }
                }
            }
        }
        assert!(seen > 50, "only {seen} messages were looked at");
    }

    #[test]
    fn the_browser_chooses() {
        let table = [
            ("fr-FR,fr;q=0.9,en;q=0.8", Language::French),
            ("de, uk;q=0.5, en;q=0.4", Language::Ukrainian),
            ("", Language::English),
            ("ja", Language::English),
            ("en;q=0.1,uk-UA", Language::Ukrainian),
        ];
        for (header, language) in table {
            assert_eq!(Language::from_accept(header), language, "{header}");
        }
    }

    #[test]
    fn plurals_follow_the_language() {
        let days = |language: Language, n: i32| language.message("age-days", &[("n", n.into())]);
        assert_eq!(days(Language::Ukrainian, 1), "1 день");
        assert_eq!(days(Language::Ukrainian, 3), "3 дні");
        assert_eq!(days(Language::Ukrainian, 5), "5 днів");
        assert_eq!(days(Language::French, 2), "2 jours");
    }
}
