//! Tools that come from crates and from npm: `tauri-driver`, through which tests drive the real window, `tauri`, which packs
//! the desktop client, and `cargo-cyclonedx`, which lists what a program is made of.

use std::path::PathBuf;

use crate::caches::Caches;
use crate::progress::Progress;
use crate::run;

/// The major version whose protocol the tests speak.
const TAURI_DRIVER: &str = "^2";
const CARGO_CYCLONEDX: &str = "^0.5";
/// Of the same release as the runtime in the client.
const TAURI_CLI: &str = "2.12.5";

/// Where `tauri-driver` is.
pub fn tauri_driver(caches: &Caches) -> PathBuf {
    caches.tools().join("bin/tauri-driver")
}

/// Installs `tauri-driver` unless it is there.
///
/// # Errors
/// If cargo cannot fetch or build it.
pub fn install_tauri_driver(caches: &Caches, progress: Progress) -> anyhow::Result<()> {
    install(caches, "tauri-driver", TAURI_DRIVER, progress)
}

/// Where `cargo-cyclonedx` is.
pub fn cargo_cyclonedx(caches: &Caches) -> PathBuf {
    caches.tools().join("bin/cargo-cyclonedx")
}

/// Installs `cargo-cyclonedx` unless it is there.
///
/// # Errors
/// If cargo cannot fetch or build it.
pub fn install_cargo_cyclonedx(caches: &Caches, progress: Progress) -> anyhow::Result<()> {
    install(caches, "cargo-cyclonedx", CARGO_CYCLONEDX, progress)
}

/// Where `tauri` is.
pub fn tauri(caches: &Caches) -> PathBuf {
    tauri_folder(caches).join("node_modules/.bin/tauri")
}

fn tauri_folder(caches: &Caches) -> PathBuf {
    caches.tools().join(format!("tauri-cli-{TAURI_CLI}"))
}

/// Installs `tauri` unless it is there. It is no part of the interface's own tools: npm leaves other systems' builds of it
/// out of the lock file, and then refuses the lock file.
///
/// # Errors
/// If npm cannot fetch it.
pub fn install_tauri(caches: &Caches, progress: Progress) -> anyhow::Result<()> {
    if tauri(caches).is_file() {
        return Ok(());
    }
    progress.step("installing tauri", || {
        let mut install = run::command("npm");
        install.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]);
        install.arg(tauri_folder(caches)).arg(format!("@tauri-apps/cli@{TAURI_CLI}"));
        run::captured(&mut install).map(drop)
    })
}

fn install(caches: &Caches, name: &str, version: &str, progress: Progress) -> anyhow::Result<()> {
    if caches.tools().join("bin").join(name).is_file() {
        return Ok(());
    }
    progress.step(&format!("installing {name}"), || {
        let mut install = run::command("cargo");
        install.args(["install", "--locked", name, "--version", version, "--root"]).arg(caches.tools());
        install.env("CARGO_TARGET_DIR", caches.root.join("tools-target"));
        run::captured(&mut install).map(drop)
    })
}
