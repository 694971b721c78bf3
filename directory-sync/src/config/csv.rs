//! `[register]` with `kind = "csv"`.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use encoding_rs::{Encoding, REPLACEMENT, X_USER_DEFINED};
use serde::Deserialize;

/// A CSV register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CsvSection {
    /// The file, with or without byte order mark; the first line names the columns.
    pub path: PathBuf,
    /// How its letters are written: a label of the Encoding Standard, such as `windows-1251` or `utf-16le`.
    #[serde(default = "utf_8")]
    pub encoding: String,
    /// Between the fields.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// First field of a last line that closes the file; its second field is the number of rows.
    #[serde(default)]
    pub trailer: Option<String>,
    /// Whether a complete file ends with a line break. A file that then does not is taken for cut off.
    #[serde(default = "yes")]
    pub ends_with_line_break: bool,
}

impl CsvSection {
    pub(super) fn resolve(&mut self, folder: &Path) {
        self.path = folder.join(&self.path);
    }

    pub(super) fn check(&self) -> Result<()> {
        if !self.delimiter.is_ascii() || matches!(self.delimiter, '"' | '\n' | '\r') {
            bail!("register.delimiter must be one ASCII character such as ',' or ';'");
        }
        if self.trailer.as_deref().is_some_and(|word| word.trim().is_empty()) {
            bail!("register.trailer must not be empty: leave it out if the file has no closing line");
        }
        encoding(&self.encoding).map(|_| ())
    }
}

/// The encoding that a label names.
///
/// # Errors
/// If there is none of this name that a text can be read in.
pub fn encoding(label: &str) -> Result<&'static Encoding> {
    match Encoding::for_label(label.as_bytes()) {
        Some(found) if found != REPLACEMENT && found != X_USER_DEFINED => Ok(found),
        _ => bail!("{label:?} is no encoding: write for example \"utf-8\", \"windows-1251\" or \"utf-16le\""),
    }
}

fn utf_8() -> String {
    "utf-8".to_owned()
}
fn comma() -> char {
    ','
}
fn yes() -> bool {
    true
}
