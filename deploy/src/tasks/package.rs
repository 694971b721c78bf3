//! `cargo stack package`: the desktop client as packages that an administrator installs, with the list of what is in them.
//!
//! `.deb` and `.rpm` are made by Tauri's bundler, from this tree alone. An AppImage needs tools besides that the bundler would
//! fetch from the open internet: it is made where somebody has put them, and they are never fetched. How that is done, and
//! how packages for Windows and macOS are made there, stands in `desktop/docs/packaging.md`.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::caches::Caches;
use crate::progress::Progress;
use crate::{prerequisites, run, toolchain};

/// What is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// What people get.
    Release,
    /// What the tests have built already.
    Debug,
}

/// The key that announcements of newer versions are signed with; the client is built without one unless it is given.
const UPDATE_KEY: &str = "DEPESHA_UPDATE_KEY";

/// A kind of packages, as the bundler names it.
const APP_IMAGE: &str = "appimage";

/// Builds the release and packs it; answers the files. Takes half an hour on a small machine.
///
/// # Errors
/// If something cannot be built or packed, or a part of it has a licence that Depesha may not carry.
pub fn package(caches: &Caches) -> anyhow::Result<Vec<PathBuf>> {
    let progress = Progress::shown();
    prerequisites::for_up(caches, progress)?;
    licences(caches, progress)?;
    toolchain::build_interface(caches, progress)?;
    let tools = app_image_tools(caches);
    let mut kinds = vec!["deb", "rpm"];
    if app_image_tools_are_in(&tools) {
        kinds.push(APP_IMAGE);
    } else {
        progress.note(&format!("no AppImage: its tools are not in {} (desktop/docs/packaging.md)", tools.display()));
    }
    let key = std::env::var_os(UPDATE_KEY).map(|key| key.to_string_lossy().into_owned());
    ensure!(key.as_deref().is_none_or(is_key), "{UPDATE_KEY} is not 32 bytes in base64 (desktop/docs/updates.md)");
    progress.step("building the release of the desktop client", || {
        let mut build = toolchain::cargo(caches, "build")?;
        build.envs(key.map(|key| (UPDATE_KEY, key)));
        build.args(["--release", "--locked", "--package", "depesha-desktop", "--bin", "depesha-desktop"]);
        run::visible(&mut build)
    })?;
    let mut files = progress.step("packing it", || bundle(caches, Build::Release, &kinds))?;
    files.extend(progress.step("listing what is in it", || contents(caches))?);
    Ok(files)
}

/// Gathers the licences of all that is in the client: for its screen about them, if the interface is built after that, and
/// for a file beside the program.
///
/// # Errors
/// If one of them is a licence that Depesha may not carry.
pub fn licences(caches: &Caches, progress: Progress) -> anyhow::Result<()> {
    let ui = caches.interface();
    prerequisites::install_node_modules(&ui, progress)?;
    progress.step("gathering the licences of its parts", || {
        run::captured(run::command("npm").args(["run", "--silent", "licences"]).current_dir(&ui)).map(drop)
    })
}

/// Whether it is 32 bytes in base64.
fn is_key(text: &str) -> bool {
    let known = |sign: char| sign.is_ascii_alphanumeric() || "+/".contains(sign);
    text.len() == 44 && text.strip_suffix('=').is_some_and(|signs| signs.chars().all(known))
}

/// Where the bundler looks for its tools: beside our caches.
fn app_image_tools(caches: &Caches) -> PathBuf {
    caches.root.with_file_name("tauri")
}

