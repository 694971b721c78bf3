//! The directory: searching, cards, the tree, whole units, invitations by mail.

use client_core::Result;
use client_core::view::{BranchView, MoveView, PeopleFound, PeoplePage, PersonCard, UnitReach, UnitRoomView};
use tauri::ipc::Channel;

use super::Held;

/// Searches the catalogue.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_people(
    shell: Held<'_>,
    term: String,
    organisation: Option<String>,
    unit: Option<String>,
) -> Result<PeopleFound> {
    shell.messenger()?.search_people(&term, organisation.as_deref(), unit.as_deref()).await
}

/// The card of an entry of the directory.
#[tauri::command]
#[specta::specta]
pub(crate) async fn person_card(shell: Held<'_>, person_id: String) -> Result<PersonCard> {
    shell.messenger()?.person_card(&person_id).await
}

/// The card of whoever has an account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_card(shell: Held<'_>, user_id: String) -> Result<PersonCard> {
    shell.messenger()?.account_card(&user_id).await
}

/// Has an invitation mailed to somebody who has not signed up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn invite_person(shell: Held<'_>, person_id: String) -> Result<()> {
    shell.messenger()?.invite_person(&person_id).await
}

/// The organisations, or the units right below one of them or of its units.
#[tauri::command]
#[specta::specta]
pub(crate) async fn branches(
    shell: Held<'_>,
    organisation: Option<String>,
    path: Vec<String>,
) -> Result<Vec<BranchView>> {
    shell.messenger()?.branches(organisation.as_deref(), &path).await
}

/// People of an organisation or of a unit, page by page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn people_of(
    shell: Held<'_>,
    organisation: String,
    path: Vec<String>,
    from: u32,
) -> Result<PeoplePage> {
    shell.messenger()?.people_of(&organisation, &path, from).await
}

/// Whom a message to a whole unit would reach.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unit_reach(shell: Held<'_>, organisation: String, path: Vec<String>) -> Result<UnitReach> {
    shell.messenger()?.unit_reach(&organisation, &path).await
}

/// Makes the room of a unit and invites its people.
#[tauri::command]
#[specta::specta]
pub(crate) async fn write_to_unit(
    shell: Held<'_>,
    organisation: String,
    path: Vec<String>,
    on_change: Channel<UnitRoomView>,
) -> Result<()> {
    let work = shell.messenger()?.write_to_unit(&organisation, &path)?;
    shell.streams.forward("unit_room".to_owned(), work, on_change);
    Ok(())
}

/// Whether the person moves to another homeserver.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_move(shell: Held<'_>, on_change: Channel<MoveView>) -> Result<()> {
    shell.streams.forward("move".to_owned(), shell.messenger()?.own_move()?, on_change);
    Ok(())
}
