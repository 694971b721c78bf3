//! Several accounts side by side. Each has a profile: a data folder with a key, a lock, a window, a sign in the tray and a
//! process of its own, so that what happens to one account touches no other. The first profile is the data folder itself;
//! the others are folders in it, named by chance. What a person sees is the name of the account; it stands in the keychain
//! and in no file.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;

use client_core::Result;
use client_core::view::{ProblemView, SessionView};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::Url;

use crate::keys;
use crate::shell::unexpected;

/// Where the profiles are, in the data folder of the first.
const FOLDER: &str = "profiles";

/// The name of a profile: eight hexadecimal digits, so that it is fit for a path and says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProfileName(String);

impl FromStr for ProfileName {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let fits = text.len() == 8 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if fits { Ok(Self(text.to_owned())) } else { Err("a profile is named by eight of the characters 0-9 and a-f") }
    }
}

impl ProfileName {
    fn by_chance() -> Result<Self> {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_err(|_| unexpected("no randomness"))?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// One of the accounts on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub(crate) struct AccountEntry {
    /// Its profile; empty for the first.
    profile: String,
    /// Who is signed in; empty if that is not known here.
    name: String,
    /// Of which organisation.
    organisation: String,
    /// Whether it is the one of this window.
    this: bool,
}

/// What a profile is called for people.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Label {
    name: String,
    organisation: String,
}

/// The profiles on this computer, and with what a program is started for another.
#[derive(Debug, Clone)]
pub(crate) struct Profiles {
    /// The data folder of the first profile.
    pub(crate) base: PathBuf,
    /// The profile of this program; none for the first.
    pub(crate) own: Option<ProfileName>,
    /// Whether the data folder was named on the command line.
    pub(crate) named_folder: bool,
    pub(crate) bridge: Url,
    pub(crate) locale: Option<String>,
    /// The file of rules that was named on the command line.
    pub(crate) other_policy: Option<PathBuf>,
}

impl Profiles {
    /// The data folder of this program.
    pub(crate) fn own_folder(&self) -> PathBuf {
        folder(&self.base, self.own.as_ref())
    }

    /// The accounts that are signed in on this computer, this window's first.
    pub(crate) async fn accounts(&self) -> Vec<AccountEntry> {
        let own = std::iter::once(self.own.clone());
        let others = self.all().into_iter().filter(|one| *one != self.own);
        let mut accounts = Vec::new();
        for profile in own.chain(others) {
            let (this, folder) = (profile == self.own, folder(&self.base, profile.as_ref()));
            if !this && !is_signed_in(&folder) {
                continue;
            }
            let label = keys::label(&folder).await.and_then(|text| serde_json::from_str::<Label>(&text).ok());
            let Label { name, organisation } = label.unwrap_or_default();
            let profile = profile.map(|name| name.0).unwrap_or_default();
            accounts.push(AccountEntry { profile, name, organisation, this });
        }
        accounts
    }

    /// Opens the window of an account, or brings it to the front.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is no such profile.
    pub(crate) fn open(&self, profile: &str) -> Result<()> {
        let profile = match profile {
            "" => None,
            name => Some(name.parse().map_err(|_| ProblemView::NotFound)?),
        };
        if !self.all().contains(&profile) {
            return Err(ProblemView::NotFound);
        }
        self.start(profile.as_ref())
    }

    /// Opens a window for one more account: in a profile that nobody uses, or in a new one.
    ///
    /// # Errors
    /// If the program cannot be started.
    pub(crate) fn add(&self) -> Result<()> {
        self.start(self.free()?.as_ref())
    }

    /// A profile that nobody is signed in to.
    fn free(&self) -> Result<Option<ProfileName>> {
        let unused = |one: &Option<ProfileName>| *one != self.own && !is_signed_in(&folder(&self.base, one.as_ref()));
        match self.all().into_iter().find(unused) {
            Some(profile) => Ok(profile),
            None => ProfileName::by_chance().map(Some),
        }
    }

