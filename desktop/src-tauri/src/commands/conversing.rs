//! What a conversation has beside its messages: threads, polls, handing messages on, going to a date.

use client_core::Result;
use client_core::view::{NewPoll, PassageView, ThreadEntry, TimelinePart};

use super::Held;

/// The threads of a conversation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn threads(shell: Held<'_>, room: String) -> Result<Vec<ThreadEntry>> {
    shell.messenger()?.threads(&room).await
}

/// The message with which the thread begins that a message stands in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn thread_of(shell: Held<'_>, room: String, event_id: String) -> Result<Option<String>> {
    shell.messenger()?.thread_of(&room, &event_id).await
}

/// Asks a question with answers to choose from.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_poll(shell: Held<'_>, room: String, poll: NewPoll) -> Result<()> {
    shell.messenger()?.create_poll(&room, &poll).await
}

/// Votes, in the place of an earlier vote.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vote(shell: Held<'_>, room: String, item: String, answers: Vec<String>) -> Result<()> {
    shell.messenger()?.vote(&room, &item, answers).await
}

/// Ends a poll.
#[tauri::command]
#[specta::specta]
pub(crate) async fn end_poll(shell: Held<'_>, room: String, item: String, words: String) -> Result<()> {
    shell.messenger()?.end_poll(&room, &item, &words).await
}

/// Whether messages of a conversation may go to another one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn passage(shell: Held<'_>, room: String, to: String) -> Result<PassageView> {
    shell.messenger()?.passage(&room, &to).await
}

/// Hands a message on to conversations.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forward_message(
    shell: Held<'_>,
    room: String,
    item: String,
    to: Vec<String>,
    confirmed: bool,
) -> Result<()> {
    shell.messenger()?.forward(&room, &item, &to, confirmed).await
}

/// The event of a conversation at a date, in seconds since the Unix epoch.
#[tauri::command]
#[specta::specta]
pub(crate) async fn event_at(shell: Held<'_>, room: String, at_s: u32) -> Result<String> {
    shell.messenger()?.event_at(&room, u64::from(at_s) * 1000).await
}

/// Loads newer messages of a part; true if there are none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn paginate_on(shell: Held<'_>, room: String, part: TimelinePart) -> Result<bool> {
    shell.messenger()?.paginate_part_on(&room, &part).await
}
