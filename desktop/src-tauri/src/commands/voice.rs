//! Voice messages: recorded by the shell, so that the page never holds the microphone. Systems take their time with it.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use client_core::Result;
use tauri::ipc::Channel;

use super::{Held, beside};
use crate::recorder::{RecordingView, WaitingRecordingView};

/// How often the page is told how far a recording is.
const TOLD_EVERY: Duration = Duration::from_millis(100);

/// Listens to the microphone from now on. The page is told how far it is until it is stopped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_recording(
    shell: Held<'_>,
    room: String,
    thread: Option<String>,
    on_change: Channel<RecordingView>,
) -> Result<()> {
    shell.messenger()?;
    let place = (room, thread);
    let begun = place.clone();
    beside(&shell.recorder, move |recorder| recorder.start(begun)).await?;
    let recorder = Arc::clone(&shell.recorder);
    shell.streams.run("recording".to_owned(), async move {
        while let Some(progress) = recorder.progress(&place) {
            let over = progress.over;
            if on_change.send(progress).is_err() || over {
                let _ = beside(&recorder, move |recorder| recorder.stop(&place)).await;
                return;
            }
            tokio::time::sleep(TOLD_EVERY).await;
        }
    });
    Ok(())
}

/// Stops listening; the recording waits. Answers how long it is, in milliseconds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_recording(shell: Held<'_>, room: String, thread: Option<String>) -> Result<u32> {
    beside(&shell.recorder, move |recorder| recorder.stop(&(room, thread))).await
}

/// The recordings that wait to be sent, for a page that begins: it listens to none yet.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recordings(shell: Held<'_>) -> Result<Vec<WaitingRecordingView>> {
    shell.messenger()?;
    beside(&shell.recorder, |recorder| {
        recorder.stop_all();
        Ok(recorder.all())
    })
    .await
}

/// A recording that waits, for its speaker to listen to: Ogg with Opus, in Base64.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recorded(shell: Held<'_>, room: String, thread: Option<String>) -> Result<String> {
    shell.messenger()?;
    Ok(STANDARD.encode(&shell.recorder.waiting(&(room, thread))?.bytes))
}

/// Sends a recording that waits.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_recording(shell: Held<'_>, room: String, thread: Option<String>) -> Result<()> {
    let messenger = shell.messenger()?;
    let place = (room, thread);
    let recording = shell.recorder.waiting(&place)?;
    let name = format!("voice-{}.ogg", jiff::Zoned::now().strftime("%Y-%m-%d-%H%M%S"));
    let (bytes, voice) = (recording.bytes.clone(), recording.voice.clone());
    messenger.send_voice(&place.0, place.1.as_deref(), &name, bytes, voice).await?;
    shell.recorder.discard(&place);
    Ok(())
}

/// Gives a recording up, also one that still goes on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discard_recording(shell: Held<'_>, room: String, thread: Option<String>) -> Result<()> {
    beside(&shell.recorder, move |recorder| {
        recorder.discard(&(room, thread));
        Ok(())
    })
    .await
}
