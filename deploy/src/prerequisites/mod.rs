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
pub use tools::{install_tauri_driver, tauri_driver};

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
    install_tauri_driver(caches, progress)
}

fn languages() -> anyhow::Result<()> {
    for (program, what) in [("cargo", "Rust (rustup)"), ("node", "Node.js 20.19 or newer"), ("npm", "npm")] {
        if !run::on_path(program) {
            bail!("{what} is needed and {program} is not on the search path");
        }
    }
    Ok(())
}
