//! Node modules, exactly as a lock file has them: the interface's, and those of the journeys' identity provider.

use std::path::Path;

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};

use crate::progress::Progress;
use crate::run;

/// Runs `npm ci` in a folder unless the modules are those of its lock file.
///
/// # Errors
/// If there is no lock file here, or npm fails.
pub fn install_node_modules(folder: &Path, progress: Progress) -> anyhow::Result<()> {
    let lock = folder.join("package-lock.json");
    let Ok(locked) = std::fs::read(&lock) else { bail!("{} is missing: is this a whole checkout?", lock.display()) };
    let wanted = hex::encode(Sha256::digest(&locked));
    let stamp = folder.join("node_modules/.depesha-installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        return Ok(());
    }
    let what = folder.file_name().unwrap_or_default().to_string_lossy();
    progress.step(&format!("installing the node modules of {what} (npm ci)"), || {
        run::captured(run::command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
        std::fs::write(&stamp, &wanted).context("cannot note that the node modules are installed")
    })
}