/// Whether the tools are there; how their names go on is a matter of processors.
fn app_image_tools_are_in(folder: &Path) -> bool {
    let names: Vec<String> = std::fs::read_dir(folder)
        .map(|entries| entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
        .unwrap_or_default();
    let one = |wanted: &dyn Fn(&str) -> bool| names.iter().any(|name| wanted(name));
    let (deploy, plugin) = ("linuxdeploy-", "linuxdeploy-plugin-");
    one(&|name| name.starts_with("AppRun-"))
        && one(&|name| name.starts_with(deploy) && !name.starts_with(plugin) && name.ends_with(".AppImage"))
        && one(&|name| name == "linuxdeploy-plugin-appimage.AppImage")
}

/// Packs a program that is built already.
///
/// # Errors
/// If the bundler fails or leaves no package.
pub fn bundle(caches: &Caches, build: Build, kinds: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
    prerequisites::install_tauri(caches, Progress::shown())?;
    let folder = caches.target.join(if build == Build::Release { "release" } else { "debug" }).join("bundle");
    // An older version's package beside the new one would be taken for it.
    let _ = std::fs::remove_dir_all(&folder);
    let mut bundle = run::command(prerequisites::tauri(caches));
    bundle.args(["bundle", "--ci", "--bundles", &kinds.join(",")]);
    if build == Build::Debug {
        bundle.arg("--debug");
    }
    bundle.current_dir(caches.workspace.join("desktop/src-tauri")).env("CARGO_TARGET_DIR", &caches.target);
    // What is missing is not fetched from elsewhere: this address answers nobody.
    bundle.env("TAURI_BUNDLER_TOOLS_GITHUB_MIRROR", "http://127.0.0.1:9");
    run::captured(&mut bundle)?;
    kinds.iter().map(|kind| packed(&folder, kind)).collect()
}

/// The package of a kind.
fn packed(folder: &Path, kind: &str) -> anyhow::Result<PathBuf> {
    let folder = folder.join(kind);
    let entries = std::fs::read_dir(&folder).with_context(|| format!("the bundler left no {kind}"))?;
    let mut files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let ends_so = |path: &PathBuf| path.extension().is_some_and(|end| end.eq_ignore_ascii_case(kind));
    files.find(ends_so).with_context(|| format!("there is no .{kind}"))
}

/// The software bills of materials (CycloneDX): of the program, and of the interface inside it.
fn contents(caches: &Caches) -> anyhow::Result<Vec<PathBuf>> {
    prerequisites::install_cargo_cyclonedx(caches, Progress::quiet())?;
    let folder = caches.target.join("release/bundle");
    let (program, interface) = (folder.join("depesha.cdx.json"), folder.join("depesha-interface.cdx.json"));
    let manifest = caches.workspace.join("desktop/src-tauri/Cargo.toml");
    let mut list = run::command(prerequisites::cargo_cyclonedx(caches));
    list.args(["cyclonedx", "--format", "json", "--override-filename", "depesha.cdx", "--manifest-path"]);
    run::captured(list.arg(&manifest))?;
    let left = manifest.with_file_name("depesha.cdx.json");
    ensure!(left.is_file(), "cargo-cyclonedx left no list");
    std::fs::rename(&left, &program).or_else(|_| {
        // The build folder may be on another disk.
        std::fs::copy(&left, &program).and_then(|_| std::fs::remove_file(&left))
    })?;
    let mut sbom = run::command("npm");
    sbom.args(["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"]);
    let list = run::captured(sbom.current_dir(caches.interface()))?;
    std::fs::write(&interface, list)?;
    Ok(vec![program, interface])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_is_found_by_its_ending() {
        let folder = tempfile::tempdir().unwrap();
        let deb = folder.path().join("deb");
        std::fs::create_dir_all(deb.join("Depesha_0.1.0_amd64")).unwrap();
        assert!(packed(folder.path(), "deb").is_err());
        std::fs::write(deb.join("Depesha_0.1.0_amd64.deb"), "").unwrap();
        assert_eq!(packed(folder.path(), "deb").unwrap(), deb.join("Depesha_0.1.0_amd64.deb"));
        assert!(packed(folder.path(), "rpm").is_err());
        let image = folder.path().join("appimage/Depesha_0.1.0_amd64.AppImage");
        std::fs::create_dir_all(image.with_file_name("Depesha.AppDir")).unwrap();
        std::fs::write(&image, "").unwrap();
        assert_eq!(packed(folder.path(), APP_IMAGE).unwrap(), image);
    }

    #[test]
    fn a_key_is_thirty_two_bytes_in_base64() {
        assert!(is_key("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+="));
        for bad in
            ["", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA A="]
        {
            assert!(!is_key(bad), "{bad}");
        }
    }

    #[test]
    fn an_appimage_is_made_only_where_all_its_tools_are() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!app_image_tools_are_in(&folder.path().join("nowhere")));
        for name in ["AppRun-x86_64", "linuxdeploy-plugin-appimage.AppImage", "linuxdeploy-x86_64.AppImage"] {
            assert!(!app_image_tools_are_in(folder.path()));
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        assert!(app_image_tools_are_in(folder.path()));
    }
}
