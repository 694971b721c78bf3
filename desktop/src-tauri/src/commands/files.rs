//! Files in and out of the core. Paths come from native dialogues only, never from the page.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use client_core::Result;
use client_core::view::{FileTextView, ProblemView, TakenFileView};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

use super::Held;
use crate::shell::{Shell, lock, unexpected};

/// More than any homeserver takes; the core knows the real limit.
const LARGEST: u64 = 512 * 1024 * 1024;

/// Lets the person choose a file and sends it; none if they chose nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_file(
    app: AppHandle,
    shell: Held<'_>,
    room: String,
    thread: Option<String>,
    unchanged: bool,
) -> Result<Option<TakenFileView>> {
    let title = lock(&shell.words).say("shell-send-file");
    let (chosen, answer) = oneshot::channel();
    app.dialog().file().set_title(title).pick_file(move |path| {
        let _ = chosen.send(path);
    });
    let Some(path) = answer.await.ok().flatten().and_then(|path| path.into_path().ok()) else { return Ok(None) };
    let size = tokio::fs::metadata(&path).await.map_err(|_| unexpected("reading the file"))?.len();
    if size > LARGEST {
        return Err(ProblemView::FileTooLarge { limit_mib: 512 });
    }
    let bytes = tokio::fs::read(&path).await.map_err(|_| unexpected("reading the file"))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let place = (room.as_str(), thread.as_deref());
    take(&shell, place, unchanged, &name, media_type(&name), bytes).await.map(Some)
}

/// Sends what was pasted or dropped into the window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_bytes(
    shell: Held<'_>,
    room: String,
    thread: Option<String>,
    unchanged: bool,
    name: String,
    media_type: String,
    base64: String,
) -> Result<TakenFileView> {
    take(&shell, (&room, thread.as_deref()), unchanged, &name, &media_type, decoded(&base64)?).await
}

/// Sends a file to a room or to one of its threads, as the person wants it or as the organisation has settled it.
async fn take(
    shell: &Shell,
    (room, thread): (&str, Option<&str>),
    unchanged: bool,
    name: &str,
    media_type: &str,
    bytes: Vec<u8>,
) -> Result<TakenFileView> {
    let unchanged = !shell.policy.cleans_files(!unchanged);
    shell.messenger()?.send_file_in(room, thread, name, media_type, bytes, unchanged).await
}

/// The bytes of a file that comes from the page.
pub(super) fn decoded(base64: &str) -> Result<Vec<u8>> {
    STANDARD.decode(base64).map_err(|_| unexpected("bytes of a file"))
}

/// Saves a safe file where the person chooses; false if they chose nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_file(app: AppHandle, shell: Held<'_>, handle: String) -> Result<bool> {
    let messenger = shell.messenger()?;
    let name = messenger.file_name(&handle)?;
    let Some(path) = choose_place(&app, String::new(), &name).await else { return Ok(false) };
    let file = messenger.open_file(&handle).await?;
    write(path, file.bytes).await.map(|()| true)
}

/// The beginning of a text file that is safe; none if its bytes are no text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn file_text(shell: Held<'_>, handle: String) -> Result<Option<FileTextView>> {
    shell.messenger()?.file_text(&handle).await
}

/// Asks the scanner again about a file that stays closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_file_again(shell: Held<'_>, handle: String) -> Result<()> {
    shell.messenger()?.check_file_again(&handle)
}

/// Asks where to save something.
pub(super) async fn choose_place(app: &AppHandle, title: String, name: &str) -> Option<PathBuf> {
    let (chosen, answer) = oneshot::channel();
    let mut dialog = app.dialog().file().set_file_name(name);
    if !title.is_empty() {
        dialog = dialog.set_title(title);
    }
    dialog.save_file(move |path| {
        let _ = chosen.send(path);
    });
    answer.await.ok().flatten().and_then(|path| path.into_path().ok())
}

/// Writes what the person wants to keep.
pub(super) async fn write(path: PathBuf, bytes: Vec<u8>) -> Result<()> {
    tokio::fs::write(path, bytes).await.map_err(|_| unexpected("writing the file"))
}

/// The media type by the name's ending: only what the interface treats in its own way.
fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "pdf" => "application/pdf",
        "txt" | "log" | "md" => "text/plain",
        "csv" => "text/csv",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
