//! What goes on around writing: who types, what others see, drafts, links to messages, and what they said before.

use client_core::Result;
use client_core::view::{RoomDraft, TracesView, VersionView};
use tauri::ipc::Channel;

use super::Held;

fn name(room: &str) -> String {
    format!("typing {room}")
}

/// The names of those who are typing in a conversation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_typing(shell: Held<'_>, room: String, on_change: Channel<Vec<String>>) -> Result<()> {
    shell.streams.forward(name(&room), shell.messenger()?.typing(&room)?, on_change);
    Ok(())
}

/// The conversation is no longer shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_typing(shell: Held<'_>, room: String) -> Result<()> {
    shell.streams.stop(&name(&room));
    Ok(())
}

/// The person types, or has stopped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_typing(shell: Held<'_>, room: String, typing: bool) -> Result<()> {
    shell.messenger()?.set_typing(&room, typing).await
}

/// What others see of the person at work.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traces(shell: Held<'_>) -> Result<TracesView> {
    shell.messenger()?.traces().await.map(|traces| shell.policy.traces(traces))
}

/// Changes what others see.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_traces(shell: Held<'_>, traces: TracesView) -> Result<()> {
    shell.messenger()?.set_traces(shell.policy.traces(traces)).await
}

/// Everything that was begun and not sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drafts(shell: Held<'_>) -> Result<Vec<RoomDraft>> {
    shell.messenger()?.drafts().await
}

/// Keeps what was begun.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_draft(shell: Held<'_>, draft: RoomDraft) -> Result<()> {
    shell.messenger()?.keep_draft(&draft).await
}

/// The link to a message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn message_link(shell: Held<'_>, room: String, event_id: String) -> Result<String> {
    shell.messenger()?.message_link(&room, &event_id).await
}

/// What a message said before.
#[tauri::command]
#[specta::specta]
pub(crate) async fn versions(shell: Held<'_>, room: String, event_id: String) -> Result<Vec<VersionView>> {
    shell.messenger()?.versions(&room, &event_id).await
}
