//! Two accounts on one computer at the same time, each in a window and a process of its own; what ends one leaves the other.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stack::INTERIOR;
use system_tests::system::System;
use system_tests::until::until;
use system_tests::window::Window;

use super::steps;

/// A profile as the program names them itself.
const SECOND: &str = "0a1b2c3d";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_s_accounts_are_signed_in_side_by_side() -> Result<()> {
    let system = System::up().await?;
    let (anna, olena) = (system.sample(INTERIOR, 0)?, system.sample(INTERIOR, 1)?);
    for person in [&anna, &olena] {
        system.make_account(person).await?;
    }
    let first = steps::open(&system, "accounts").await?;
    steps::enter(&first, &anna.email).await?;
    let second = Window::open_profile(&system, "accounts", SECOND, &steps::pictures("accounts")).await?;
    steps::enter(&second, &olena.email).await?;

    accounts(&first).await?;
    first.see_words("account", &olena.name).await?;
    first.see_words("account", &anna.name).await?;
    first.picture_of("1-accounts").await?;
    first.press_css(&format!("[data-profile=\"{SECOND}\"] [data-testid=\"account-open\"]")).await?;

    // One more account: another program begins, on data of its own.
    first.press("account-add").await?;
    first.see_words("account-opened", "Sign in there").await?;
    let profiles = system.client_folder("accounts").join("profiles");
    let third = until("the window of a third account", || async { third_in(&profiles) }).await?;
    end(&third)?;

    // Signing out of one account touches no other.
    first.press("dialogue-close").await?;
    second.press("account-menu").await?;
    second.press("action-sign-out").await?;
    second.press("confirm-action").await?;
    second.see("email").await?;
    accounts(&first).await?;
    let count = first.script("return document.querySelectorAll('[data-testid=\"account\"]').length;").await?;
    ensure!(count == json!(1), "{count} accounts are shown");
    first.press("dialogue-close").await?;
    first.see("find-colleague").await?;
    second.close().await?;
    first.close().await
}

/// Opens the list of accounts.
async fn accounts(window: &Window) -> Result<()> {
    window.press("account-menu").await?;
    window.press("action-accounts").await?;
    window.see("account").await?;
    Ok(())
}

/// The name of a profile that is neither of the two and that a program has open.
fn third_in(profiles: &Path) -> Result<Option<String>> {
    for entry in std::fs::read_dir(profiles)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let (true, Ok(file)) = (name != SECOND, File::open(profiles.join(&name).join("in-use")))
            && matches!(file.try_lock(), Err(TryLockError::WouldBlock))
        {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Ends the program that runs with this profile.
fn end(profile: &str) -> Result<()> {
    for entry in std::fs::read_dir("/proc")? {
        let path = entry?.path();
        let Ok(line) = std::fs::read(path.join("cmdline")) else { continue };
        if String::from_utf8_lossy(&line).contains(&format!("--profile\0{profile}")) {
            let process = path.file_name().context("a process")?;
            ensure!(Command::new("kill").arg(process).status()?.success(), "the third program does not end");
            return Ok(());
        }
    }
    anyhow::bail!("no program runs with the third profile")
}
