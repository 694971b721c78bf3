//! Files in and out of the core. Paths come from native dialogues only, never from the page.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use client_core::view::{ChosenFileView, FileSending, FileTextView, ProblemView, TakenFileView};
use client_core::{Result, clean_file_name};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

use super::Held;
use crate::shell::{Shell, lock, unexpected};

/// More than any homeserver takes; the core knows the real limit.
const LARGEST_MIB: u32 = 512;

/// Files that the person has chosen last, by the number under which the page knows them.
#[derive(Default)]
pub(crate) struct Chosen {
    files: HashMap<String, PathBuf>,
    last: u64,
}

impl Chosen {
    /// These in the place of those from before.
    fn put(&mut self, paths: Vec<(PathBuf, u64)>) -> Vec<ChosenFileView> {
        self.files.clear();
        let mut views = Vec::new();
        for (path, size) in paths {
            self.last += 1;
            let id = self.last.to_string();
            views.push(ChosenFileView { id: id.clone(), name: clean_file_name(&name_of(&path)), size });
            self.files.insert(id, path);
        }
        views
    }
}

/// Lets the person choose files; none if they thought better of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_files(app: AppHandle, shell: Held<'_>) -> Result<Vec<ChosenFileView>> {
    let title = lock(&shell.words).say("shell-send-file");
    let (chosen, answer) = oneshot::channel();
    app.dialog().file().set_title(title).pick_files(move |paths| {
        let _ = chosen.send(paths);
    });
    let mut paths = Vec::new();
    for path in answer.await.ok().flatten().unwrap_or_default() {
        let path = path.into_path().map_err(|_| unexpected("the place of a file"))?;
        let size = tokio::fs::metadata(&path).await.map_err(|_| unexpected("reading the file"))?.len();
        paths.push((path, size));
    }
    Ok(lock(&shell.chosen).put(paths))
}

/// Sends one of the files that were chosen last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_chosen(shell: Held<'_>, room: String, id: String, how: FileSending) -> Result<TakenFileView> {
    let path = lock(&shell.chosen).files.get(&id).cloned().ok_or(ProblemView::NotFound)?;
    let size = tokio::fs::metadata(&path).await.map_err(|_| unexpected("reading the file"))?.len();
    if size > u64::from(LARGEST_MIB) << 20 {
        return Err(ProblemView::FileTooLarge { limit_mib: LARGEST_MIB });
    }
    let bytes = tokio::fs::read(&path).await.map_err(|_| unexpected("reading the file"))?;
    let name = name_of(&path);
    let taken = take(&shell, &room, (&name, media_type(&name)), bytes, how).await?;
    lock(&shell.chosen).files.remove(&id);
    Ok(taken)
}

/// Sends what was pasted or dropped into the window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_bytes(
    shell: Held<'_>,
    room: String,
    name: String,
    media_type: String,
    base64: String,
    how: FileSending,
) -> Result<TakenFileView> {
    take(&shell, &room, (&name, &media_type), decoded(&base64)?, how).await
}

/// Sends a file as the person wants it, or as the organisation has settled it.
async fn take(
    shell: &Shell,
    room: &str,
    (name, media_type): (&str, &str),
    bytes: Vec<u8>,
    how: FileSending,
) -> Result<TakenFileView> {
    let how = FileSending { unchanged: !shell.policy.cleans_files(!how.unchanged), ..how };
    shell.messenger()?.send_file_as(room, name, media_type, bytes, &how).await
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_until_others_are_chosen_and_by_no_place() {
        let mut chosen = Chosen::default();
        let first =
            chosen.put(vec![("/documents/minutes.pdf".into(), 7), ("/media/stick/plan\u{202e}gpj.exe".into(), 8)]);
        assert_eq!(first.iter().map(|one| one.size).collect::<Vec<_>>(), [7, 8]);
        assert!(first.iter().all(|one| !one.name.contains(['/', '\u{202e}'])), "{first:?}");
        assert_eq!(chosen.files.get(&first[0].id).map(PathBuf::as_path), Some(Path::new("/documents/minutes.pdf")));
        let second = chosen.put(vec![("/documents/annex.pdf".into(), 9)]);
        assert_ne!(second[0].id, first[0].id);
        assert!(!chosen.files.contains_key(&first[0].id) && chosen.files.len() == 1);
    }
}
