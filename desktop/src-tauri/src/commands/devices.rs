//! Recovery, verification, and the scanner that is trusted. The recovery key is held only while its page is open.

use client_core::Result;
use client_core::view::{KeysView, ProblemView, RecoveryKeyView, ScannerTrustView, TrustView, VerificationView};
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

/// How far earlier messages have been made readable on this device.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_keys(shell: Held<'_>, on_change: Channel<KeysView>) -> Result<()> {
    shell.streams.forward("keys".to_owned(), shell.messenger()?.keys()?, on_change);
    Ok(())
}

/// Which virus scanner this device trusts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn scanner_trust(shell: Held<'_>) -> Result<ScannerTrustView> {
    shell.messenger()?.scanner_trust().await
}

/// Makes the recovery key. While its page is open this is one key: a second one would make the first worthless, and who
/// comes back from a locked window wants to see what was shown before.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_recovery_key(shell: Held<'_>) -> Result<RecoveryKeyView> {
    let messenger = shell.messenger()?;
    let _making = shell.making_key.lock().await;
    if let Some(key) = lock(&shell.recovery_key).as_deref() {
        return Ok(RecoveryKeyView { key: key.clone() });
    }
    let view = messenger.create_recovery_key().await?;
    *lock(&shell.recovery_key) = Some(Zeroizing::new(view.key.clone()));
    Ok(view)
}

/// Saves the recovery key where the person chooses; false if they chose nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_recovery_key(app: AppHandle, shell: Held<'_>) -> Result<bool> {
    shell.messenger()?;
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

/// Signs are compared instead of a code being scanned.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_signs(shell: Held<'_>) -> Result<()> {
    shell.messenger()?.compare_signs().await
}

/// The other device shows that it has scanned the code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_scan(shell: Held<'_>) -> Result<()> {
    shell.messenger()?.confirm_scan().await
}

/// Ends the verification.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_verification(shell: Held<'_>) -> Result<()> {
    shell.messenger()?.cancel_verification().await
}
