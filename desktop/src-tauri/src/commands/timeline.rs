//! One conversation: its items, writing, changing, reacting.

use client_core::Result;
use client_core::view::{Draft, ListDiff, Mention, TimelineItemView};
use tauri::ipc::Channel;

use super::Held;

fn name(room: &str) -> String {
    format!("timeline {room}")
}

/// The items of a conversation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_timeline(
    shell: Held<'_>,
    room: String,
    on_change: Channel<Vec<ListDiff<TimelineItemView>>>,
) -> Result<()> {
    let stream = shell.messenger()?.open_timeline(&room).await?;
    shell.streams.forward(name(&room), stream, on_change);
    Ok(())
}

/// The conversation is no longer shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_timeline(shell: Held<'_>, room: String) -> Result<()> {
    shell.streams.stop(&name(&room));
    shell.messenger()?.close_timeline(&room);
    Ok(())
}

/// Loads older messages; true at the start of the conversation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn paginate_back(shell: Held<'_>, room: String) -> Result<bool> {
    shell.messenger()?.paginate_back(&room).await
}

/// Writes a message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_message(shell: Held<'_>, room: String, draft: Draft) -> Result<()> {
    shell.messenger()?.send(&room, &draft).await
}

/// Changes a message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_message(
    shell: Held<'_>,
    room: String,
    item: String,
    markdown: String,
    mentions: Vec<Mention>,
) -> Result<()> {
    shell.messenger()?.edit(&room, &item, &markdown, &mentions).await
}

/// Deletes a message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_message(shell: Held<'_>, room: String, item: String, reason: String) -> Result<()> {
    shell.messenger()?.delete(&room, &item, &reason).await
}

/// Adds a reaction or takes it away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn toggle_reaction(shell: Held<'_>, room: String, item: String, key: String) -> Result<()> {
    shell.messenger()?.toggle_reaction(&room, &item, &key).await
}

/// Read up to the newest message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mark_read(shell: Held<'_>, room: String) -> Result<()> {
    shell.messenger()?.mark_read(&room).await
}

/// Tries a failed message again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_send(shell: Held<'_>, room: String, item: String) -> Result<()> {
    shell.messenger()?.retry_send(&room, &item).await
}

/// Gives a message up that has not gone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_send(shell: Held<'_>, room: String, item: String) -> Result<()> {
    shell.messenger()?.cancel_send(&room, &item).await
}
