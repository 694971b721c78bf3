//! One conversation: its items, writing, changing, reacting.

use client_core::Result;
use client_core::view::{Draft, ListDiff, Mention, TimelineItemView, TimelinePart};
use tauri::ipc::Channel;

use super::Held;

fn name(room: &str, part: &TimelinePart) -> String {
    format!("timeline {room} {part:?}")
}

/// The items of a conversation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_timeline(
    shell: Held<'_>,
    room: String,
    part: TimelinePart,
    on_change: Channel<Vec<ListDiff<TimelineItemView>>>,
) -> Result<()> {
    let stream = shell.messenger()?.open_part(&room, &part).await?;
    shell.streams.forward(name(&room, &part), stream, on_change);
    Ok(())
}

/// The conversation is no longer shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_timeline(shell: Held<'_>, room: String, part: TimelinePart) -> Result<()> {
    shell.streams.stop(&name(&room, &part));
    shell.messenger()?.close_part(&room, &part);
    Ok(())
}

/// Loads older messages; true at the start of the conversation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn paginate_back(shell: Held<'_>, room: String, part: TimelinePart) -> Result<bool> {
    shell.messenger()?.paginate_part_back(&room, &part).await
}

/// Writes a message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_message(shell: Held<'_>, room: String, draft: Draft, thread: Option<String>) -> Result<()> {
    shell.messenger()?.send_in(&room, &draft, thread.as_deref()).await
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
pub(crate) async fn mark_read(shell: Held<'_>, room: String, part: TimelinePart) -> Result<()> {
    shell.messenger()?.mark_part_read(&room, &part).await
}

/// Stops a file on its way for now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_send(shell: Held<'_>, item: String) -> Result<()> {
    shell.messenger()?.pause_send(&item).await
}

/// Tries a failed message again; lets a file go on that was stopped.
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
