//! Synapse, in a Python environment of its own: one a version, shared by all stacks of the machine.

use std::path::Path;

use anyhow::Context;

use crate::caches::Caches;
use crate::progress::Progress;
use crate::run;

/// The version that the module and the configuration were written for.
pub const SYNAPSE_VERSION: &str = "1.163.2";

/// The versions of Synapse's own dependencies that we have tried, so that every machine gets the same.
const CONSTRAINTS: &str = include_str!("../../synapse-constraints.txt");

/// Installs Synapse unless it is there.
///
/// # Errors
/// If Python cannot make an environment or the packages cannot be fetched.
pub fn install_synapse(caches: &Caches, progress: Progress) -> anyhow::Result<()> {
    let environment = caches.synapse();
    if caches.synapse_python().is_file() {
        return Ok(());
    }
    progress.step(&format!("installing Synapse {SYNAPSE_VERSION}"), || {
        std::fs::create_dir_all(&caches.root).with_context(|| format!("cannot make {}", caches.root.display()))?;
        let temporary = caches.root.join(format!("synapse-{SYNAPSE_VERSION}.{}", std::process::id()));
        let installed = fill(&temporary).and_then(|()| {
            if environment.exists() {
                // What an interrupted clean-up or a removed Python left behind.
                std::fs::remove_dir_all(&environment)?;
            }
            std::fs::rename(&temporary, &environment).context("cannot put Synapse into its place")
        });
        if installed.is_err() {
            let _ = std::fs::remove_dir_all(&temporary);
        }
        installed
    })
}

/// Only a complete environment gets its final name. Its scripts would hold the temporary one, but we start modules.
fn fill(environment: &Path) -> anyhow::Result<()> {
    run::captured(run::command("python3").args(["-m", "venv"]).arg(environment))
        .context("cannot make a Python environment (Debian: python3-venv)")?;
    let constraints = environment.join("constraints.txt");
    std::fs::write(&constraints, CONSTRAINTS)?;
    let mut install = run::command(environment.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
    install.arg("--constraint").arg(&constraints).arg(format!("matrix-synapse=={SYNAPSE_VERSION}"));
    run::captured(&mut install).map(drop)
}
