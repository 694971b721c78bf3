//! Files and folders that only their owner may read, and secrets made on the spot.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng;

/// 256 random bits as text.
pub(super) fn random() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes())
}

/// 256 random bits.
pub(super) fn random_bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// Makes a folder, and those above it, for the owner alone.
///
/// # Errors
/// If it cannot be made.
pub fn private_dir(dir: &Path) -> anyhow::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("cannot make the folder {}", dir.display()))
}

/// Writes a file that only its owner may read; it is there whole or not at all.
///
/// # Errors
/// If it cannot be written.
pub fn write_private(path: &Path, text: &str) -> anyhow::Result<()> {
    write_private_bytes(path, text.as_bytes())
}

/// Like [`write_private`], for content that is no text.
///
/// # Errors
/// If it cannot be written.
pub fn write_private_bytes(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        file.write_all(content)?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)
    })();
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Writes the secret unless there is one already.
///
/// # Errors
/// If it cannot be written.
pub fn keep_secret(path: &Path, make: impl FnOnce() -> String) -> anyhow::Result<()> {
    if std::fs::metadata(path).is_ok_and(|file| file.len() > 0) { Ok(()) } else { write_private(path, &make()) }
}
