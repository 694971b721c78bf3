//! What the operating modes mean: `[modes.heightened]` and `[modes.crisis]`. The normal mode is what everything else in the
//! configuration says, and cannot be made stricter here by a slip.

use anyhow::ensure;
use bridge_api::mode::{Mode, ModeRules};
use serde::Deserialize;

/// Documents without macros, pictures and plain text: what is still given out when file types are cut down.
const DOCUMENTS_AND_PICTURES: [&str; 20] = [
    "application/pdf",
    "application/rtf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.oasis.opendocument.*",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/avif",
    "image/bmp",
    "image/gif",
    "image/heic",
    "image/heif",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "text/csv",
    "text/plain",
];

/// `[modes]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModesConfig {
    /// Something may happen, or has just happened.
    pub heightened: ModeConfig,
    /// Something is happening.
    pub crisis: ModeConfig,
}

/// One mode. What is left out keeps the mode's own default.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModeConfig {
    /// People from outside can be invited, enter rooms and write; yes when heightened, no in a crisis.
    pub externals: Option<bool>,
    /// In public rooms only those who manage them write; no when heightened, yes in a crisis.
    pub public_rooms_read_only: Option<bool>,
    /// The only types of files that are given out, or `"all"`; documents and pictures in both modes. An entry that ends with
    /// `*` stands for every type that begins so.
    pub only_file_types: Option<FileTypes>,
    /// A file on which there is no verdict is held back also where it would pass otherwise; yes in both modes.
    pub unknown_verdict_blocks: Option<bool>,
}

/// Which types of files are given out.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum FileTypes {
    /// `"all"`, and nothing else.
    Word(String),
    /// These.
    Only(Vec<String>),
}

impl ModesConfig {
    /// What a mode allows.
    pub fn rules(&self, mode: Mode) -> ModeRules {
        let (config, crisis) = match mode {
            Mode::Normal => return ModeRules::default(),
            Mode::Heightened => (&self.heightened, false),
            Mode::Crisis => (&self.crisis, true),
        };
        ModeRules {
            externals: config.externals.unwrap_or(!crisis),
            public_rooms_read_only: config.public_rooms_read_only.unwrap_or(crisis),
            only_file_types: match &config.only_file_types {
                None => Some(DOCUMENTS_AND_PICTURES.map(String::from).to_vec()),
                Some(FileTypes::Word(_)) => None,
                Some(FileTypes::Only(types)) => Some(types.clone()),
            },
            unknown_verdict_blocks: config.unknown_verdict_blocks.unwrap_or(true),
        }
    }

    /// Checks that the lists are lists of types, and that nothing is more open in a crisis than before it.
    ///
    /// # Errors
    /// One sentence that names the key to correct.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        for (name, config) in [("heightened", &self.heightened), ("crisis", &self.crisis)] {
            match &config.only_file_types {
                Some(FileTypes::Word(word)) => {
                    ensure!(word == "all", "modes.{name}.only_file_types must be a list of media types, or \"all\"");
                }
                Some(FileTypes::Only(types)) => {
                    ensure!(
                        !types.is_empty(),
                        "modes.{name}.only_file_types is empty, which would hold back every file; write \"all\" for no cut"
                    );
                    for entry in types {
                        ensure!(is_type(entry), "modes.{name}.only_file_types: {entry:?} is no media type");
                    }
                }
                None => {}
            }
        }
        let (heightened, crisis) = (self.rules(Mode::Heightened), self.rules(Mode::Crisis));
        let stays = |key: &str, fits: bool| -> anyhow::Result<()> {
            ensure!(
                fits,
                "modes.crisis.{key} allows what modes.heightened.{key} does not: a crisis must not open anything"
            );
            Ok(())
        };
        stays("externals", heightened.externals || !crisis.externals)?;
        stays("public_rooms_read_only", !heightened.public_rooms_read_only || crisis.public_rooms_read_only)?;
        stays("unknown_verdict_blocks", !heightened.unknown_verdict_blocks || crisis.unknown_verdict_blocks)?;
        stays("only_file_types", covers(heightened.only_file_types.as_deref(), crisis.only_file_types.as_deref()))
    }
}

/// Whether everything that passes the second list passes the first.
fn covers(wide: Option<&[String]>, narrow: Option<&[String]>) -> bool {
    let covered = |entry: &String| {
        wide.into_iter().flatten().any(|other| match other.strip_suffix('*') {
            Some(start) => entry.trim_end_matches('*').starts_with(start),
            None => other == entry,
        })
    };
    wide.is_none() || narrow.is_some_and(|narrow| narrow.iter().all(covered))
}

fn is_type(entry: &str) -> bool {
    let name = entry.strip_suffix('*').unwrap_or(entry);
    let Some((kind, rest)) = name.split_once('/') else { return false };
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-' | b'_');
    !kind.is_empty() && kind.bytes().all(plain) && rest.bytes().all(plain) && (entry.ends_with('*') || !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ModesConfig, String> {
        let config: ModesConfig = toml::from_str(text).map_err(|e| e.to_string())?;
        config.check().map(|()| config).map_err(|e| e.to_string())
    }

    #[test]
    fn what_is_left_out_keeps_the_modes_own_default() {
        let config = read("[crisis]\npublic_rooms_read_only = false\n").unwrap();
        let crisis = config.rules(Mode::Crisis);
        assert!(!crisis.externals && !crisis.public_rooms_read_only && crisis.unknown_verdict_blocks);
        assert!(crisis.passes_type("application/pdf") && !crisis.passes_type("application/zip"));
        let heightened = config.rules(Mode::Heightened);
        assert!(heightened.externals && !heightened.public_rooms_read_only && heightened.unknown_verdict_blocks);
        assert!(!heightened.passes_type("application/octet-stream") && heightened.passes_type("image/png"));
        assert_eq!(config.rules(Mode::Normal), ModeRules::default());
    }

    #[test]
    fn slips_are_told_before_anything_starts() {
        for (text, told) in [
            ("[normal]\nexternals = false", "unknown field `normal`"),
            ("[crisis]\nexternal = true", "unknown field `external`"),
            ("[crisis]\nonly_file_types = []", "would hold back every file"),
            ("[crisis]\nonly_file_types = \"pdf\"", "or \"all\""),
            ("[heightened]\nonly_file_types = [\"pdf\"]", "\"pdf\" is no media type"),
            ("[heightened]\nexternals = false\n[crisis]\nexternals = true", "modes.crisis.externals allows"),
            ("[crisis]\nonly_file_types = \"all\"", "modes.crisis.only_file_types allows"),
            ("[crisis]\nonly_file_types = [\"application/zip\"]", "modes.crisis.only_file_types allows"),
            ("[crisis]\nonly_file_types = [\"application/*\"]", "modes.crisis.only_file_types allows"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(told), "{text}: {error}");
        }
        for text in [
            "[crisis]\nonly_file_types = [\"application/pdf\", \"application/vnd.oasis.opendocument.text\"]",
            "[heightened]\nonly_file_types = \"all\"",
            "[heightened]\nonly_file_types = [\"image/*\"]\n[crisis]\nonly_file_types = [\"image/p*\", \"image/png\"]",
            "[heightened]\nexternals = false",
        ] {
            assert!(read(text).is_ok(), "{text}: {:?}", read(text));
        }
    }
}
