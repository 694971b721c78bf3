//! The shell's few words (tray, notifications, dialogues) out of the interface's own catalogues.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

const CATALOGUES: [(&str, &str); 3] = [
    ("en", include_str!("../../ui/src/locales/en/shell.ftl")),
    ("fr", include_str!("../../ui/src/locales/fr/shell.ftl")),
    ("uk", include_str!("../../ui/src/locales/uk/shell.ftl")),
];

/// The words of one language.
pub(crate) struct Words {
    language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// In the wanted language, or English.
    pub(crate) fn new(locale: Option<&str>) -> Self {
        let wanted = locale.unwrap_or_default().to_lowercase();
        let found = CATALOGUES.iter().find(|(name, _)| wanted.split(['-', '_', '.']).next() == Some(name));
        let (name, text) = found.unwrap_or(&CATALOGUES[0]);
        let languages = name.parse().map(|language| vec![language]).unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(languages);
        bundle.set_use_isolating(false);
        let resource = match FluentResource::try_new((*text).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let _ = bundle.add_resource(resource);
        Self { language: name, bundle }
    }

    /// The language's code.
    pub(crate) fn language(&self) -> &'static str {
        self.language
    }

    /// A message; its name if it is missing, which a test rules out.
    pub(crate) fn say(&self, message: &str) -> String {
        self.format(message, None)
    }

    /// A message about so many.
    pub(crate) fn count(&self, message: &str, count: u32) -> String {
        let mut values = FluentArgs::new();
        values.set("count", count);
        self.format(message, Some(&values))
    }

    fn format(&self, message: &str, values: Option<&FluentArgs<'_>>) -> String {
        let pattern = self.bundle.get_message(message).and_then(|message| message.value());
        pattern.map_or_else(
            || message.to_owned(),
            |pattern| self.bundle.format_pattern(pattern, values, &mut Vec::new()).into_owned(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USED: [&str; 16] = [
        "shell-open",
        "shell-open-unread",
        "shell-quiet-hour",
        "shell-quiet-tomorrow",
        "shell-quiet-over",
        "shell-notifications",
        "shell-lock",
        "shell-test-message",
        "shell-quit",
        "shell-new-message",
        "shell-send-file",
        "shell-recovery-file",
        "shell-member-list",
        "shell-diagnostics",
        "shell-back-title",
        "shell-back-text",
    ];

    #[test]
    fn every_language_has_every_word() {
        for (name, text) in CATALOGUES {
            assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{name} parses");
            let words = Words::new(Some(name));
            for message in USED {
                assert_ne!(words.say(message), message, "{name}");
            }
        }
        let many = |count| Words::new(Some("uk")).count("shell-open-unread", count);
        assert_eq!(many(2).replace('2', "3"), many(3));
        assert_ne!(many(2).replace('2', "5"), many(5), "the forms of the language are used");
        assert_eq!(Words::new(Some("uk_UA.UTF-8")).say("shell-quit"), Words::new(Some("uk")).say("shell-quit"));
        assert_eq!(Words::new(Some("de")).say("shell-quit"), Words::new(Some("en")).say("shell-quit"));
    }
}
