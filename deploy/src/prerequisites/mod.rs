//! What has to be on the machine before a stack can run or be tested: Debian packages, Synapse, node modules, tools.
//!
//! Each is looked at quickly and installed only when it is missing. Where packages may not be installed, the one
//! command that does it is printed. Names of registries are the machine's business and stand nowhere here.

mod node;
mod packages;
mod synapse;
mod tools;

use anyhow::bail;

use crate::caches::Caches;
use crate::progress::Progress;
use crate::run;

pub use node::install_node_modules;
pub use packages::{Purpose, install_packages};
pub use synapse::{SYNAPSE_VERSION, install_synapse};
pub use tools::{cargo_cyclonedx, install_cargo_cyclonedx, install_tauri, install_tauri_driver, tauri, tauri_driver};

/// Makes sure that everything a running stack needs is there.
///
/// # Errors
/// If something is missing and cannot be installed; the message says what to run.
pub fn for_up(caches: &Caches, progress: Progress) -> anyhow::Result<()> {
    languages()?;
    install_packages(Purpose::Up, progress)?;
    install_synapse(caches, progress)
}

/// Makes sure that everything the tests need is there.
///
/// # Errors
/// If something is missing and cannot be installed; the message says what to run.
pub fn for_test(caches: &Caches, progress: Progress) -> anyhow::Result<()> {
    languages()?;
    install_packages(Purpose::Test, progress)?;
    install_synapse(caches, progress)?;
    install_node_modules(&caches.identity_provider(), progress)?;
    install_tauri_driver(caches, progress)
}

/// The oldest Node.js that the interface's tools run on.
const NODE: (u32, u32) = (20, 19);

fn languages() -> anyhow::Result<()> {
    for (program, what) in [("cargo", "Rust (rustup)"), ("node", "Node.js"), ("npm", "npm"), ("python3", "Python 3")] {
        if !run::on_path(program) {
            bail!("{what} is needed and {program} is not on the search path");
        }
    }
    let version = run::captured(run::command("node").arg("--version"))?;
    if !is_at_least(&version, NODE) {
        bail!("Node.js {}.{} or newer is needed; this is {}", NODE.0, NODE.1, version.trim());
    }
    Ok(())
}

fn is_at_least(version: &str, wanted: (u32, u32)) -> bool {
    let mut parts = version.trim().trim_start_matches('v').split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(is_at_least("v20.19.0\n", NODE) && is_at_least("v22.2.1", NODE) && is_at_least("v100.0.0", NODE));
        assert!(!is_at_least("v20.9.0", NODE) && !is_at_least("v18.20.0", NODE) && !is_at_least("", NODE));
    }
}
