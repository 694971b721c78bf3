//! Messages that are to be sent at a time. Times are seconds since the Unix epoch.

use client_core::Result;
use client_core::view::{Draft, LaterView};
use tauri::ipc::Channel;

use super::Held;

/// The messages that are to be sent at a time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_later(shell: Held<'_>, on_change: Channel<Vec<LaterView>>) -> Result<()> {
    shell.streams.forward("later".to_owned(), shell.messenger()?.later()?, on_change);
    Ok(())
}

/// Keeps a message that is to be sent at a time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_later(
    shell: Held<'_>,
    room: String,
    thread: Option<String>,
    draft: Draft,
    at_s: u32,
) -> Result<()> {
    shell.messenger()?.send_later(&room, thread.as_deref(), draft, u64::from(at_s) * 1000).await
}

/// Changes a message that is to be sent at a time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_later(shell: Held<'_>, id: String, draft: Draft, at_s: u32) -> Result<()> {
    shell.messenger()?.change_later(&id, draft, u64::from(at_s) * 1000).await
}

/// Sends a message now that was to be sent at a time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_later_now(shell: Held<'_>, id: String) -> Result<()> {
    shell.messenger()?.send_later_now(&id).await
}

/// Gives up a message that is to be sent at a time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_later(shell: Held<'_>, id: String) -> Result<()> {
    shell.messenger()?.delete_later(&id).await
}
