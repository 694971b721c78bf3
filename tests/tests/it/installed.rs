//! The desktop client as people get it: its package, installed in a clean Debian.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;
use stack::{FINANCE, INTERIOR};
use system_tests::clean_root::CleanRoot;
use system_tests::people::Person;
use system_tests::system::System;
use system_tests::window::Window;

use crate::window::{steps, write_to};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_package_brings_all_it_needs_to_sign_up_and_send() -> Result<()> {
    let package = std::env::var_os("DEPESHA_PACKAGE").context("run it as: cargo stack test package")?;
    let root = CleanRoot::with(&PathBuf::from(package)).await?;
    anyhow::ensure!(root.has("/usr/share/doc/depesha/licences.txt"), "the licences of its parts are not beside it");
    let system = System::up().await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let anna = system.sample(INTERIOR, 0)?;
    // Nobody types an address: the administrator has put the organisation's rules beside it.
    let rules = json!({"bridge": system.status().bridge.base_url, "locked": {"language": "en"}});
    root.put("/etc/depesha/policy.json", &rules.to_string())?;
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("installed");
    let window = Window::open_installed(&system, &root, "installed", &pictures).await?;
    steps::sign_up(&system, &window, &anna.email).await?;
    let room = write_to(&window, &petro).await?;
    petro.open(&room).await?.message("Good morning from the window").await?;
    window.pictures("conversation").await?;
    window.close().await
}
