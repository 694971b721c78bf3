//! The lock of the window.

use client_core::Result;
use client_core::view::StartView;
use serde::Serialize;
use specta::Type;
use zeroize::Zeroizing;

use super::{Held, beside};

/// How the window is locked.
#[derive(Debug, Serialize, Type)]
pub(crate) struct AppLockView {
    /// After how many minutes without a key or the pointer; none without a PIN.
    idle_minutes: Option<u32>,
}

/// How the window is locked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_lock(shell: Held<'_>) -> Result<AppLockView> {
    Ok(AppLockView { idle_minutes: shell.app_lock.idle_minutes() })
}

/// Sets or changes the PIN and the time; who changes it says the current one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_app_lock(
    shell: Held<'_>,
    current: Option<String>,
    pin: Option<String>,
    idle_minutes: u32,
) -> Result<()> {
    shell.messenger()?;
    let (current, pin) = (current.map(Zeroizing::new), pin.map(Zeroizing::new));
    beside(&shell.app_lock, move |app_lock| {
        let (current, pin) = (current.as_deref(), pin.as_deref());
        app_lock.set(current.map(String::as_str), pin.map(String::as_str), idle_minutes)
    })
    .await
}

/// Removes the PIN.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_app_lock(shell: Held<'_>, current: String) -> Result<()> {
    shell.messenger()?;
    let current = Zeroizing::new(current);
    beside(&shell.app_lock, move |app_lock| app_lock.remove(&current)).await
}

/// Locks the window. Messages still come in, and nothing is shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_app(shell: Held<'_>) -> Result<()> {
    shell.shut()
}

/// Opens the locked window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock_app(shell: Held<'_>, pin: String) -> Result<StartView> {
    let pin = Zeroizing::new(pin);
    beside(&shell.app_lock, move |app_lock| app_lock.unlock(&pin)).await?;
    shell.start().await
}
