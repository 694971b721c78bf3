//! What the organisation has settled for its computers: group policy, a configuration profile or one file, read once at the
//! start. What it locks the person cannot change; what it presets they can. Rules that cannot be read are no freedom: then
//! the strictest values hold. `desktop/docs/policy.md` is the description for administrators.

mod keys;
#[cfg(any(windows, target_os = "macos", test))]
mod managed;
#[cfg(target_os = "macos")]
mod profile;
#[cfg(windows)]
mod registry;
#[cfg(test)]
mod templates;

use std::path::{Path, PathBuf};

use client_core::view::TracesView;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use tauri::Url;

use crate::notify::rules::Shows;

/// The longest time without a key or the pointer that holds where the file cannot be read, in minutes.
const STRICTEST_LOCK: u32 = 5;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Language {
    En,
    Fr,
    Uk,
}

impl Language {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Uk => "uk",
        }
    }
}

/// The colours of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
    Contrast,
}

/// What nobody changes on these computers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Locked {
    pub(crate) language: Option<Language>,
    pub(crate) theme: Option<Theme>,
    pub(crate) notifications_show: Option<Shows>,
    /// Whether others see that one types.
    pub(crate) typing: Option<bool>,
    /// Whether others see what one has read.
    pub(crate) reading: Option<bool>,
    /// Whether what files tell without showing it is taken out before they are sent.
    pub(crate) clean_files: Option<bool>,
    /// Whether the organisation's service is asked for newer versions.
    pub(crate) look_for_updates: Option<bool>,
    /// After so many minutes a window that has a PIN is locked at the latest.
    pub(crate) app_lock_minutes: Option<u32>,
}

/// What holds until the person chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Preset {
    pub(crate) language: Option<Language>,
    pub(crate) theme: Option<Theme>,
    /// How large everything is, in percent.
    pub(crate) zoom: Option<u32>,
    pub(crate) notifications_show: Option<Shows>,
    pub(crate) clean_files: Option<bool>,
    pub(crate) look_for_updates: Option<bool>,
}

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    bridge: Option<Url>,
    locked: Locked,
    preset: Preset,
}

/// What holds on this computer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub(crate) struct Policy {
    /// There is a file, and it cannot be read.
    pub(crate) broken: bool,
    pub(crate) locked: Locked,
    pub(crate) preset: Preset,
    #[serde(skip)]
    pub(crate) bridge: Option<Url>,
}

impl Policy {
    /// Takes what is managed from afar; the system's file only without that, and another one only where the system has none
    /// either, so that nobody puts their own in its place.
    pub(crate) fn read(managed: Managed, system: Option<&Path>, other: Option<&Path>) -> Self {
        let managed = managed.map(|rules| rules.and_then(possible));
        let found = managed.or_else(|| system.and_then(read)).or_else(|| other.and_then(read));
        match found {
            None => Self::default(),
            Some(Some(File { bridge, locked, preset })) => Self { broken: false, locked, preset, bridge },
            Some(None) => Self::strictest(),
        }
    }

    fn strictest() -> Self {
        let locked = Locked {
            notifications_show: Some(Shows::Nothing),
            typing: Some(false),
            reading: Some(false),
            clean_files: Some(true),
            look_for_updates: Some(false),
            app_lock_minutes: Some(STRICTEST_LOCK),
            ..Locked::default()
        };
        Self { broken: true, locked, ..Self::default() }
    }

    /// What others see of the person, after what is locked.
    pub(crate) fn traces(&self, wanted: TracesView) -> TracesView {
        TracesView {
            typing: self.locked.typing.unwrap_or(wanted.typing),
            reading: self.locked.reading.unwrap_or(wanted.reading),
        }
    }

    /// Whether what a file tells without showing it is taken out, after what is locked.
    pub(crate) fn cleans_files(&self, wanted: bool) -> bool {
        self.locked.clean_files.unwrap_or(wanted)
    }

    /// The language before the person has chosen one.
    pub(crate) fn language(&self) -> Option<&'static str> {
        self.locked.language.or(self.preset.language).map(Language::code)
    }
}

/// What the system's own means of administration have settled: none without any, none in it if that cannot be read.
pub(crate) type Managed = Option<Option<Value>>;

/// Group policy on Windows, a configuration profile on macOS; Linux has only the file.
pub(crate) fn managed() -> Managed {
    #[cfg(windows)]
    let found = registry::read();
    #[cfg(target_os = "macos")]
    let found = profile::read();
    #[cfg(not(any(windows, target_os = "macos")))]
    let found = None;
    found
}

/// None without a file; none in it if it cannot be read.
fn read(path: &Path) -> Option<Option<File>> {
    match std::fs::read(path) {
        Ok(bytes) => Some(parse(&bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(_) => Some(None),
    }
}

fn parse(bytes: &[u8]) -> Option<File> {
    let file = serde_json::from_slice(bytes).ok();
    // A list would pass for values without their names.
    file.filter(|_| serde_json::from_slice(bytes).is_ok_and(|rules| keys::are_possible(&rules)))
}

fn possible(rules: Value) -> Option<File> {
    if keys::are_possible(&rules) { serde_json::from_value(rules).ok() } else { None }
}

/// Where the system keeps the file; only its administrators can write there.
pub(crate) fn place() -> Option<PathBuf> {
    if cfg!(windows) {
        std::env::var_os("ProgramData").map(|base| PathBuf::from(base).join("Depesha").join("policy.json"))
    } else if cfg!(target_os = "macos") {
        Some(PathBuf::from("/Library/Application Support/Depesha/policy.json"))
    } else {
        Some(PathBuf::from("/etc/depesha/policy.json"))
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
