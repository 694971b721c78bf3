//! Tools that come from crates: `tauri-driver`, through which tests drive the real window.

use std::path::PathBuf;

use crate::caches::Caches;
use crate::progress::Progress;
use crate::run;

/// The major version whose protocol the tests speak.
const TAURI_DRIVER: &str = "^2";

/// Where `tauri-driver` is.
pub fn tauri_driver(caches: &Caches) -> PathBuf {
    caches.tools().join("bin/tauri-driver")
}

/// Installs `tauri-driver` unless it is there.
///
/// # Errors
/// If cargo cannot fetch or build it.
pub fn install_tauri_driver(caches: &Caches, progress: Progress) -> anyhow::Result<()> {
    if tauri_driver(caches).is_file() {
        return Ok(());
    }
    progress.step("installing tauri-driver", || {
        let mut install = run::command("cargo");
        install.args(["install", "--locked", "tauri-driver", "--version", TAURI_DRIVER, "--root"]).arg(caches.tools());
        install.env("CARGO_TARGET_DIR", caches.root.join("tools-target"));
        run::captured(&mut install).map(drop)
    })
}
