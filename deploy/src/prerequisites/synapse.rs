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

/// What of the environment says that it holds all of them.
const COMPLETE: &str = "constraints.txt";

/// Installs Synapse unless it is there. An environment of an older Depesha gets what it lacks.
///
/// # Errors
/// If Python cannot make an environment or the packages cannot be fetched.
pub fn install_synapse(caches: &Caches, progress: Progress) -> anyhow::Result<()> {
    let environment = caches.synapse();
    if caches.synapse_python().is_file() {
        if std::fs::read_to_string(environment.join(COMPLETE)).is_ok_and(|text| text == CONSTRAINTS) {
            return Ok(());
        }
        let what = format!("what Synapse {SYNAPSE_VERSION} lacks here");
        return progress.step(&what, || install_packages(&environment));
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
    install_packages(environment)
}

fn install_packages(environment: &Path) -> anyhow::Result<()> {
    let wanted = environment.join("constraints.new");
    std::fs::write(&wanted, CONSTRAINTS)?;
    let mut install = run::command(environment.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
    install.arg("--constraint").arg(&wanted).arg(format!("matrix-synapse[oidc]=={SYNAPSE_VERSION}"));
    run::captured(&mut install)?;
    std::fs::rename(&wanted, environment.join(COMPLETE)).context("cannot note that Synapse is complete")
}
