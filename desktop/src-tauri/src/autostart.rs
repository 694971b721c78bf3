//! Starting when the person signs in to the computer: an entry in the folder that every desktop of Linux looks into.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use client_core::Result;

use crate::profiles::Profiles;
use crate::shell::unexpected;

/// The entry of one profile, where the system has such entries.
pub(crate) struct Autostart {
    file: PathBuf,
    /// What is in it.
    entry: String,
}

impl Autostart {
    /// For the profile of this program; none where the system has other ways.
    pub(crate) fn of(config_dir: &Path, profiles: &Profiles) -> Option<Self> {
        if !cfg!(target_os = "linux") {
            return None;
        }
        // Of an AppImage, what is running is gone after the end; the variable names what stays.
        let program = std::env::var_os("APPIMAGE").or_else(|| std::env::current_exe().ok().map(Into::into))?;
        let name = profiles.own.as_ref().map_or_else(String::new, |name| format!("-{}", name.as_str()));
        let arguments = profiles.arguments(profiles.own.as_ref());
        let words = std::iter::once(program).chain(arguments).chain([OsString::from("--minimised")]);
        let command: Option<Vec<String>> = words.map(|word| word.to_str().map(quoted)).collect();
        let command = command?.join(" ");
        Some(Self {
            file: config_dir.join("autostart").join(format!("org.depesha.desktop{name}.desktop")),
            entry: format!(
                "[Desktop Entry]\nType=Application\nName=Depesha\nIcon=depesha-desktop\nTerminal=false\nExec={command}\n"
            ),
        })
    }

    pub(crate) fn is_on(&self) -> bool {
        self.file.exists()
    }

    /// # Errors
    /// If the folder cannot be written to.
    pub(crate) fn set(&self, on: bool) -> Result<()> {
        let done = if on {
            let folder = self.file.parent().unwrap_or(Path::new(""));
            std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&self.file, &self.entry))
        } else if self.is_on() {
            std::fs::remove_file(&self.file)
        } else {
            Ok(())
        };
        done.map_err(|_| unexpected("starting by itself"))
    }
}

/// A word of a command line as the Desktop Entry Specification wants it: quoted for the command, then for the file.
fn quoted(word: &str) -> String {
    let mut quoted = String::from("\"");
    for sign in word.chars() {
        match sign {
            '"' | '`' | '$' => quoted.extend(['\\', '\\', sign]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            '\n' | '\r' => {}
            sign => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn profiles(own: Option<&str>) -> Profiles {
        Profiles {
            base: PathBuf::from("/data"),
            own: own.map(|name| name.parse().expect("a name")),
            named_folder: false,
            bridge: "https://bridge.example".parse().expect("address"),
            locale: Some("uk".to_owned()),
            other_policy: None,
        }
    }

    #[test]
    fn it_is_switched_on_and_off_for_each_profile() {
        let folder = tempfile::tempdir().expect("folder");
        let first = Autostart::of(folder.path(), &profiles(None)).expect("on Linux");
        let second = Autostart::of(folder.path(), &profiles(Some("0a1b2c3d"))).expect("on Linux");
        assert!(!first.is_on());
        first.set(false).expect("nothing to do");
        first.set(true).expect("on");
        assert!(first.is_on() && !second.is_on());
        second.set(true).expect("on");
        let entry = std::fs::read_to_string(&second.file).expect("written");
        let end =
            "\"--bridge\" \"https://bridge.example/\" \"--locale\" \"uk\" \"--profile\" \"0a1b2c3d\" \"--minimised\"\n";
        assert!(entry.starts_with("[Desktop Entry]\nType=Application\n") && entry.ends_with(end), "{entry}");
        first.set(false).expect("off");
        assert!(!first.is_on() && second.is_on());
    }

    #[test]
    fn no_word_of_the_command_means_anything_else() {
        assert_eq!(quoted("/opt/my programs/a"), "\"/opt/my programs/a\"");
        assert_eq!(quoted("$HOME`x`\"100%\"\\"), r#""\\$HOME\\`x\\`\\"100%%\\"\\\\""#);
        assert_eq!(quoted("a\nExec=evil"), "\"aExec=evil\"");
    }
}
