//! `[register]` with `kind = "sql"`.

use std::path::Path;

use anyhow::Result;
use serde::Deserialize;

/// A database.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SqlSection {}

impl SqlSection {
    pub(super) fn resolve(&mut self, _folder: &Path) {}

    pub(super) fn check(&self) -> Result<()> {
        anyhow::bail!("registers of this kind cannot be read yet")
    }
}
