//! What those who manage a room do: members and their roles, name and topic, pins, invitations by list or unit, people from
//! outside, a newer version.

use client_core::Result;
use client_core::view::{
    ExternalLine, ExternalView, InviteLine, MemberFilter, MemberListWords, MembersPage, PinView, RoomRole, UnitRoomView,
};
use tauri::AppHandle;
use tauri::ipc::Channel;

use super::Held;
use super::files::{choose_place, decoded, write};
use crate::shell::lock;

/// Members of a room, page by page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn members(
    shell: Held<'_>,
    room: String,
    filter: MemberFilter,
    term: String,
    from: u32,
) -> Result<MembersPage> {
    shell.messenger()?.members(&room, filter, &term, from).await
}

/// Saves the list of members where the person chooses; false if they chose nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_member_list(
    app: AppHandle,
    shell: Held<'_>,
    room: String,
    words: MemberListWords,
) -> Result<bool> {
    let (name, bytes) = shell.messenger()?.member_list(&room, &words).await?;
    let title = lock(&shell.words).say("shell-member-list");
    let Some(path) = choose_place(&app, title, &name).await else { return Ok(false) };
    write(path, bytes).await.map(|()| true)
}

/// Makes somebody a member, a moderator or an administrator.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_role(shell: Held<'_>, room: String, user_id: String, role: RoomRole) -> Result<()> {
    shell.messenger()?.set_role(&room, &user_id, role).await
}

/// Removes somebody.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_member(shell: Held<'_>, room: String, user_id: String) -> Result<()> {
    shell.messenger()?.remove_member(&room, &user_id).await
}

/// Removes somebody and keeps them out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ban_member(shell: Held<'_>, room: String, user_id: String) -> Result<()> {
    shell.messenger()?.ban_member(&room, &user_id).await
}

/// Somebody who was kept out may come again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unban_member(shell: Held<'_>, room: String, user_id: String) -> Result<()> {
    shell.messenger()?.unban_member(&room, &user_id).await
}

/// Gives a room another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_room_name(shell: Held<'_>, room: String, name: String) -> Result<()> {
    shell.messenger()?.set_room_name(&room, &name).await
}

/// Says what a room is about.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_room_topic(shell: Held<'_>, room: String, topic: String) -> Result<()> {
    shell.messenger()?.set_room_topic(&room, &topic).await
}

/// Says whether who is invited later reads what was written before.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_earlier_for_all(shell: Held<'_>, room: String, earlier_for_all: bool) -> Result<()> {
    shell.messenger()?.set_earlier_for_all(&room, earlier_for_all).await
}

/// Makes a small picture, which the page has drawn from a file that the person chose, the room's.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_room_picture(shell: Held<'_>, room: String, base64: String) -> Result<()> {
    shell.messenger()?.set_room_picture(&room, decoded(&base64)?).await
}

/// Takes the picture of a room away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_room_picture(shell: Held<'_>, room: String) -> Result<()> {
    shell.messenger()?.remove_room_picture(&room).await
}

/// Opens a room to people from outside, once and for all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_to_externals(shell: Held<'_>, room: String) -> Result<()> {
    shell.messenger()?.open_to_externals(&room).await
}

/// The pinned messages.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pins(shell: Held<'_>, room: String) -> Result<Vec<PinView>> {
    shell.messenger()?.pins(&room).await
}

/// Pins a message.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pin(shell: Held<'_>, room: String, event_id: String) -> Result<()> {
    shell.messenger()?.pin(&room, &event_id).await
}

/// Takes a pin away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unpin(shell: Held<'_>, room: String, event_id: String) -> Result<()> {
    shell.messenger()?.unpin(&room, &event_id).await
}

/// Writes to those who manage a room; answers the names of those who were written to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tell_moderators(
    shell: Held<'_>,
    room: String,
    about: String,
    markdown: String,
) -> Result<Vec<String>> {
    shell.messenger()?.tell_moderators(&room, &about, &markdown).await
}

/// Invites whom the lines of a list mean.
#[tauri::command]
#[specta::specta]
pub(crate) async fn invite_lines(shell: Held<'_>, room: String, lines: Vec<String>) -> Result<Vec<InviteLine>> {
    shell.messenger()?.invite_lines(&room, &lines).await
}

/// Invites the people of a unit; goes on when nobody listens any more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn invite_unit(
    shell: Held<'_>,
    room: String,
    organisation: String,
    path: Vec<String>,
    on_change: Channel<UnitRoomView>,
) -> Result<()> {
    let work = shell.messenger()?.invite_unit(&room, &organisation, &path)?;
    shell.streams.forward(format!("invite-unit:{room}:{organisation}:{}", path.join("/")), work, on_change);
    Ok(())
}

/// Brings a room to a newer version; goes on when nobody listens any more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn upgrade_room(shell: Held<'_>, room: String, on_change: Channel<UnitRoomView>) -> Result<()> {
    let work = shell.messenger()?.upgrade_room(&room)?;
    shell.streams.forward(format!("upgrade:{room}"), work, on_change);
    Ok(())
}

/// Goes on to the room in which another one goes on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn follow_room(shell: Held<'_>, room: String) -> Result<String> {
    shell.messenger()?.follow_room(&room).await
}

/// Invites people from outside into a room that is open to them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn invite_externals(
    shell: Held<'_>,
    room: String,
    emails: Vec<String>,
    days: Option<u32>,
) -> Result<Vec<ExternalLine>> {
    shell.messenger()?.invite_externals(&room, &emails, days).await
}

/// The people from outside whom the person here answers for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn externals(shell: Held<'_>) -> Result<Vec<ExternalView>> {
    shell.messenger()?.externals().await
}

/// Lets somebody from outside take part for so many days from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn renew_external(shell: Held<'_>, id: String, days: u32) -> Result<()> {
    shell.messenger()?.renew_external(&id, days).await
}

/// Ends the account of somebody from outside.
#[tauri::command]
#[specta::specta]
pub(crate) async fn end_external(shell: Held<'_>, id: String) -> Result<()> {
    shell.messenger()?.end_external(&id).await
}
