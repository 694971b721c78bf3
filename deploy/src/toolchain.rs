//! Builds our own programs: the interface with npm, everything in Rust with cargo.

use std::path::Path;
use std::process::Command;

use anyhow::Context;
use sha2::{Digest, Sha256};

use crate::caches::Caches;
use crate::progress::Progress;
use crate::run;

/// The first Rust that the strictest dependency declares; older ones compile it, with a flag.
const DECLARED_RUST: (u32, u32) = (1, 96);

/// `cargo` with a subcommand that builds, in the workspace, into the project's cache.
///
/// # Errors
/// If there is no `rustc`.
pub fn cargo(caches: &Caches, subcommand: &str) -> anyhow::Result<Command> {
    let version = run::captured(run::command("rustc").arg("--version")).context("Rust is needed: install rustup")?;
    let mut command = run::command("cargo");
    command.args(subcommand.split(' ')).current_dir(&caches.workspace).env("CARGO_TARGET_DIR", &caches.target);
    command.env("RUST_BACKTRACE", "1");
    if is_older(&version) {
        command.arg("--ignore-rust-version");
    }
    Ok(command)
}

fn is_older(version: &str) -> bool {
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    let mut parts = number.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    found != (0, 0) && found < DECLARED_RUST
}

/// Builds everything that a stack runs, the desktop client included; `targets` names more, such as `--tests`.
///
/// # Errors
/// If a build fails; its output has been shown.
pub fn build(caches: &Caches, targets: &[&str], progress: Progress) -> anyhow::Result<()> {
    build_interface(caches, progress)?;
    progress.step("building Depesha (cargo build)", || {
        let mut build = cargo(caches, "build")?;
        // Always the whole workspace, so that all crates are compiled with the same features every time.
        build.arg("--workspace").args(targets);
        if progress.is_quiet() { run::captured(&mut build).map(drop) } else { run::visible(&mut build) }
    })
}

/// Builds the interface, which the desktop client embeds. Nothing happens while its sources are unchanged.
///
/// # Errors
/// If npm is missing or fails.
pub fn build_interface(caches: &Caches, progress: Progress) -> anyhow::Result<()> {
    let ui = caches.interface();
    crate::prerequisites::install_node_modules(&ui, progress)?;
    let stamp = ui.join("node_modules/.depesha-built");
    let sources = fingerprint(&caches.workspace.join("desktop"))?;
    // The desktop client's own build puts a page there that says that there is no interface; it has no assets.
    let built = ui.join("dist/assets").is_dir();
    if built && std::fs::read_to_string(&stamp).is_ok_and(|text| text == sources) {
        return Ok(());
    }
    progress.step("building the interface (npm run build)", || {
        run::captured(run::command("npm").args(["run", "build"]).current_dir(&ui))?;
        std::fs::write(&stamp, &sources).context("cannot note that the interface is built")
    })
}

/// A hash of all files below the folder that decide what the interface looks like.
fn fingerprint(dir: &Path) -> anyhow::Result<String> {
    const LEFT_OUT: &[&str] = &["node_modules", "dist", "dist-fake", "src-tauri", "tests", "scripts", "fake-public"];
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if !LEFT_OUT.iter().any(|name| entry.file_name() == *name) {
                    folders.push(entry.path());
                }
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.as_os_str().as_encoded_bytes());
        hash.update([0]);
        hash.update(Sha256::digest(std::fs::read(&file)?));
    }
    Ok(hex::encode(hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_is_for_older_toolchains_only() {
        assert!(is_older("rustc 1.95.0 (59807616e 2026-04-14)"));
        assert!(!is_older("rustc 1.96.0 (0 2026-05-28)"));
        assert!(!is_older("rustc 1.100.0-nightly (0 2027-01-01)"));
        assert!(!is_older("unreadable"));
    }

    #[test]
    fn a_changed_source_changes_the_fingerprint_and_a_build_result_does_not() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("ui/dist")).unwrap();
        std::fs::write(dir.path().join("ui/a.ts"), "1").unwrap();
        let before = fingerprint(dir.path()).unwrap();
        std::fs::write(dir.path().join("ui/dist/a.js"), "1").unwrap();
        assert_eq!(fingerprint(dir.path()).unwrap(), before);
        std::fs::write(dir.path().join("ui/a.ts"), "2").unwrap();
        assert_ne!(fingerprint(dir.path()).unwrap(), before);
    }
}
