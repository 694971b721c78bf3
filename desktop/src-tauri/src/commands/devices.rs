//! Recovery, verification, and the scanner that is trusted. The recovery key is held only while its page is open.

use client_core::Result;
use client_core::view::{ProblemView, RecoveryKeyView, ScannerTrustView, TrustView, VerificationView};
use tauri::AppHandle;
use tauri::ipc::Channel;
use zeroize::Zeroizing;

use super::Held;
use super::files::{choose_place, write};
use crate::shell::lock;

/// The state of the account's encryption.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_trust(shell: Held<'_>, on_change: Channel<TrustView>) -> Result<()> {
    shell.streams.forward("trust".to_owned(), shell.messenger()?.trust()?, on_change);
    Ok(())
}

/// Which virus scanner this device trusts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn scanner_trust(shell: Held<'_>) -> Result<ScannerTrustView> {
    shell.messenger()?.scanner_trust().await
}

/// Makes the recovery key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_recovery_key(shell: Held<'_>) -> Result<RecoveryKeyView> {
    let view = shell.messenger()?.create_recovery_key().await?;
    *lock(&shell.recovery_key) = Some(Zeroizing::new(view.key.clone()));
    Ok(view)
}

/// Saves the recovery key where the person chooses; false if they chose nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_recovery_key(app: AppHandle, shell: Held<'_>) -> Result<bool> {
    let key = lock(&shell.recovery_key).clone().ok_or(ProblemView::NotFound)?;
    let title = lock(&shell.words).say("shell-recovery-file");
    let Some(path) = choose_place(&app, title, "depesha-recovery-key.txt").await else { return Ok(false) };
    write(path, format!("{}\n", key.as_str()).into_bytes()).await.map(|()| true)
}

/// The page with the recovery key is closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_recovery_key(shell: Held<'_>) -> Result<()> {
    *lock(&shell.recovery_key) = None;
    Ok(())
}

/// Opens the account's keys on this device.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recover(shell: Held<'_>, key: String) -> Result<()> {
    shell.messenger()?.recover(&Zeroizing::new(key)).await
}

/// The verification under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_verification(shell: Held<'_>, on_change: Channel<VerificationView>) -> Result<()> {
    shell.streams.forward("verification".to_owned(), shell.messenger()?.verification()?, on_change);
    Ok(())
}

/// Asks the person's other devices.
#[tauri::command]
#[specta::specta]
pub(crate) async fn request_verification(shell: Held<'_>) -> Result<()> {
    shell.messenger()?.request_own_verification().await
}

/// Accepts the request of another own device.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accept_verification(shell: Held<'_>) -> Result<()> {
    shell.messenger()?.accept_verification().await
}

/// The emoji are the same.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_emoji(shell: Held<'_>) -> Result<()> {
    shell.messenger()?.confirm_emoji().await
}

/// The emoji differ.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reject_emoji(shell: Held<'_>) -> Result<()> {
    shell.messenger()?.reject_emoji().await
}

/// Ends the verification.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_verification(shell: Held<'_>) -> Result<()> {
    shell.messenger()?.cancel_verification().await
}
