//! Folders outside a stack: the source tree, and what is made once for a machine.

use std::path::{Path, PathBuf};

use anyhow::Context;

/// Where the source tree and the machine-wide caches are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caches {
    /// The workspace.
    pub workspace: PathBuf,
    /// Cache folder of the project.
    pub root: PathBuf,
    /// Where cargo builds.
    pub target: PathBuf,
}

impl Caches {
    /// Where the user's environment puts them: `XDG_CACHE_HOME` and `CARGO_TARGET_DIR` count, if set.
    ///
    /// # Errors
    /// If the home folder is not known.
    pub fn of_this_user() -> anyhow::Result<Self> {
        Self::find(variable("XDG_CACHE_HOME"), variable("CARGO_TARGET_DIR"))
    }

    fn find(xdg_cache: Option<PathBuf>, cargo_target: Option<PathBuf>) -> anyhow::Result<Self> {
        let cache = match xdg_cache.filter(|path| path.is_absolute()) {
            Some(path) => path,
            None => home()?.join(".cache"),
        };
        let root = cache.join("depesha");
        let workspace = checkout(variable("CARGO_MANIFEST_DIR"))?;
        let target = cargo_target.map_or_else(|| root.join("target"), |path| workspace.join(path));
        Ok(Self { workspace, root, target })
    }

    /// Synapse's Python environment.
    pub fn synapse(&self) -> PathBuf {
        self.root.join(format!("synapse-{}", crate::prerequisites::SYNAPSE_VERSION))
    }

    /// Python with Synapse.
    pub fn synapse_python(&self) -> PathBuf {
        self.synapse().join("bin/python")
    }

    /// Tools installed with cargo.
    pub fn tools(&self) -> PathBuf {
        self.root.join("tools")
    }

    /// Our Synapse module.
    pub fn synapse_module(&self) -> PathBuf {
        self.workspace.join("homeserver-bridge/synapse-module")
    }

    /// The interface's sources.
    pub fn interface(&self) -> PathBuf {
        self.workspace.join("desktop/ui")
    }

    /// The identity provider of the journeys.
    pub fn identity_provider(&self) -> PathBuf {
        self.workspace.join("tests/identity-provider")
    }

    /// Where debug builds of our programs are.
    pub fn debug_programs(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// Where the benches build.
    pub fn bench_target(&self) -> PathBuf {
        self.root.join("target-bench")
    }
}

/// The checkout that cargo runs in. `package` is one of its packages, as cargo names it to what it runs; only without that
/// counts where this was compiled: another checkout may share the build folder.
fn checkout(package: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    let package = package.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    let root = package.ancestors().find(|folder| folder.join("Cargo.lock").exists());
    root.map(Path::to_owned).with_context(|| format!("{} is in no checkout", package.display()))
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The data folder unless another is named; `XDG_DATA_HOME` counts, if set.
///
/// # Errors
/// If the home folder is not known.
pub fn default_data_dir() -> anyhow::Result<PathBuf> {
    data_dir_in(variable("XDG_DATA_HOME"))
}

fn data_dir_in(xdg_data: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    let data = match xdg_data.filter(|path| path.is_absolute()) {
        Some(path) => path,
        None => home()?.join(".local/share"),
    };
    Ok(data.join("depesha-stack"))
}

fn home() -> anyhow::Result<PathBuf> {
    std::env::home_dir().filter(|path| path.is_absolute()).context("the home folder is not known; set HOME")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_follow_the_variables_when_they_are_absolute() {
        let caches = Caches::find(Some("/c".into()), Some("/t".into())).unwrap();
        assert_eq!((caches.root.as_path(), caches.target.as_path()), (Path::new("/c/depesha"), Path::new("/t")));
        let ignored = Caches::find(Some("relative".into()), None).unwrap();
        assert!(ignored.root.ends_with(".cache/depesha") && ignored.target.ends_with(".cache/depesha/target"));
        assert_eq!(data_dir_in(Some("/d".into())).unwrap(), Path::new("/d/depesha-stack"));
        assert!(caches.workspace.join("Cargo.lock").is_file());
    }

    #[test]
    fn the_checkout_is_the_one_that_cargo_runs_in() {
        let elsewhere = tempfile::tempdir().unwrap();
        let package = elsewhere.path().join("a/b");
        std::fs::create_dir_all(&package).unwrap();
        std::fs::write(elsewhere.path().join("Cargo.lock"), "").unwrap();
        assert_eq!(checkout(Some(package)).unwrap(), elsewhere.path());
        let here = checkout(None).unwrap();
        assert!(here.join("deploy/Cargo.toml").is_file());
        assert!(checkout(Some("/".into())).is_err());
    }
}
