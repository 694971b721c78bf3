//! The accounts on this computer: each has a window of its own.

use client_core::Result;

use super::Held;
use crate::profiles::AccountEntry;

/// The accounts that are signed in on this computer, this window's first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accounts(shell: Held<'_>) -> Result<Vec<AccountEntry>> {
    shell.messenger()?;
    Ok(shell.profiles.accounts().await)
}

/// Opens the window of an account, or brings it to the front.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_account(shell: Held<'_>, profile: String) -> Result<()> {
    shell.messenger()?;
    shell.profiles.open(&profile)
}

/// Opens a window in which one more account is signed in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_account(shell: Held<'_>) -> Result<()> {
    shell.messenger()?;
    shell.profiles.add()
}
