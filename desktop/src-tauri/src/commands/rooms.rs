//! Conversations: the list, details, making, joining, leaving.

use client_core::Result;
use client_core::view::{
    FolderView, InvitationView, ListDiff, NewRoom, PublicPage, PublicRoomCard, PublicRoomView, RoomDetails,
    RoomNotifications, RoomOptions, RoomPlace, RoomSummary, RoomTheme,
};
use tauri::ipc::Channel;

use super::Held;

/// The list of conversations.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_rooms(shell: Held<'_>, on_change: Channel<Vec<ListDiff<RoomSummary>>>) -> Result<()> {
    shell.streams.forward("rooms".to_owned(), shell.messenger()?.rooms()?, on_change);
    Ok(())
}

/// The details of one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn room_details(shell: Held<'_>, room: String) -> Result<RoomDetails> {
    shell.messenger()?.room_details(&room).await
}

/// Makes a room.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_room(shell: Held<'_>, room: NewRoom, options: RoomOptions) -> Result<String> {
    shell.messenger()?.create_room_with(&room, &options).await
}

/// Opens the direct conversation with a person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_direct(shell: Held<'_>, user_id: String) -> Result<String> {
    shell.messenger()?.start_direct(&user_id).await
}

/// Invites a person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn invite(shell: Held<'_>, room: String, user_id: String) -> Result<()> {
    shell.messenger()?.invite(&room, &user_id).await
}

/// Accepts an invitation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accept_invite(shell: Held<'_>, room: String) -> Result<()> {
    shell.messenger()?.accept_invite(&room).await
}

/// Declines an invitation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn decline_invite(shell: Held<'_>, room: String) -> Result<()> {
    shell.messenger()?.decline_invite(&room).await
}

/// Leaves.
#[tauri::command]
#[specta::specta]
pub(crate) async fn leave_room(shell: Held<'_>, room: String) -> Result<()> {
    shell.messenger()?.leave_room(&room).await
}

/// Puts a conversation among the favourites, at the end of the list, or back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_room_place(shell: Held<'_>, room: String, place: RoomPlace) -> Result<()> {
    shell.messenger()?.set_room_place(&room, place).await
}

/// The folders of one's own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_folders(shell: Held<'_>, on_change: Channel<Vec<FolderView>>) -> Result<()> {
    shell.streams.forward("folders".to_owned(), shell.messenger()?.folders()?, on_change);
    Ok(())
}

/// Puts a conversation into a folder; with an empty name, into none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_room_folder(shell: Held<'_>, room: String, name: String) -> Result<()> {
    shell.messenger()?.set_room_folder(&room, &name).await
}

/// Gives a folder another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_folder(shell: Held<'_>, name: String, wanted: String) -> Result<()> {
    shell.messenger()?.rename_folder(&name, &wanted).await
}

/// Says of what a conversation tells.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_room_notifications(shell: Held<'_>, room: String, wanted: RoomNotifications) -> Result<()> {
    shell.messenger()?.set_room_notifications(&room, wanted).await
}

/// Marks a conversation as not read, or as read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_room_unread(shell: Held<'_>, room: String, unread: bool) -> Result<()> {
    shell.messenger()?.set_room_unread(&room, unread).await
}

/// What is known of an invitation.
#[tauri::command]
#[specta::specta]
pub(crate) async fn invitation(shell: Held<'_>, room: String) -> Result<InvitationView> {
    shell.messenger()?.invitation(&room).await
}

/// Public rooms whose name or topic holds the term.
#[tauri::command]
#[specta::specta]
pub(crate) async fn public_rooms(
    shell: Held<'_>,
    term: String,
    server_name: Option<String>,
) -> Result<Vec<PublicRoomView>> {
    shell.messenger()?.public_rooms(&term, server_name.as_deref()).await
}

/// Joins a public room.
#[tauri::command]
#[specta::specta]
pub(crate) async fn join_public(shell: Held<'_>, room: String, server_name: String) -> Result<String> {
    shell.messenger()?.join_public(&room, &server_name).await
}

/// A page of the directory of public rooms.
#[tauri::command]
#[specta::specta]
pub(crate) async fn public_page(
    shell: Held<'_>,
    term: String,
    theme: Option<RoomTheme>,
    from: Option<String>,
) -> Result<PublicPage> {
    shell.messenger()?.public_page(&term, None, theme, from.as_deref()).await
}

/// A public room before one enters it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn public_room(shell: Held<'_>, room: String, server_name: String) -> Result<PublicRoomCard> {
    shell.messenger()?.public_room(&room, &server_name).await
}
