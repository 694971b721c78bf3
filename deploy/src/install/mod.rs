//! Makes a data folder: secrets on the spot, keys, certificates, and every program's configuration.
//!
//! Secrets are made once and never change. Configuration follows from the layout and the ports and is written anew at
//! every start, so that a newer Depesha finds what it expects.

mod authority;
mod bridge;
mod clamav;
mod homeserver;
pub mod names;
pub mod register;
mod secrets;
mod template;

use std::path::Path;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use crate::layout::Layout;
use crate::ports::Ports;
use crate::shape::HOMESERVERS;

pub use homeserver::{close_registration, open_registration};
pub use secrets::{keep_secret, private_dir, write_private, write_private_bytes};

/// What marks a data folder as ours.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct StackFile {
    ports: Ports,
}

/// The ports of the stack in this folder, if there is one.
///
/// # Errors
/// If the folder's mark cannot be read.
pub fn existing_ports(layout: &Layout) -> anyhow::Result<Option<Ports>> {
    let path = layout.stack_file();
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let file: StackFile =
                serde_json::from_str(&text).with_context(|| format!("{} is damaged", path.display()))?;
            Ok(Some(file.ports))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Marks the folder as a stack's, with these ports.
///
/// # Errors
/// If the folder holds something else already, or cannot be written.
pub fn claim(layout: &Layout, ports: Ports) -> anyhow::Result<()> {
    let root = layout.root();
    secrets::private_dir(root)?;
    let foreign = std::fs::read_dir(root)?.filter_map(Result::ok).find(|entry| entry.path() != layout.lock());
    if let Some(entry) = foreign {
        bail!("{} holds something else ({}); name an empty folder", root.display(), entry.file_name().display());
    }
    write_private(&layout.stack_file(), &serde_json::to_string(&StackFile { ports })?)
}

/// Writes what is missing and renews the configuration.
///
/// # Errors
/// If something cannot be written.
pub fn install(layout: &Layout, ports: Ports, synapse_module: &Path) -> anyhow::Result<()> {
    for dir in [
        layout.run_dir(),
        layout.logs_dir(),
        layout.root().join("secrets"),
        layout.root().join("tls"),
        layout.mail_dir(),
    ] {
        secrets::private_dir(&dir)?;
    }
    authority::install(layout)?;
    for one in HOMESERVERS {
        homeserver::install(layout, ports, one, synapse_module)?;
    }
    if !synapse_module.join("depesha_bridge.py").is_file() {
        bail!("{} is missing: is this a whole checkout?", synapse_module.join("depesha_bridge.py").display());
    }
    clamav::install(layout)?;
    bridge::install(layout, ports)?;
    register::install(layout, ports)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::officers::SignIn;

    fn module() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../homeserver-bridge/synapse-module")
    }

    fn files(dir: &Path, into: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path, into) } else { into.push(path) }
        }
    }

    #[test]
    fn installing_twice_keeps_every_secret_and_nobody_else_may_read_any_file() {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::new(dir.path().join("stack"));
        let ports = Ports::with_base(21000).unwrap();
        claim(&layout, ports).unwrap();
        install(&layout, ports, &module()).unwrap();
        let mut paths = Vec::new();
        files(layout.root(), &mut paths);
        let contents =
            |paths: &[std::path::PathBuf]| paths.iter().map(|p| std::fs::read(p).unwrap()).collect::<Vec<_>>();
        let before = contents(&paths);
        install(&layout, ports, &module()).unwrap();
        assert!(contents(&paths) == before, "a second installation changed a file");
        assert_eq!(existing_ports(&layout).unwrap(), Some(ports));
        for path in &paths {
            assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o077, 0, "{}", path.display());
        }
        assert_eq!(std::fs::metadata(layout.root()).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn two_installations_share_no_secret() {
        let read = || {
            let dir = tempfile::tempdir().unwrap();
            let layout = Layout::new(dir.path().join("stack"));
            let ports = Ports::with_base(21000).unwrap();
            claim(&layout, ports).unwrap();
            install(&layout, ports, &module()).unwrap();
            let homeserver = layout.homeserver(crate::INTERIOR);
            let officers = SignIn::officers(&layout, ports);
            let mut secrets: Vec<_> = officers.into_iter().flat_map(|one| [one.password_file, one.totp_file]).collect();
            secrets.extend([
                layout.tls_key(),
                layout.report_token(),
                layout.sync_token(),
                homeserver.signing_key,
                homeserver.macaroon_secret,
                homeserver.form_secret,
                homeserver.module_token,
                homeserver.acts_token,
            ]);
            secrets.into_iter().map(|path| std::fs::read_to_string(path).unwrap()).collect::<Vec<_>>()
        };
        let (one, other) = (read(), read());
        for (mine, theirs) in one.iter().zip(&other) {
            assert_ne!(mine, theirs);
        }
    }

    #[test]
    fn a_folder_with_something_else_in_it_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("thesis.txt"), "mine").unwrap();
        let layout = Layout::new(dir.path());
        let error = claim(&layout, Ports::with_base(21000).unwrap()).unwrap_err();
        assert!(error.to_string().contains("thesis.txt"), "{error}");
        assert_eq!(existing_ports(&layout).unwrap(), None);
    }
}
