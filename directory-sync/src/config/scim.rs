//! `[register]` with `kind = "scim"`.

use std::path::Path;

use anyhow::Result;
use serde::Deserialize;

/// What an identity system pushes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScimSection {}

impl ScimSection {
    pub(super) fn resolve(&mut self, _folder: &Path) {}

    pub(super) fn check(&self) -> Result<()> {
        anyhow::bail!("registers of this kind cannot be read yet")
    }
}
