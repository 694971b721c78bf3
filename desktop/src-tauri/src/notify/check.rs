//! Why a notification does not come: what this computer, the hours and the account say.

use client_core::Messenger;
use serde::Serialize;
use specta::Type;

use super::rules::{NoticeRules, Quiet};

/// One thing that keeps notifications away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "trouble", rename_all = "snake_case")]
pub(crate) enum Trouble {
    /// This computer has nothing that shows notifications.
    NoService,
    /// It is quiet by the hours of the week.
    Hours,
    /// It is quiet once, until then: milliseconds since the Unix epoch.
    Until {
        #[specta(type = u32)]
        at_ms: u64,
    },
    /// The account tells of nothing, on all devices.
    AccountSilenced,
}

/// What the test of the notifications found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub(crate) struct NoticeCheck {
    /// Whether one was given to the system.
    pub(crate) shown: bool,
    /// What keeps others away.
    pub(crate) troubles: Vec<Trouble>,
}

/// What keeps notifications away now.
pub(crate) async fn troubles(rules: &NoticeRules, messenger: Option<&Messenger>) -> Vec<Trouble> {
    let silenced = match messenger {
        Some(messenger) => messenger.is_silenced().await,
        None => false,
    };
    let service = tauri::async_runtime::spawn_blocking(has_service).await.unwrap_or(false);
    found(service, rules.quiet(), silenced)
}

fn found(service: bool, quiet: Option<Quiet>, silenced: bool) -> Vec<Trouble> {
    let quiet = quiet.map(|quiet| match quiet {
        Quiet::Hours => Trouble::Hours,
        Quiet::Until(at_ms) => Trouble::Until { at_ms },
    });
    [(!service).then_some(Trouble::NoService), quiet, silenced.then_some(Trouble::AccountSilenced)]
        .into_iter()
        .flatten()
        .collect()
}

/// Whether something here shows notifications. Elsewhere than on Linux the system itself does.
#[cfg(target_os = "linux")]
pub(crate) fn has_service() -> bool {
    notify_rust::get_server_information().is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn has_service() -> bool {
    true
}

/// Some services on Linux take the text for markup: other people's words must mean nothing there.
pub(crate) fn plain(text: &str) -> String {
    if cfg!(target_os = "linux") {
        text.replace('&', "＆").replace('<', "‹").replace('>', "›")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_keeps_notifications_away_is_said_at_once() {
        assert_eq!(found(true, None, false), []);
        let all = [Trouble::NoService, Trouble::Until { at_ms: 7 }, Trouble::AccountSilenced];
        assert_eq!(found(false, Some(Quiet::Until(7)), true), all);
        assert_eq!(found(true, Some(Quiet::Hours), false), [Trouble::Hours]);
    }

    #[test]
    fn other_peoples_words_are_no_markup() {
        let hostile = plain("<b>x</b><img src=\"http://evil.example/\"/>&lt;a&gt;");
        assert!(!cfg!(target_os = "linux") || !hostile.contains(['<', '>', '&']), "{hostile}");
    }
}
