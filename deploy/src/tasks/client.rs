//! Opens the desktop client on a running stack.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::run;
use crate::stack::Stack;

/// The command that opens the client with its own data folder, pointed at the stack's bridge.
pub fn command(stack: &Stack, data_dir: Option<&Path>) -> Command {
    let data_dir: PathBuf = data_dir.map_or_else(|| stack.layout().client_dir(), ToOwned::to_owned);
    let mut command = run::command_with_display(&stack.programs().desktop);
    command.arg("--data-dir").arg(data_dir).arg("--bridge").arg(stack.status().bridge.base_url);
    command
}

/// Opens the client and returns; it lives on by itself.
///
/// # Errors
/// If there is no display or it cannot be started.
pub fn open(stack: &Stack, data_dir: Option<&Path>) -> anyhow::Result<()> {
    if !run::has_display() {
        bail!("there is no display here; on a desktop run: cargo stack client");
    }
    let command = command(stack, data_dir);
    let log = stack.layout().log("client");
    let output = std::fs::File::options().create(true).append(true).open(&log)?;
    let mut detached = run::command_with_display("setsid");
    detached.arg(command.get_program()).args(command.get_args());
    detached.stdout(output.try_clone()?).stderr(output);
    detached.spawn().with_context(|| format!("cannot start {}", command.get_program().display()))?;
    Ok(())
}
