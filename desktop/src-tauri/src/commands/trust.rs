//! The person's own devices, the identities of others, the check of the recovery key, and beginning anew.

use client_core::Result;
use client_core::view::{IdentityChangeView, OwnDeviceView};
use tauri::ipc::Channel;
use zeroize::Zeroizing;

use super::Held;
use crate::shell::lock;

/// The person's devices.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_own_devices(shell: Held<'_>, on_change: Channel<Vec<OwnDeviceView>>) -> Result<()> {
    shell.streams.forward("devices".to_owned(), shell.messenger()?.own_devices()?, on_change);
    Ok(())
}

/// A device is the person's.
#[tauri::command]
#[specta::specta]
pub(crate) async fn know_device(shell: Held<'_>, device: String) -> Result<()> {
    shell.messenger()?.know_device(&device).await
}

/// Signs devices out; with none named, all others.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_out_devices(shell: Held<'_>, devices: Vec<String>, password: Option<String>) -> Result<()> {
    let password = password.map(Zeroizing::new);
    shell.messenger()?.sign_out_devices(&devices, password.as_deref().map(String::as_str)).await
}

/// Asks one device of the person to compare signs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn request_device_verification(shell: Held<'_>, device: String) -> Result<()> {
    shell.messenger()?.request_device_verification(&device).await
}

/// Asks another person to compare signs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn request_person_verification(shell: Held<'_>, user_id: String) -> Result<()> {
    shell.messenger()?.request_person_verification(&user_id).await
}

/// Who in a room has another identity than before.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_identity_changes(
    shell: Held<'_>,
    room: String,
    on_change: Channel<Vec<IdentityChangeView>>,
) -> Result<()> {
    let changes = shell.messenger()?.identity_changes(&room)?;
    shell.streams.forward(stream_of(&room), changes, on_change);
    Ok(())
}

/// The room is not shown any more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_identity_changes(shell: Held<'_>, room: String) -> Result<()> {
    shell.streams.stop(&stream_of(&room));
    Ok(())
}

/// The person has seen that somebody's identity is another one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accept_identity(shell: Held<'_>, user_id: String) -> Result<()> {
    shell.messenger()?.accept_identity(&user_id).await
}

/// Whether it is time to ask for the recovery key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recovery_check_due(shell: Held<'_>) -> Result<bool> {
    shell.messenger()?.recovery_check_due().await
}

/// Not now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn postpone_recovery_check(shell: Held<'_>) -> Result<()> {
    shell.messenger()?.postpone_recovery_check().await
}

/// Whether a recovery key is the right one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_recovery_key(shell: Held<'_>, key: String) -> Result<()> {
    shell.messenger()?.check_recovery_key(&Zeroizing::new(key)).await
}

/// Makes the identity anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn begin_anew(shell: Held<'_>, password: Option<String>) -> Result<()> {
    let password = password.map(Zeroizing::new);
    shell.messenger()?.begin_anew(password.as_deref().map(String::as_str)).await?;
    // A key of before is worth nothing now.
    *lock(&shell.recovery_key) = None;
    Ok(())
}

fn stream_of(room: &str) -> String {
    format!("identities {room}")
}
