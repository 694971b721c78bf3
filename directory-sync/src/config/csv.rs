//! `[register]` with `kind = "csv"`.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde::Deserialize;

/// A CSV register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CsvSection {
    /// The file: UTF-8, with or without byte order mark, the first line names the columns.
    pub path: PathBuf,
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
        Ok(())
    }
}

fn comma() -> char {
    ','
}
fn yes() -> bool {
    true
}
