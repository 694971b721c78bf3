//! What happens to files in which something was found, and how long officers have for what.

use serde::Deserialize;

/// Work on scan reports.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CasesConfig {
    /// How many minutes after a find the homeservers keep the file back. The release gate is closed at once; until then
    /// whoever asks the scanner hears from it, and not from the homeserver, that the file is infected.
    pub quarantine_after_minutes: u32,
    /// How many days after officers confirmed malware the file is deleted from its homeserver; 0 is never.
    pub delete_after_days: u32,
    /// How many days it is kept who was given which file.
    pub keep_fetches_days: u32,
    /// How many hours requests that need a second officer wait for one.
    pub requests_expire_hours: u32,
    /// How many minutes names may be looked at once a second officer has approved it.
    pub names_shown_minutes: u32,
    /// Within how many minutes finds of one signature belong together.
    pub outbreak_window_minutes: u32,
    /// From how many rooms on they are an outbreak.
    pub outbreak_rooms: u32,
    /// From how many senders on they are an outbreak.
    pub outbreak_senders: u32,
}

impl Default for CasesConfig {
    fn default() -> Self {
        Self {
            quarantine_after_minutes: 5,
            delete_after_days: 30,
            keep_fetches_days: 30,
            requests_expire_hours: 72,
            names_shown_minutes: 60,
            outbreak_window_minutes: 60,
            outbreak_rooms: 2,
            outbreak_senders: 2,
        }
    }
}

impl CasesConfig {
    /// Checks what the types cannot.
    ///
    /// # Errors
    /// One sentence that names the key to correct.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        let at_least = [
            ("keep_fetches_days", self.keep_fetches_days, 1),
            ("requests_expire_hours", self.requests_expire_hours, 1),
            ("names_shown_minutes", self.names_shown_minutes, 1),
            ("outbreak_window_minutes", self.outbreak_window_minutes, 1),
            ("outbreak_rooms", self.outbreak_rooms, 2),
            ("outbreak_senders", self.outbreak_senders, 2),
        ];
        for (key, value, least) in at_least {
            anyhow::ensure!(value >= least, "cases.{key} must be at least {least}");
        }
        Ok(())
    }
}
