//! The interface's node modules, exactly as the lock file has them.

use std::path::Path;

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};

use crate::progress::Progress;
use crate::run;

/// Runs `npm ci` unless the modules are those of the lock file.
///
/// # Errors
/// If there is no interface here, or npm fails.
pub fn install_node_modules(ui: &Path, progress: Progress) -> anyhow::Result<()> {
    let lock = ui.join("package-lock.json");
    let Ok(locked) = std::fs::read(&lock) else { bail!("{} is missing: is this a whole checkout?", lock.display()) };
    let wanted = hex::encode(Sha256::digest(&locked));
    let stamp = ui.join("node_modules/.depesha-installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        return Ok(());
    }
    progress.step("installing the interface's node modules (npm ci)", || {
        run::captured(run::command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(ui))?;
        std::fs::write(&stamp, &wanted).context("cannot note that the node modules are installed")
    })
}
