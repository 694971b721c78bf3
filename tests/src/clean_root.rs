//! A clean Debian in a folder, with the client's package installed in it as an administrator installs it: nothing is there
//! but what the package asks for.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;
use tokio::process::Command;

/// Starts the installed client with the machine's processes, devices and temporary files in sight; these mounts end with it.
const START: &str = r#"#!/bin/sh
exec unshare --mount sh -c '
    mount --bind /proc "$0/proc" && mount --rbind /dev "$0/dev" && mount --bind /tmp "$0/tmp" &&
        exec chroot "$0" /usr/bin/depesha-desktop "$@"' 'ROOT' "$@"
"#;

/// The folder; it is removed in the end.
pub struct CleanRoot {
    folder: TempDir,
}

impl CleanRoot {
    /// Makes it, of this machine's release and from where this machine has its packages, and installs the package.
    ///
    /// # Errors
    /// If there is no `mmdebstrap`, or something the package asks for cannot be had.
    pub async fn with(package: &Path) -> Result<Self> {
        let folder = TempDir::new()?;
        let root = folder.path().join("root");
        let mut make = Command::new("mmdebstrap");
        make.args(["--variant=minbase", "--mode=root", "--aptopt=APT::Install-Recommends \"false\""]);
        make.arg("--include=fonts-dejavu-core");
        make.arg(format!("--customize-hook=copy-in '{}' /tmp", package.display()));
        let name = package.file_name().context("a file")?.to_string_lossy();
        make.arg(format!("--customize-hook=chroot \"$1\" apt-get install --yes '/tmp/{name}'"));
        make.arg(release()?).arg(&root).args(sources()?);
        let output = make.output().await.context("cannot start mmdebstrap")?;
        ensure!(output.status.success(), "no clean Debian: {}", String::from_utf8_lossy(&output.stderr));
        Ok(Self { folder })
    }

    /// Whether there is such a file.
    pub fn has(&self, path: &str) -> bool {
        self.root().join(path.trim_start_matches('/')).is_file()
    }

    /// Writes a file of the computer's administrator.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn put(&self, path: &str, text: &str) -> Result<()> {
        let path = self.root().join(path.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().context("a folder")?)?;
        Ok(std::fs::write(path, text)?)
    }

    /// A program that starts the installed client.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn client(&self) -> Result<PathBuf> {
        use std::os::unix::fs::PermissionsExt;
        let path = self.folder.path().join("depesha-desktop");
        std::fs::write(&path, START.replace("ROOT", &self.root().to_string_lossy()))?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
        Ok(path)
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }
}

/// The code name of this machine's release.
fn release() -> Result<String> {
    let system = std::fs::read_to_string("/etc/os-release")?;
    let name = system.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    Ok(name.context("this release has no name")?.trim_matches('"').to_owned())
}

/// The files that say where this machine has its packages.
fn sources() -> Result<Vec<PathBuf>> {
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    if let Ok(more) = std::fs::read_dir("/etc/apt/sources.list.d") {
        files.extend(more.filter_map(|entry| Some(entry.ok()?.path())));
    }
    files.retain(|path| path.extension().is_some_and(|end| end == "list" || end == "sources"));
    files.retain(|path| std::fs::metadata(path).is_ok_and(|file| file.len() > 0));
    ensure!(!files.is_empty(), "this machine does not say where it has its packages");
    Ok(files)
}
