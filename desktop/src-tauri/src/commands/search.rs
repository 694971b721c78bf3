//! Searching what was written, and the files of a conversation.

use client_core::Result;
use client_core::view::{CoverageView, FoundMessages, MessageQuery, OlderView, SharedFiles, WriterView};
use tauri::ipc::Channel;

use super::Held;

const OLDER: &str = "search-older";

/// Searches what was written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_messages(shell: Held<'_>, query: MessageQuery) -> Result<FoundMessages> {
    shell.messenger()?.search_messages(&query).await
}

/// How far back is searched.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_coverage(shell: Held<'_>, room: Option<String>) -> Result<CoverageView> {
    shell.messenger()?.search_coverage(room.as_deref())
}

/// Who has written, to choose from.
#[tauri::command]
#[specta::specta]
pub(crate) async fn writers(shell: Held<'_>, room: Option<String>) -> Result<Vec<WriterView>> {
    shell.messenger()?.writers(room.as_deref()).await
}

/// Fetches older messages, so that they are searched as well.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_older(shell: Held<'_>, room: Option<String>, on_change: Channel<OlderView>) -> Result<()> {
    let work = shell.messenger()?.search_older(room.as_deref())?;
    shell.streams.forward(OLDER.to_owned(), work, on_change);
    Ok(())
}

/// Fetches no more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_search_older(shell: Held<'_>) -> Result<()> {
    shell.streams.stop(OLDER);
    Ok(())
}

/// Files of a conversation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn shared_files(shell: Held<'_>, room: String, behind: Option<String>) -> Result<SharedFiles> {
    shell.messenger()?.shared_files(&room, behind.as_deref()).await
}