    /// All profiles, the first one first.
    fn all(&self) -> Vec<Option<ProfileName>> {
        let entries = std::fs::read_dir(self.base.join(FOLDER)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort_unstable();
        std::iter::once(None).chain(names.iter().filter_map(|name| name.parse().ok()).map(Some)).collect()
    }

    fn start(&self, profile: Option<&ProfileName>) -> Result<()> {
        let program = std::env::current_exe().map_err(|_| unexpected("finding the program"))?;
        let mut command = Command::new(program);
        command.args(self.arguments(profile)).stdin(Stdio::null());
        let mut child = command.spawn().map_err(|_| unexpected("opening another window"))?;
        // Waited for, so that nothing is left of it when it ends before this one.
        std::thread::spawn(move || child.wait());
        Ok(())
    }

    /// With what the program is started for a profile.
    pub(crate) fn arguments(&self, profile: Option<&ProfileName>) -> Vec<std::ffi::OsString> {
        let mut arguments = vec!["--bridge".into(), self.bridge.as_str().into()];
        if self.named_folder {
            arguments.extend(["--data-dir".into(), self.base.clone().into()]);
        }
        if let Some(policy) = &self.other_policy {
            arguments.extend(["--policy".into(), policy.into()]);
        }
        if let Some(locale) = &self.locale {
            arguments.extend(["--locale".into(), locale.into()]);
        }
        if let Some(profile) = profile {
            arguments.extend(["--profile".into(), profile.as_str().into()]);
        }
        arguments
    }
}

/// Keeps what the account of a data folder is called, for the windows of other accounts. Where there is no keychain they
/// show it without a name.
pub(crate) async fn remember(data_dir: &Path, session: &SessionView) {
    let label = Label { name: session.name.clone(), organisation: session.organisation.clone() };
    if let Ok(text) = serde_json::to_string(&label) {
        keys::keep_label(data_dir, text).await;
    }
}

/// The data folder of a profile.
pub(crate) fn folder(base: &Path, profile: Option<&ProfileName>) -> PathBuf {
    profile.map_or_else(|| base.to_owned(), |name| base.join(FOLDER).join(name.as_str()))
}

fn is_signed_in(folder: &Path) -> bool {
    folder.join("session").exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profiles(base: &Path, own: Option<&str>) -> Profiles {
        Profiles {
            base: base.to_owned(),
            own: own.map(|name| name.parse().expect("a name")),
            named_folder: true,
            bridge: "https://bridge.example".parse().expect("address"),
            locale: Some("uk".to_owned()),
            other_policy: None,
        }
    }

    fn sign_in(folder: &Path) {
        std::fs::create_dir_all(folder).expect("made");
        std::fs::write(folder.join("session"), b"sealed").expect("written");
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for bad in ["", "..", "../../etc", "0a1b2c3", "0a1b2c3d4", "0A1B2C3D", "0a1b/c3d", "é1b2c3d"] {
            assert!(bad.parse::<ProfileName>().is_err(), "{bad}");
        }
        let name: ProfileName = "0a1b2c3d".parse().expect("a name");
        assert_eq!(folder(Path::new("/data"), Some(&name)), Path::new("/data/profiles/0a1b2c3d"));
        assert_eq!(folder(Path::new("/data"), None), Path::new("/data"));
        assert_eq!(ProfileName::by_chance().expect("chance").as_str().parse::<ProfileName>().map(drop), Ok(()));
    }

    #[test]
    fn one_more_account_takes_a_profile_that_nobody_uses() {
        let base = tempfile::tempdir().expect("folder");
        let first = profiles(base.path(), None);
        let new = first.free().expect("free").expect("not the first, which is this window's");
        let second = profiles(base.path(), Some(new.as_str()));
        assert_eq!(second.free(), Ok(None), "nobody is signed in to the first");
        sign_in(base.path());
        sign_in(&second.own_folder());
        let third = second.free().expect("free").expect("a new one");
        assert_ne!(third, new);
        std::fs::create_dir_all(folder(base.path(), Some(&third))).expect("begun and left");
        assert_eq!(second.free(), Ok(Some(third.clone())));
        assert_eq!(first.all(), {
            let mut names = [new, third].map(Some);
            names.sort_by_key(|one| one.as_ref().map(|name| name.as_str().to_owned()));
            [vec![None], names.to_vec()].concat()
        });
    }

    #[test]
    fn another_window_is_started_on_the_same_data_and_only_for_a_profile_that_is_there() {
        let base = tempfile::tempdir().expect("folder");
        let profiles = profiles(base.path(), None);
        for unknown in ["0a1b2c3d", "..", "x"] {
            assert_eq!(profiles.open(unknown), Err(ProblemView::NotFound), "{unknown}");
        }
        let name: ProfileName = "0a1b2c3d".parse().expect("a name");
        let given = ["--bridge", "https://bridge.example/", "--data-dir", base.path().to_str().expect("text")];
        let rest = ["--locale", "uk", "--profile", "0a1b2c3d"];
        assert_eq!(profiles.arguments(Some(&name)), [given, rest].concat());
        assert_eq!(profiles.arguments(None), [given.as_slice(), &rest[..2]].concat());
    }
}
